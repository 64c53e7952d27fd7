import { sleepWith } from './clock.js';
import type { Clock } from './clock.js';

/** The real clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const handle = setTimeout(run, Math.max(0, ms));
    handle.unref();
    return { at: Date.now() + ms, [Symbol.dispose]: () => { clearTimeout(handle); } };
  },
  sleep: (ms, signal) => sleepWith(systemClock, ms, signal),
};
