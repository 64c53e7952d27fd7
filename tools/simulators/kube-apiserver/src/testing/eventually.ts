import { systemClock } from '@handoff/time';

const ASK_MS = 50;
/** Controllers act in their own time; a real one may wait ten seconds for its next look. */
const PATIENCE_MS = 40_000;

/** Asks until the answer is something. @throws Error when that takes too long; `what` then says what did not come to pass */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const until = systemClock.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (systemClock.now() > until) throw new Error(`it did not come to pass that ${what}`);
    await systemClock.sleep(ASK_MS);
  }
}
