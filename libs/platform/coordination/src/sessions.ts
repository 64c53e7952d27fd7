import { createHash } from 'node:crypto';
import { SingleFlight } from './single-flight.js';

/** Whose session: one per server, user and password. A changed password is another login. */
export interface SharedLogin {
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** Tells apart sessions of one login that are not exchangeable, such as those of two protocols. */
  readonly purpose: string;
}

/**
 * Sessions that all who log in as the same user share. A session is an opaque text to this port, and as good as the password while it
 * lives: no adapter shows it to whoever does not know the login.
 */
export interface SharedSessions {
  /**
   * The session of this login: the one that is kept, or what `logIn` makes. One logs in however many ask; the others get what it made.
   * @throws what `logIn` throws
   */
  obtain(login: SharedLogin, logIn: () => Promise<string>): Promise<string>;
  /** It was found dead: nobody gets it any more. A newer one that has taken its place stays. */
  invalidate(login: SharedLogin, session: string): Promise<void>;
  /** Its user is done with it. @returns true when nobody else may be using it, now or later: it should be logged out */
  release(login: SharedLogin, session: string): Promise<boolean>;
}

/** Never the password itself: keys show up in heap dumps. */
export const digestOfLogin = ({ server, username, password, purpose }: SharedLogin): string =>
  createHash('sha256').update(JSON.stringify([server, username, password, purpose])).digest('base64url');

/** Sessions of this process: kept while somebody uses them. */
export class InProcessSessions implements SharedSessions {
  readonly #kept = new Map<string, { readonly session: string; users: number }>();
  readonly #flights = new SingleFlight<string, string>();

  async obtain(login: SharedLogin, logIn: () => Promise<string>): Promise<string> {
    const id = digestOfLogin(login);
    const session = this.#kept.get(id)?.session ?? await this.#flights.run(id, logIn);
    const kept = this.#kept.get(id);
    if (kept?.session === session) kept.users += 1;
    else this.#kept.set(id, { session, users: 1 });
    return session;
  }

  async invalidate(login: SharedLogin, session: string): Promise<void> {
    const id = digestOfLogin(login);
    if (this.#kept.get(id)?.session === session) this.#kept.delete(id);
  }

  async release(login: SharedLogin, session: string): Promise<boolean> {
    const id = digestOfLogin(login);
    const kept = this.#kept.get(id);
    if (kept?.session !== session) return true;
    kept.users -= 1;
    if (kept.users > 0) return false;
    this.#kept.delete(id);
    return true;
  }
}
