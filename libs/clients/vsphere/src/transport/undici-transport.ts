import { rootCertificates } from 'node:tls';
import { Pool } from 'undici';
import { isVSphereError } from '../errors/base.js';
import { ConnectionError } from '../errors/connection.js';
import { abortReason } from '../abort.js';
import { verifyingConnector } from './tls.js';
import type { TransportRequest, TransportResponse, VSphereTransport } from './transport.js';

export interface TransportOptions {
  /** `host`, `host:port` or `https://host[:port][/…]`. */
  readonly server: string;
  readonly thumbprint?: string;
  readonly ca?: string;
  /** Simultaneous connections. One is taken by the long poll. */
  readonly connections?: number;
}

/** `host` or `host:port`, whatever form the server was given in. */
export function serverAddress(server: string): string {
  return server
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/.*$/, '');
}

/** A keep-alive pool of verified TLS connections. Nothing is dialled before the first request. */
export function connectTransport(options: TransportOptions): VSphereTransport {
  const server = serverAddress(options.server);
  const pool = new Pool(`https://${server}`, {
    connections: options.connections ?? 9,
    connect: verifyingConnector({ ...options, server, systemCas: rootCertificates }),
    // Limits belong to the caller, who alone knows a long poll from a call: an abort signal ends either.
    headersTimeout: 0,
    bodyTimeout: 0,
    // vCenter's own front end drops idle connections after 60 s or more; leaving first avoids sending into a closing one.
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 30_000,
  });
  return {
    send: (request, signal) => send(pool, server, request, signal),
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}

async function send(pool: Pool, server: string, request: TransportRequest, signal: AbortSignal): Promise<TransportResponse> {
  try {
    const { statusCode, headers, body } = await pool.request({
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body ?? null,
      signal,
    });
    const setCookie = headers['set-cookie'] ?? [];
    return {
      status: statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      setCookies: Array.isArray(setCookie) ? setCookie : [setCookie],
      body: await body.text(),
    };
  } catch (error) {
    if (signal.aborted) throw abortReason(signal);
    if (isVSphereError(error)) throw error;
    throw new ConnectionError(`cannot reach ${server}: ${reasonOf(error)}`, { server, cause: error });
  }
}

/** Node wraps the failures of several addresses in an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
