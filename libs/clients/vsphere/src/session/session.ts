import type { Clock } from '@handoff/time';
import { ConnectionError, SessionLostError } from '../errors/connection.js';
import { NotAuthenticatedError } from '../errors/faults.js';
import { moRef } from '../moref.js';
import type { CallOptions, SoapClient } from '../soap/soap-client.js';
import type { XmlElement } from '../xml/element.js';
import { one, record } from '../xml/decode.js';
import type { FieldsOf } from '../xml/encode.js';
import type { VimType } from '../xml/vim-types.js';
import { readSession, writeSession } from './session-store.js';
import type { SessionStore } from './session-store.js';
import { SharedLogin } from './shared-login.js';
import { serviceContent, userSession, type ServiceContent, type UserSession } from './service-content.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** One login's lifetime. Views, filters and collectors made in it die with it. */
export interface SessionEpoch {
  readonly number: number;
  readonly content: ServiceContent;
  readonly user: UserSession;
}

const SERVICE_INSTANCE = moRef('ServiceInstance', 'ServiceInstance');

/**
 * One shared vCenter session: opened on first use, by one login however many callers wait, and opened again when vCenter has ended it.
 * With a store it may be one that another client has opened; whether that still lives shows at the first call.
 */
export class Session {
  #content: ServiceContent | undefined;
  #epochs = 0;
  #ended = 0;
  readonly #login: SharedLogin<SessionEpoch>;
  readonly #credentials: Credentials; // truly private: inspecting or logging a client must not show it
  /** The session as the store has it. */
  #kept: string | undefined;
  #dropped: Promise<void> | undefined;
  readonly #lost = new Set<(epoch: SessionEpoch) => void>();

  constructor(
    readonly soap: SoapClient,
    credentials: Credentials,
    clock: Clock,
    private readonly store?: SessionStore,
  ) {
    this.#credentials = credentials;
    this.#login = new SharedLogin(() => this.#logIn(), clock);
  }

  /** The session that calls go through now; logs in when there is none. */
  open(signal?: AbortSignal): Promise<SessionEpoch> {
    return this.#login.get(signal);
  }

  /** Runs a call in the current session, once more in a new one when vCenter says that the session has ended. */
  async run<T>(call: (epoch: SessionEpoch) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const epoch = await this.open(signal);
    try {
      return await call(epoch);
    } catch (error) {
      if (!(error instanceof NotAuthenticatedError)) throw error;
      this.#expire(epoch);
      return call(await this.open(signal));
    }
  }

  /** As `run`, for calls that change nothing: also repeated once when the connection broke under them. */
  async read<T>(call: (epoch: SessionEpoch) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await this.run(call, signal);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return this.run(call, signal);
    }
  }

  /** A vim25 call on objects that belong to one session; SessionLostError when that session is no longer the current one. */
  async callIn<M extends VimType>(epoch: SessionEpoch, method: M, args: FieldsOf<M>, options: CallOptions = {}): Promise<XmlElement> {
    const gone = (cause?: unknown): SessionLostError =>
      new SessionLostError(`the session of ${method} on ${this.soap.server} has ended`, { server: this.soap.server, method, cause });
    if (epoch.number !== this.#epochs) throw gone();
    try {
      return await this.soap.call('urn:vim25', method, args, options);
    } catch (error) {
      if (!(error instanceof NotAuthenticatedError)) throw error;
      this.#expire(epoch);
      throw gone(error);
    }
  }

  /** Tells when a session ends other than by logout. */
  onLost(listener: (epoch: SessionEpoch) => void): Disposable {
    this.#lost.add(listener);
    return { [Symbol.dispose]: () => void this.#lost.delete(listener) };
  }

  /** Ends the session in vCenter, where idle ones count against a limit. Nothing happens when there is none. */
  async logout(options: CallOptions): Promise<void> {
    const current = this.#login.peek();
    this.#login.expire(current);
    if (current === undefined) return;
    const { content } = await current;
    const kept = this.#kept;
    if (this.store !== undefined && kept !== undefined && !(await this.store.release(kept))) return;
    await this.soap.call('urn:vim25', 'Logout', { _this: content.sessionManager }, options);
  }

  #expire(epoch: SessionEpoch): void {
    if (epoch.number !== this.#epochs || this.#ended === epoch.number) return; // another caller saw it first
    this.#ended = epoch.number;
    this.#login.expire(this.#login.peek());
    if (this.#kept !== undefined) this.#dropped = this.store?.drop(this.#kept);
    for (const listener of this.#lost) listener(epoch);
  }

  async #logIn(): Promise<SessionEpoch> {
    this.soap.forgetSession();
    const content = (this.#content ??= await this.#retrieveContent());
    const user = this.store === undefined ? await this.#callLogin(content) : await this.#takeSession(this.store, content);
    return { number: ++this.#epochs, content, user };
  }

  async #takeSession(store: SessionStore, content: ServiceContent): Promise<UserSession> {
    await this.#dropped; // or it would be handed out again
    this.#dropped = undefined;
    const kept = await store.take(async () => {
      const user = await this.#callLogin(content);
      return writeSession({ cookie: this.soap.sessionCookie ?? '', user });
    });
    const session = readSession(kept);
    this.#kept = session === undefined ? undefined : kept;
    if (session === undefined) return this.#callLogin(content);
    this.soap.useSession(session.cookie);
    return session.user;
  }

  async #callLogin({ sessionManager }: ServiceContent): Promise<UserSession> {
    const { username: userName, password } = this.#credentials;
    const response = await this.soap.call('urn:vim25', 'Login', { _this: sessionManager, userName, password });
    return this.soap.parse(record({ returnval: one(userSession) }), response, 'Login').returnval;
  }

  async #retrieveContent(): Promise<ServiceContent> {
    const response = await this.soap.call('urn:vim25', 'RetrieveServiceContent', { _this: SERVICE_INSTANCE });
    return this.soap.parse(record({ returnval: one(serviceContent) }), response, 'RetrieveServiceContent').returnval;
  }
}
