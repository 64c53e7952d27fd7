import { createServer } from 'node:net';
import type { Random } from '@handoff/time';

/** Where a cluster's API is to be served. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const API_PORT = 6443;

/**
 * Endpoints for clusters, one each: an address of 127.0.0.0/8 and the usual port; where the host has only 127.0.0.1, that and a free port.
 * The port is held no longer than the check, and the control plane takes it seconds later: so the addresses are drawn, lest two runs at
 * a time find the same ones free.
 */
export async function freeEndpoints(count: number, random: Random): Promise<Endpoint[]> {
  const byte = (): string => String(1 + Math.floor(random.next() * 254));
  const network = `127.${byte()}.${byte()}`;
  const endpoints: Endpoint[] = [];
  for (let index = 0; index < count; index += 1) endpoints.push(await freeEndpoint(`${network}.${String(10 + index)}`));
  return endpoints;
}

async function freeEndpoint(host: string): Promise<Endpoint> {
  for (const [address, port] of [[host, API_PORT], [host, 0], ['127.0.0.1', 0]] as const) {
    const found = await tryListen(address, port);
    if (found !== undefined) return { host: address, port: found };
  }
  throw new Error('no free port on 127.0.0.1');
}

function tryListen(host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => { resolve(undefined); });
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => { resolve(typeof address === 'object' && address !== null ? address.port : undefined); });
    });
  });
}
