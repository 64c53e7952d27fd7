/** A strategic merge patch that contradicts itself or the schema: a 400. */
export class StrategicPatchError extends Error {
  override readonly name = 'StrategicPatchError';
}
