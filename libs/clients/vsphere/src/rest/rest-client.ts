import type { Clock } from '@handoff/time';
import { z } from 'zod';
import { ProtocolError } from '../errors/connection.js';
import type { ErrorContext } from '../errors/base.js';
import { InvalidLoginError, NotAuthenticatedError } from '../errors/faults.js';
import type { Credentials } from '../session/session.js';
import { SharedLogin } from '../session/shared-login.js';
import type { Exchange } from '../soap/exchange.js';
import { USER_AGENT, type CallOptions } from '../soap/soap-client.js';
import type { TransportRequest, TransportResponse, VSphereTransport } from '../transport/transport.js';
import { parseJson, toRestError } from './rest-error.js';

const SESSION_PATH = '/rest/com/vmware/cis/session';
const SESSION_HEADER = 'vmware-api-session-id';

export interface RestRequest<T extends z.ZodType> {
  /** What is called, for messages and counts: `content library find`. */
  readonly operation: string;
  readonly method: TransportRequest['method'];
  readonly path: string;
  readonly body?: unknown;
  /** Form of the `value` that the reply wraps. */
  readonly value: T;
}

/** Calls under `/rest`, with a session of their own: shared, opened on first use, opened again when it has ended. */
export class RestClient {
  readonly #login: SharedLogin<string>;
  readonly #credentials: Credentials;

  constructor(
    private readonly transport: VSphereTransport,
    private readonly exchange: Exchange,
    credentials: Credentials,
    readonly server: string,
    clock: Clock,
  ) {
    this.#credentials = credentials;
    this.#login = new SharedLogin(() => this.#logIn(), clock);
  }

  async call<T extends z.ZodType>(request: RestRequest<T>, options: CallOptions = {}): Promise<z.output<T>> {
    const session = await this.#login.get(options.signal);
    const used = this.#login.peek();
    try {
      return await this.#send(request, { [SESSION_HEADER]: session }, options);
    } catch (error) {
      if (!(error instanceof NotAuthenticatedError)) throw error;
      this.#login.expire(used);
      return this.#send(request, { [SESSION_HEADER]: await this.#login.get(options.signal) }, options);
    }
  }

  /** Ends the session in vCenter. Nothing happens when there is none. */
  async logout(options: CallOptions): Promise<void> {
    const current = this.#login.peek();
    this.#login.expire(current);
    if (current === undefined) return;
    const headers = { [SESSION_HEADER]: await current };
    await this.#send({ operation: 'REST logout', method: 'DELETE', path: SESSION_PATH, value: z.unknown() }, headers, options);
  }

  async #logIn(): Promise<string> {
    const { username, password } = this.#credentials;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    try {
      return await this.#send({ operation: 'REST login', method: 'POST', path: SESSION_PATH, value: z.string() }, { authorization }, {});
    } catch (error) {
      if (!(error instanceof NotAuthenticatedError)) throw error;
      throw new InvalidLoginError(`REST login on ${this.server}: user name or password refused`, { server: this.server, method: 'REST login' });
    }
  }

  async #send<T extends z.ZodType>(
    { operation, method, path, body, value }: RestRequest<T>,
    headers: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<z.output<T>> {
    const context: ErrorContext = { server: this.server, method: operation };
    return this.exchange.run(operation, options, context, async (signal) => {
      const request: TransportRequest = {
        method,
        path,
        headers: { accept: 'application/json', 'user-agent': USER_AGENT, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      return readValue(await this.transport.send(request, signal), value, context);
    });
  }
}

function readValue<T extends z.ZodType>({ status, body }: TransportResponse, schema: T, context: ErrorContext): z.output<T> {
  if (status < 200 || status > 299) throw toRestError(status, body, context);
  const wrapped = z.object({ value: z.unknown() }).safeParse(parseJson(body));
  const result = schema.safeParse(wrapped.success ? wrapped.data.value : undefined);
  if (result.success) return result.data;
  const { method = '', server = 'vCenter' } = context;
  throw new ProtocolError(`${method} on ${server}: unexpected reply: ${z.prettifyError(result.error)}`, context);
}
