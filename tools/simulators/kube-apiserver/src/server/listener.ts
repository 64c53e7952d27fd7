import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { statusResponse, textOf } from '../api/response.js';
import type { ApiResponse } from '../api/response.js';
import { StatusError } from '../machinery/status-error.js';
import type { WatchEvent, WatchStream } from '../operations/watch-stream.js';
import type { Store } from '../store.js';
import { authenticate } from './authenticate.js';

/** Real servers take no more than this in one request. */
const BODY_LIMIT = 3 * 1024 * 1024;

/** HTTP as an adapter: requests become calls of the store, answers become text. */
export function requestListener(store: Store, certificatesCount: boolean): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
    const credentials = { authorization: headers['authorization'], socket: request.socket as TLSSocket, certificatesCount };
    const user = authenticate(credentials, (token) => store.userOfToken(token));
    const body = await readBytes(request);
    await send(response, await store.handle({ method: request.method ?? 'GET', path: request.url ?? '/', headers, body }, user));
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else void send(response, statusResponse(asStatusError(error).status));
    });
  };
}

const asStatusError = (error: unknown): StatusError =>
  error instanceof StatusError ? error : new StatusError(500, 'InternalError', 'Internal error occurred: the request could not be read');

async function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > BODY_LIMIT) throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${String(BODY_LIMIT)}`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function send(response: ServerResponse, answer: ApiResponse): Promise<void> {
  const { status, contentType, warnings, headers = {}, body } = answer;
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('cache-control', 'no-cache, private');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (warnings.length > 0) response.setHeader('warning', warnings.map((warning) => `299 - ${JSON.stringify(warning)}`));
  if (body.type !== 'watch') {
    const text = Buffer.from(textOf(answer), 'utf8');
    response.setHeader('content-length', text.length);
    response.end(text);
    return;
  }
  response.flushHeaders();
  await pump(response, body.stream, body.line);
}

/** Writes events as they come. A reader that does not keep up is waited for; the stream cuts it off when it falls too far behind. */
async function pump(response: ServerResponse, stream: WatchStream, line: (event: WatchEvent) => string): Promise<void> {
  response.once('close', () => { stream.end(); });
  for await (const event of stream) {
    if (response.destroyed) return;
    if (!response.write(line(event))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
