import type { Handoff } from '@handoff/events';
import { asError } from '@handoff/time';
import { entryOf } from './timeline.js';
import type { Timeline } from './timeline.js';

/** Where handoffs are seen as they are published; a `Bus` is one. */
export interface Followed {
  follow(listener: (handoff: Handoff) => void): Disposable;
}

/** Writes every handoff into its cluster's timeline, until `signal` aborts. @param onTrouble an entry could not be written */
export async function feedTimeline(
  bus: Followed, timeline: Timeline, signal: AbortSignal, onTrouble: (error: Error) => void,
): Promise<void> {
  if (signal.aborted) return;
  const stopped = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => { stopped.resolve(undefined); }, { once: true });
  const following = bus.follow((handoff) => {
    const known = entryOf(handoff);
    if (known !== undefined) timeline.append(known.cluster, known.entry).catch((error: unknown) => { onTrouble(asError(error)); });
  });
  await stopped.promise;
  following[Symbol.dispose]();
}
