/** A plain object of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

/** A scalar of a configuration file as text; undefined for what is absent, empty or no scalar. */
export function scalarIn(value: unknown): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar && value !== '' ? String(value) : undefined;
}

/** A value if it is a string, and nothing otherwise. */
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
