/** What coordination throws; a closed set. */
export type CoordinationErrorCode = 'CoordinationUnavailable' | 'PlaceLost';

/**
 * The store that replicas share does not answer. Retryable; callers of the ports never see it: each adapter says what it does then.
 * Has no `cause` on purpose: the errors of a Redis client carry the arguments of the command, and those of AUTH are the password.
 */
export class CoordinationUnavailable extends Error {
  override readonly name = 'CoordinationUnavailable';
  readonly code = 'CoordinationUnavailable' satisfies CoordinationErrorCode;
  readonly retryable = true;
}

/** The holder was away for longer than its lease: its place may be another's by now. Nothing may be started in it. */
export class PlaceLost extends Error {
  override readonly name = 'PlaceLost';
  readonly code = 'PlaceLost' satisfies CoordinationErrorCode;
  readonly retryable = true;
}
