import { createHash } from 'node:crypto';
import { systemClock, type Clock } from '@handoff/time';
import { VSphereClient } from './client.js';
import type { VSphereOptions } from './client-options.js';
import { orAbort } from './abort.js';
import { DisposedError } from './errors/connection.js';
import { InvalidLoginError } from './errors/faults.js';
import { REFUSED_LOGIN_HOLD_MS } from './session/shared-login.js';
import { serverAddress } from './transport/undici-transport.js';

/** A share in a client. Disposing it gives the share back; the client stays for the others. */
export interface SessionLease extends AsyncDisposable {
  readonly client: VSphereClient;
}

export interface SessionsOptions {
  /** How long a client that nobody uses is kept, so that reconciles in turn do not each log in. Default five minutes. */
  readonly lingerMs?: number;
  readonly clock?: Clock;
  /** How a client is made; for other transports. */
  readonly connect?: (options: VSphereOptions) => Promise<VSphereClient>;
}

interface Shared {
  readonly connecting: Promise<VSphereClient>;
  users: number;
  lingering: AbortController | undefined;
}

const DEFAULT_LINGER_MS = 5 * 60_000;

/**
 * Clients by server, user, password and thumbprint: one session in vCenter however many objects use it. A changed password is another
 * client; the old one goes when its last user is done.
 */
export class VSphereSessions implements AsyncDisposable {
  readonly #shared = new Map<string, Shared>();
  readonly #lingerMs: number;
  readonly #clock: Clock;
  readonly #connect: (options: VSphereOptions) => Promise<VSphereClient>;
  #disposed = false;

  constructor(options: SessionsOptions = {}) {
    this.#lingerMs = options.lingerMs ?? DEFAULT_LINGER_MS;
    this.#clock = options.clock ?? systemClock;
    this.#connect = options.connect ?? ((of) => VSphereClient.connect(of));
  }

  /** A share in the client for these options, which is made when there is none. */
  async acquire(options: VSphereOptions, signal?: AbortSignal): Promise<SessionLease> {
    if (this.#disposed) throw new DisposedError('the vSphere sessions were disposed');
    const key = keyOf(options);
    const shared = this.#shared.get(key) ?? this.#open(key, options);
    shared.users += 1;
    shared.lingering?.abort();
    shared.lingering = undefined;
    let held = true;
    const release = (): void => {
      if (held) this.#release(key, shared);
      held = false;
    };
    try {
      const client = await orAbort(shared.connecting, signal);
      return {
        client,
        async [Symbol.asyncDispose]() {
          release();
          await Promise.resolve();
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#shared].map(([key, shared]) => this.#close(key, shared)));
  }

  #open(key: string, options: VSphereOptions): Shared {
    const shared: Shared = { connecting: this.#connect(options), users: 0, lingering: undefined };
    this.#shared.set(key, shared);
    shared.connecting.catch((error: unknown) => this.#forget(key, shared, error));
    return shared;
  }

  /** A failed connection is not kept; a refused login is for a while, or every reconcile would count towards locking the account. */
  #forget(key: string, shared: Shared, error: unknown): void {
    const drop = (): void => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    };
    if (error instanceof InvalidLoginError) void this.#clock.sleep(REFUSED_LOGIN_HOLD_MS).then(drop);
    else drop();
  }

  #release(key: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0 || this.#shared.get(key) !== shared) return;
    const lingering = new AbortController();
    shared.lingering = lingering;
    this.#clock.sleep(this.#lingerMs, lingering.signal).then(
      () => this.#close(key, shared),
      () => undefined, // used again, or closed with all others
    );
  }

  async #close(key: string, shared: Shared): Promise<void> {
    if (this.#shared.get(key) !== shared) return;
    this.#shared.delete(key);
    shared.lingering?.abort();
    const client = await shared.connecting.catch(() => undefined);
    await client?.[Symbol.asyncDispose]();
  }
}

/** The password only as a digest: keys show up in heap dumps and debuggers. */
function keyOf({ server, username, password, thumbprint = '', ca = '' }: VSphereOptions): string {
  return JSON.stringify([serverAddress(server), username, createHash('sha256').update(password).digest('hex'), thumbprint, ca]);
}
