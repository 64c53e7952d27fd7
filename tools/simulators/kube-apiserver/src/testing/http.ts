import { Agent, request } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../machinery/json.js';

export interface Call {
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
  /** Absent sends the administrator's; null sends none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back; `body` is JSON where it was JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  readonly text: string;
}

export interface Line {
  readonly type: string;
  readonly object: JsonObject;
}

export interface Target {
  readonly url: string;
  readonly ca: string | undefined;
  readonly adminToken: string;
  readonly key?: string;
  readonly certificate?: string;
}

/** A plain HTTP client of an API server. */
export class Http implements Disposable {
  readonly #target: Target;
  readonly #agent: Agent;

  constructor(target: Target) {
    this.#target = target;
    const { ca, key, certificate } = target;
    this.#agent = new Agent({
      keepAlive: true, ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
      ...(key === undefined ? {} : { key }), ...(certificate === undefined ? {} : { cert: certificate }),
    });
  }

  get = (path: string, call: Call = {}): Promise<Reply> => this.send('GET', path, call);
  post = (path: string, body: unknown, call: Call = {}): Promise<Reply> => this.send('POST', path, { ...call, body });
  put = (path: string, body: unknown, call: Call = {}): Promise<Reply> => this.send('PUT', path, { ...call, body });
  delete = (path: string, body?: unknown): Promise<Reply> => this.send('DELETE', path, { body });
  merge = (path: string, body: unknown): Promise<Reply> => this.send('PATCH', path, { body, type: 'application/merge-patch+json' });
  strategic = (path: string, body: unknown): Promise<Reply> => this.send('PATCH', path, { body, type: 'application/strategic-merge-patch+json' });
  json = (path: string, body: unknown): Promise<Reply> => this.send('PATCH', path, { body, type: 'application/json-patch+json' });
  apply = (path: string, body: unknown): Promise<Reply> => this.send('PATCH', path, { body, type: 'application/apply-patch+yaml' });

  async send(method: string, path: string, call: Call): Promise<Reply> {
    const response = await this.#open(method, path, call);
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, headers: response.headers, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as JsonObject };
  }

  /** The lines of a watch, until the server ends it or the reader has enough. */
  async *watch(path: string, call: Call = {}): AsyncGenerator<Line, void, undefined> {
    const response = await this.#open('GET', path, call);
    try {
      for await (const line of createInterface({ input: response })) if (line !== '') yield JSON.parse(line) as Line;
    } finally {
      response.destroy();
    }
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  #open(method: string, path: string, call: Call): Promise<IncomingMessage> {
    const { body, type = 'application/json', accept, token = this.#target.adminToken, headers = {} } = call;
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(this.#target.url + path, {
        method, agent: this.#agent,
        headers: {
          'user-agent': 'conformance/1', ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(accept === undefined ? {} : { accept }), ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
        },
      }, resolve);
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }
}

/** What lies at a path of a reply. */
export const dig = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((current, step) => (typeof current === 'object' && current !== null ? (current as Record<string | number, unknown>)[step] : undefined), value);

/** The first `count` lines of a watch. */
export async function take(lines: AsyncIterable<Line>, count: number): Promise<readonly Line[]> {
  const taken: Line[] = [];
  if (count === 0) return taken;
  for await (const line of lines) {
    taken.push(line);
    if (taken.length === count) break;
  }
  return taken;
}
