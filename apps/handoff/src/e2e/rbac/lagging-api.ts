import { createServer, request } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { PkiPorts } from '@handoff/pki';
import { systemClock, systemRandom } from '@handoff/time';

/** A way to an API server on which watches come late, so that whoever hears a doorbell has to read. */
export interface LaggingApi extends AsyncDisposable {
  readonly url: string;
  readonly caPem: string;
}

const algorithm = 'ECDSA-P256';
const ports: PkiPorts = { clock: systemClock, random: systemRandom, keys: { next: () => generateKeys(algorithm) } };

/** @param upstream the API server's URL and the CA of its certificate @param lagMs how late what a watch tells comes, in milliseconds */
export async function startLaggingApi(upstream: { readonly url: string; readonly caPem: string }, lagMs: number): Promise<LaggingApi> {
  const authority = await createAuthority({ commonName: 'handoff-lagging-api', algorithm }, ports);
  const sans = { dns: ['localhost'], ips: ['127.0.0.1'] };
  const made = await issue(authority, { commonName: 'kube-apiserver', usage: 'server', sans, algorithm }, ports);
  const identity = { cert: made.certificatePem, key: made.keyPem };
  const server = createServer(identity, (asked, answer) => { forward(asked, answer, upstream, lagMs); });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `https://127.0.0.1:${String(port)}`,
    caPem: authority.certificatePem,
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

/** Whoever asks brings a token, so that passing on the headers is enough. */
function forward(asked: IncomingMessage, answer: ServerResponse, { url, caPem }: { url: string; caPem: string }, lagMs: number): void {
  const { method, headers, url: path = '/' } = asked;
  const passedOn = request(new URL(path, url), { method, headers, ca: caPem }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    if (!/[?&]watch=true/.test(path)) {
      reply.pipe(answer);
      return;
    }
    answer.flushHeaders();
    reply.on('data', (chunk: Buffer) => { systemClock.after(lagMs, () => { answer.write(chunk); }); });
    reply.on('end', () => { systemClock.after(lagMs, () => { answer.end(); }); });
    reply.on('error', () => { answer.destroy(); });
  });
  passedOn.on('error', () => { answer.destroy(); });
  answer.on('close', () => { passedOn.destroy(); });
  asked.pipe(passedOn);
}
