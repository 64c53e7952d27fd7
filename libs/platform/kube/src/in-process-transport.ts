import { Unreachable } from './errors.js';
import type { ApiRequest, ApiResponse, ApiTransport } from './transport.js';

/** The events of a watch, in an API server of this process, until somebody ends them. */
export interface HandledWatch {
  readonly type: 'watch';
  readonly stream: AsyncIterable<unknown> & { end(): void };
  line(event: unknown): string;
}

/** What an API server of this process answers. Objects are encoded only here, as the wire would have it. */
export interface HandledAnswer {
  readonly status: number;
  readonly body:
    | HandledWatch
    | { readonly type: 'object'; readonly object: object; readonly text?: () => string }
    | { readonly type: 'text'; readonly text: string };
}

/** An API server of this process. */
export interface ApiHandler {
  handle(request: { method: string; path: string; headers?: Readonly<Record<string, string>>; body?: unknown }): Promise<HandledAnswer>;
}

const SERVER = 'in-process';

/** Requests to an API server of this process: the same texts in both directions as over HTTPS, without a socket. */
export function inProcessTransport(handler: ApiHandler): ApiTransport {
  return {
    server: SERVER,
    async send(request) {
      refuseIfAborted(request.signal);
      const { method, path, contentType, body } = request;
      const answer = await handler.handle({ method, path, body, ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }) });
      refuseIfAborted(request.signal);
      return responseOf(answer, request);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function refuseIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Unreachable(SERVER, { cause: signal.reason });
}

function responseOf({ status, body }: HandledAnswer, { signal }: ApiRequest): ApiResponse {
  if (body.type === 'watch') return { status, text: () => Promise.resolve(''), lines: () => linesOf(body, signal) };
  const text = body.type === 'text' ? body.text : body.text?.() ?? JSON.stringify(body.object);
  return { status, text: () => Promise.resolve(text), lines: () => textLines(text) };
}

async function* linesOf(watch: HandledWatch, signal: AbortSignal | undefined): AsyncIterable<string> {
  const end = (): void => { watch.stream.end(); };
  signal?.addEventListener('abort', end, { once: true });
  try {
    for await (const event of watch.stream) {
      refuseIfAborted(signal);
      yield watch.line(event);
    }
    refuseIfAborted(signal);
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

async function* textLines(text: string): AsyncIterable<string> {
  for (const line of text.split('\n')) if (line !== '') yield await Promise.resolve(line);
}
