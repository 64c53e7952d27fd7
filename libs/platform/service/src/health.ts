import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `/livez` and `/readyz` of a service. */
export async function startHealth(
  at: { host: string; port: number }, isReady: () => boolean,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((request, response) => {
    const ok = request.url === '/livez' || (request.url === '/readyz' && isReady());
    const known = request.url === '/livez' || request.url === '/readyz';
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
