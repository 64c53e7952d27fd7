import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Listens for `POST /hook`, which a Git server sends after a push. What it says is not looked at: it only makes us fetch,
 * so nobody can do more with it than a poll does.
 */
export async function startPushHook(
  at: { host: string; port: number },
  pushed: () => void,
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((request, response) => {
    request.resume();
    const isHook = request.url?.split('?')[0] === '/hook';
    if (isHook && request.method === 'POST') pushed();
    response.writeHead(!isHook ? 404 : request.method === 'POST' ? 202 : 405, { 'content-type': 'text/plain' });
    response.end(!isHook ? 'not found: POST /hook\n' : request.method === 'POST' ? 'fetching\n' : 'POST it\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
