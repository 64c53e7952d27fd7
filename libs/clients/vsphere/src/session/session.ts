import type { Clock } from '@handoff/time';
import { ConnectionError, SessionLostError } from '../errors/connection.js';
import { InvalidLoginError, NotAuthenticatedError } from '../errors/faults.js';
import { moRef } from '../moref.js';
import { orAbort } from '../abort.js';
import type { CallOptions, SoapClient } from '../soap/soap-client.js';
import type { XmlElement } from '../xml/element.js';
import { one, record } from '../xml/decode.js';
import type { FieldsOf } from '../xml/encode.js';
import type { VimType } from '../xml/vim-types.js';
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

/** A refused login is not tried again for so long: several controllers retrying would lock the account. */
const REFUSED_LOGIN_HOLD_MS = 30_000;

const SERVICE_INSTANCE = moRef('ServiceInstance', 'ServiceInstance');

/**
 * One shared vCenter session: opened on first use, by one login however many callers wait, and opened again when vCenter has ended it.
 */
export class Session {
  #content: ServiceContent | undefined;
  #epochs = 0;
  #current: Promise<SessionEpoch> | undefined;
  #refused: { readonly error: InvalidLoginError; readonly until: number } | undefined;
  readonly #lost = new Set<(epoch: SessionEpoch) => void>();

  constructor(
    readonly soap: SoapClient,
    private readonly credentials: Credentials,
    private readonly clock: Clock,
  ) {}

  /** The session that calls go through now; logs in when there is none. */
  async open(signal?: AbortSignal): Promise<SessionEpoch> {
    if (this.#refused && this.clock.now() < this.#refused.until) throw this.#refused.error;
    const opening = (this.#current ??= this.#login().catch((error: unknown) => {
      this.#current = undefined;
      throw error;
    }));
    return orAbort(opening, signal);
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
    const current = this.#current;
    this.#current = undefined;
    if (current === undefined) return;
    const { content } = await current;
    await this.soap.call('urn:vim25', 'Logout', { _this: content.sessionManager }, options);
  }

  #expire(epoch: SessionEpoch): void {
    if (epoch.number !== this.#epochs || this.#current === undefined) return; // another caller saw it first
    this.#current = undefined;
    for (const listener of this.#lost) listener(epoch);
  }

  async #login(): Promise<SessionEpoch> {
    this.soap.forgetSession();
    const content = (this.#content ??= await this.#retrieveContent());
    try {
      const { username: userName, password } = this.credentials;
      const response = await this.soap.call('urn:vim25', 'Login', { _this: content.sessionManager, userName, password });
      const { returnval } = this.soap.parse(record({ returnval: one(userSession) }), response, 'Login');
      this.#refused = undefined;
      return { number: ++this.#epochs, content, user: returnval };
    } catch (error) {
      if (error instanceof InvalidLoginError) this.#refused = { error, until: this.clock.now() + REFUSED_LOGIN_HOLD_MS };
      throw error;
    }
  }

  async #retrieveContent(): Promise<ServiceContent> {
    const response = await this.soap.call('urn:vim25', 'RetrieveServiceContent', { _this: SERVICE_INSTANCE });
    return this.soap.parse(record({ returnval: one(serviceContent) }), response, 'RetrieveServiceContent').returnval;
  }
}
