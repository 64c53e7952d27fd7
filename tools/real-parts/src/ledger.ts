import { appendFileSync } from 'node:fs';

/** The file in which a test run wants to know what was started; absent outside of one. */
export const LEDGER = 'HANDOFF_PARTS_LEDGER';

/** A part that was used. */
export interface Used {
  readonly command: string;
  /** `real` for a process of this machine, or `container IMAGE`. */
  readonly was: string;
  readonly version: string;
}

/** What was used, for the table at the end of a test run. One line each: who reads it sees whole lines only. */
export function note(used: Used): void {
  const ledger = process.env[LEDGER];
  if (ledger !== undefined) appendFileSync(ledger, `${JSON.stringify(used)}\n`);
}
