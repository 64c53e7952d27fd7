import type { Clock } from '@handoff/time';

import { VcenterError, type MoRef, type VcenterSession } from './session.js';
import { readConfiguration, type VmConfiguration } from './vm-configuration.js';

/** How often, and after which pause in milliseconds, a setting is tried that vCenter does not take. */
const attempts = 60;
const pause = 500;

/**
 * The link of a running VM to its vCenter, from power-on to power-off. It keeps trying: vCenter may be away for a while, or busy with
 * another task of this VM.
 */
export class GuestTools {
  #gathered: Record<string, string> = {};
  #due: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  /** `session` gives the one that is open now. */
  constructor(
    private readonly vm: MoRef,
    private readonly session: () => VcenterSession,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** What the VM boots with; asked for until vCenter answers, because without it nothing can go on. Rejects when the power is lost. */
  configuration(): Promise<VmConfiguration> {
    return this.#persist(() => readConfiguration(this.session(), this.vm, this.signal), Number.POSITIVE_INFINITY);
  }

  /**
   * Sets variables of the VM; resolves when vCenter has taken them. What is set in one turn, or while vCenter is still busy with what was
   * set before, goes out together: each write is a task there, and every task costs everybody who watches.
   */
  set(entries: Readonly<Record<string, string>>): Promise<void> {
    Object.assign(this.#gathered, entries);
    this.#due ??= this.#last = this.#write(this.#last);
    return this.#due;
  }

  async #write(previous: Promise<void>): Promise<void> {
    await previous.catch(() => undefined); // told to those who set it
    const entries = this.#gathered;
    this.#gathered = {};
    this.#due = undefined;
    await this.#persist(() => this.session().reconfigure(this.vm, entries, this.signal), attempts);
  }

  async #persist<T>(call: () => Promise<T>, limit: number): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        if (this.signal.aborted || !(error instanceof VcenterError) || attempt >= limit) throw error;
      }
      await this.clock.sleep(pause, this.signal);
    }
  }
}
