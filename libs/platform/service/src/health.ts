import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asError } from '@handoff/time';

/** What `/metrics` answers. */
export interface Scraped {
  readonly contentType: string;
  text(): Promise<string>;
}

/** `/livez` and `/readyz` of a service, and `/metrics` where there are any. */
export async function startHealth(
  at: { host: string; port: number }, isReady: () => boolean, metrics?: Scraped,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0]; // probes may ask for ?verbose
    if (path === '/metrics' && metrics !== undefined) {
      void scrape(metrics, response);
      return;
    }
    const ok = path === '/livez' || (path === '/readyz' && isReady());
    const known = path === '/livez' || path === '/readyz';
    response.writeHead(ok ? 200 : known ? 503 : 404, { 'content-type': 'text/plain' });
    response.end(ok ? 'ok' : known ? 'not ready' : 'not found');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

async function scrape(metrics: Scraped, response: ServerResponse): Promise<void> {
  try {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(asError(error).message);
  }
}
