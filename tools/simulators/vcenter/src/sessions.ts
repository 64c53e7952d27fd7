import type { Clock } from './clock.js';
import { randomUuid } from './random.js';
import type { Random } from './random.js';
import { invalidLogin } from './soap/faults.js';

/** Somebody who may log in. */
export interface User {
  /** With or without its domain. */
  readonly name: string;
  readonly password: string;
  /** The privileges that this user has everywhere; absent means all of them. */
  readonly privileges?: readonly string[];
}

export interface Session {
  readonly key: string;
  readonly user: User;
  readonly loginTime: Date;
  readonly ipAddress: string;
  readonly userAgent: string;
  lastActiveTime: Date;
  callCount: number;
  /** Requests in flight: a session that waits for updates is not idle. */
  pending: number;
}

const domain = '@vsphere.local';

/** Logins and their sessions, for SOAP and REST alike. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #endListeners = new Set<(session: Session) => void>();

  constructor(
    readonly users: readonly User[],
    readonly clock: Clock,
    readonly random: Random,
    /** After so many idle milliseconds a session ends. */
    public idleTimeoutMs: number,
  ) {}

  /** @throws VimFault InvalidLogin, which never says whether the name or the password was wrong */
  login(name: string, password: string, client: { readonly ipAddress: string; readonly userAgent: string }): Session {
    const user = this.authenticate(name, password);
    if (!user) throw invalidLogin();
    this.all(); // which ends those that nobody logged out and nobody uses
    const now = new Date(this.clock.now());
    const times = { loginTime: now, lastActiveTime: now };
    const session: Session = { key: randomUuid(this.random), user, ...times, callCount: 0, pending: 0, ...client };
    this.#sessions.set(session.key, session);
    return session;
  }

  /** The user with this name, with or without the domain, and this password. */
  authenticate(name: string, password: string): User | undefined {
    const bare = (value: string) => (value.toLowerCase().endsWith(domain) ? value.slice(0, -domain.length) : value).toLowerCase();
    return this.users.find((user) => bare(user.name) === bare(name) && user.password === password);
  }

  /** The live session with this key; does not count as activity. */
  find(key: string | undefined): Session | undefined {
    const session = key === undefined ? undefined : this.#sessions.get(key);
    if (!session || !this.#idle(session)) return session;
    this.end(session);
    return undefined;
  }

  all(): Session[] {
    return [...this.#sessions.keys()].map((key) => this.find(key)).filter((session) => session !== undefined);
  }

  /** Runs something in a session's name, during which it does not expire. */
  async within<T>(session: Session, run: () => T | Promise<T>): Promise<T> {
    session.pending += 1;
    session.callCount += 1;
    session.lastActiveTime = new Date(this.clock.now());
    try {
      return await run();
    } finally {
      session.pending -= 1;
      session.lastActiveTime = new Date(this.clock.now());
    }
  }

  end(session: Session): void {
    if (!this.#sessions.delete(session.key)) return;
    for (const listener of this.#endListeners) listener(session);
  }

  /** What hangs on a session, such as its property collectors, goes with it. */
  onEnd(listener: (session: Session) => void): void {
    this.#endListeners.add(listener);
  }

  #idle(session: Session): boolean {
    return session.pending === 0 && this.clock.now() - session.lastActiveTime.getTime() > this.idleTimeoutMs;
  }
}

/** A session as UserSession shows it. */
export function userSession(session: Session) {
  const { key, user, loginTime, lastActiveTime, ipAddress, userAgent, callCount } = session;
  const locale = { locale: 'en', messageLocale: 'en', extensionSession: false };
  const account = `VSPHERE.LOCAL\\${user.name.replace(/@.*$/, '')}`;
  return { key, userName: account, fullName: account, loginTime, lastActiveTime, ...locale, ipAddress, userAgent, callCount };
}
