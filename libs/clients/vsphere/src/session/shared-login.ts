import type { Clock } from '@handoff/time';
import { orAbort } from '../abort.js';
import { InvalidLoginError } from '../errors/faults.js';

/** A refused login is not tried again for so long: several controllers retrying would lock the account. */
export const REFUSED_LOGIN_HOLD_MS = 30_000;

/** A login that all callers share: made once however many wait for it, and again after it has ended. */
export class SharedLogin<T> {
  #current: Promise<T> | undefined;
  #refused: { readonly error: InvalidLoginError; readonly until: number } | undefined;

  constructor(
    private readonly login: () => Promise<T>,
    private readonly clock: Clock,
  ) {}

  /** What the login gave. A signal ends this caller's wait, not the login. */
  async get(signal?: AbortSignal): Promise<T> {
    if (this.#refused !== undefined && this.clock.now() < this.#refused.until) throw this.#refused.error;
    if (this.#current === undefined) {
      const current = this.login();
      this.#current = current;
      current.catch((error: unknown) => {
        this.expire(current);
        if (error instanceof InvalidLoginError) this.#refused = { error, until: this.clock.now() + REFUSED_LOGIN_HOLD_MS };
      });
    }
    return orAbort(this.#current, signal);
  }

  /** The login under way or made; undefined when there is none. */
  peek(): Promise<T> | undefined {
    return this.#current;
  }

  /** Forgets a login, unless a newer one has taken its place. */
  expire(login: Promise<T> | undefined): void {
    if (this.#current === login) this.#current = undefined;
  }
}
