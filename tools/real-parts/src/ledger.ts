import { appendFileSync } from 'node:fs';

/** The file in which a test run wants to know what was started; absent outside of one. */
export const LEDGER = 'HANDOFF_PARTS_LEDGER';

/** What was started, for the table at the end of a test run. One line each: who reads it sees whole lines only. */
export function note(command: string, path: string, version: string): void {
  const ledger = process.env[LEDGER];
  if (ledger !== undefined) appendFileSync(ledger, `${JSON.stringify({ command, path, version })}\n`);
}
