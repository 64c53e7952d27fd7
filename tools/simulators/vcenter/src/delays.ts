import type { Clock } from './clock.js';

/** What may be slow. */
export type DelayName = 'clone' | 'powerOn' | 'powerOff' | 'reconfigure' | 'destroy' | 'snapshot' | 'shutdownGuest';

/** Simulated durations in milliseconds; what is absent takes no time. */
export type Delays = Readonly<Partial<Record<DelayName, number>>>;

/** A span of simulated time that a task spent doing nothing but pretending to be slow. */
export interface DelayInterval {
  readonly what: DelayName;
  /** The name of the virtual machine concerned. */
  readonly vm: string;
  /** Milliseconds since the epoch, by the injected clock. */
  readonly from: number;
  readonly to: number;
}

export type DelayListener = (interval: DelayInterval) => void;

const steps = 5;

/** Makes tasks slow, and remembers how long, so that whoever measures can subtract it. */
export class DelayRecorder {
  readonly spent: DelayInterval[] = [];
  readonly #listeners = new Set<DelayListener>();

  constructor(
    readonly clock: Clock,
    public delays: Delays,
  ) {}

  /** Calls the listener after each simulated delay; returns a function that ends that. */
  onDelay(listener: DelayListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sleeps as long as is configured for `what`, reporting progress in percent; an interrupted delay counts for what it lasted. */
  async spend(what: DelayName, vm: string, signal: AbortSignal, progress: (percent: number) => void): Promise<void> {
    const duration = this.delays[what] ?? 0;
    if (duration <= 0) return;
    const from = this.clock.now();
    try {
      for (let step = 1; step <= steps; step += 1) {
        await this.clock.sleep(duration / steps, signal);
        if (step < steps) progress((step * 100) / steps);
      }
    } finally {
      this.#record({ what, vm, from, to: this.clock.now() });
    }
  }

  #record(interval: DelayInterval): void {
    this.spent.push(interval);
    for (const listener of this.#listeners) listener(interval);
  }
}
