import { z } from 'zod';
import { toError } from '../errors/fault-mapping.js';
import { ProtocolError } from '../errors/connection.js';
import type { ErrorContext } from '../errors/base.js';
import type { VSphereTransport } from '../transport/transport.js';
import type { FieldsOf } from '../xml/encode.js';
import type { XmlElement } from '../xml/element.js';
import type { VimType } from '../xml/vim-types.js';
import { envelope, readReply, type SoapNamespace } from './envelope.js';
import type { Exchange } from './exchange.js';

export const USER_AGENT = 'handoff';

/** The oldest release that is supported; a newer vCenter answers in its terms. */
const VIM_VERSION = 'urn:vim25/7.0.0.0';

const endpoints: Readonly<Record<SoapNamespace, { readonly path: string; readonly action: string }>> = {
  'urn:vim25': { path: '/sdk', action: VIM_VERSION },
  'urn:pbm': { path: '/pbm', action: 'urn:pbm/2.0' },
};

const SESSION_COOKIE = 'vmware_soap_session';

/** SOAP calls over one transport, with the session cookie that the server set. Knows nothing of logging in. */
export class SoapClient {
  #cookie: string | undefined;

  constructor(
    private readonly transport: VSphereTransport,
    private readonly exchange: Exchange,
    readonly server: string,
  ) {}

  /** What the session that calls go through is known by; undefined before there is one. */
  get sessionCookie(): string | undefined {
    return this.#cookie;
  }

  /** Calls go through a session that is there already. */
  useSession(cookie: string): void {
    this.#cookie = cookie;
  }

  /** Forgets the session, so that the next Login gets a new one. */
  forgetSession(): void {
    this.#cookie = undefined;
  }

  /** Sends one call and returns the `…Response` element, or throws the error that its fault maps to. */
  async call<M extends VimType>(namespace: SoapNamespace, method: M, args: FieldsOf<M>, options: CallOptions = {}): Promise<XmlElement> {
    const context: ErrorContext = { server: this.server, method };
    return this.exchange.run(method, options, context, async (signal) => {
      const cookie = namespace === 'urn:pbm' ? this.#cookie?.replace(/^"|"$/g, '') : undefined;
      const response = await this.transport.send(
        {
          method: 'POST',
          path: endpoints[namespace].path,
          headers: this.#headers(namespace),
          body: envelope(namespace, method, args, cookie),
        },
        signal,
      );
      this.#keepCookie(response.setCookies);
      const reply = readReply(response.status, response.body, context);
      if ('fault' in reply) throw toError(reply.fault, context);
      return reply.response;
    });
  }

  /** Checks a value of a reply against what the caller expects of it. */
  parse<T extends z.ZodType>(schema: T, value: unknown, method: string): z.output<T> {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new ProtocolError(`${method} on ${this.server}: unexpected reply: ${z.prettifyError(result.error)}`, { server: this.server, method });
  }

  #headers(namespace: SoapNamespace): Readonly<Record<string, string>> {
    return {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `"${endpoints[namespace].action}"`,
      'user-agent': USER_AGENT,
      ...(this.#cookie === undefined ? {} : { cookie: `${SESSION_COOKIE}=${this.#cookie}` }),
    };
  }

  #keepCookie(setCookies: readonly string[]): void {
    for (const setCookie of setCookies) {
      const match = /^vmware_soap_session=([^;]*)/.exec(setCookie);
      if (match?.[1]) this.#cookie = match[1];
    }
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; the client's limit when absent. */
  readonly timeoutMs?: number;
}
