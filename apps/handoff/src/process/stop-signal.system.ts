/** Ctrl-C and SIGTERM, as a signal. */
export interface StopSignal extends Disposable {
  readonly signal: AbortSignal;
  /** Resolves with the name of the signal that came. */
  readonly stopped: Promise<string>;
}

/** After the first one, a second within this time is the same one: a terminal sends it to the whole group, and a launcher passes it on. */
const SAME_MS = 1000;

/** Aborts on the first SIGINT or SIGTERM; a later one ends the process at once. */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const stopped = Promise.withResolvers<string>();
  let first = 0;
  const heard = (name: NodeJS.Signals): void => {
    const now = performance.now();
    if (first !== 0 && now - first > SAME_MS) process.exit(130);
    if (first !== 0) return;
    first = now;
    controller.abort(new Error(`stopped by ${name}`));
    stopped.resolve(name);
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
  return {
    signal: controller.signal,
    stopped: stopped.promise,
    [Symbol.dispose]: () => {
      process.off('SIGINT', heard);
      process.off('SIGTERM', heard);
    },
  };
}
