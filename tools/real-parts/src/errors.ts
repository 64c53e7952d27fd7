/** A part is not on this machine, or cannot be had on it. The message says which, why, and what would bring it. */
export class PartUnavailable extends Error {
  override readonly name = 'PartUnavailable';
  readonly code = 'PartUnavailable';
  constructor(readonly part: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A part's process ended or did not get ready. The message ends with what it said last. */
export class PartFailed extends Error {
  override readonly name = 'PartFailed';
  readonly code = 'PartFailed';
}
