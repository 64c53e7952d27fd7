import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerCertificate } from '../certificate.js';

/** A request with its body read. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly remoteAddress: string;
  /** Aborts when the client goes away or the server stops. */
  readonly signal: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** Close the connection in place of answering. */
  readonly drop?: boolean;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpReply>;

const maxBodyBytes = 16 * 2 ** 20;

/** An HTTPS server that knows its open requests and can end them. */
export class HttpsServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #stopped = new AbortController();

  private constructor(
    certificate: ServerCertificate,
    readonly handle: HttpHandler,
  ) {
    this.#server = createServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, (request, response) => {
      void this.#serve(request, response);
    });
    // A long poll outlives any request timeout.
    this.#server.requestTimeout = 0;
    this.#server.keepAliveTimeout = 60_000;
  }

  static async listen(host: string, port: number, certificate: ServerCertificate, handle: HttpHandler): Promise<HttpsServer> {
    const server = new HttpsServer(certificate, handle);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(port, host, () => {
        server.#server.off('error', reject);
        resolve();
      });
    });
    return server;
  }

  /** `host:port` as a client dials it. */
  get address(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort(new Error('the server stops'));
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('the client has gone')));
    try {
      const body = await readBody(incoming);
      const signal = AbortSignal.any([gone.signal, this.#stopped.signal]);
      const url = new URL(incoming.url ?? '/', `https://${incoming.headers.host ?? 'localhost'}`);
      const remoteAddress = incoming.socket.remoteAddress ?? '';
      const reply = await this.handle({ method: incoming.method ?? 'GET', url, headers: incoming.headers, body, remoteAddress, signal });
      send(response, reply);
    } catch (error) {
      if (gone.signal.aborted || this.#stopped.signal.aborted) response.destroy();
      else send(response, { status: error instanceof BodyTooLarge ? 413 : 500, body: error instanceof Error ? error.message : 'error' });
    }
  }
}

class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BodyTooLarge('the request body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: HttpReply): void {
  if (reply.drop) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.statusCode = reply.status;
  response.end(reply.body ?? '');
}
