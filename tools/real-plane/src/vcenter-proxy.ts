import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import type { PkiPorts } from '@handoff/pki';
import { asError, systemClock, systemRandom } from '@handoff/time';
import { Agent, request } from 'undici';

/** How often each method was called: a SOAP method by its name, a REST call by verb and path without ids. */
export type CallCounts = Readonly<Record<string, number>>;

/** Stands in front of a vCenter and counts what is said to it. */
export interface VCenterProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly server: string;
  /** SHA-256 of the certificate that it shows. */
  readonly thumbprint: string;
  counts(): CallCounts;
}

const algorithm = 'ECDSA-P256';
const ports: PkiPorts = { clock: systemClock, random: systemRandom, keys: { next: () => generateKeys(algorithm) } };

/** Starts a proxy on loopback. @param upstream `host:port` of the vCenter, whose certificate is not looked at: both are of this machine */
export async function startVCenterProxy(upstream: string): Promise<VCenterProxy> {
  const authority = await createAuthority({ commonName: 'handoff-vcenter-proxy', algorithm }, ports);
  const made = await issue(authority, { commonName: 'vcenter', usage: 'server', sans: { dns: ['localhost'], ips: ['127.0.0.1'] }, algorithm }, ports);
  const agent = new Agent({ connect: { rejectUnauthorized: false }, headersTimeout: 0, bodyTimeout: 0 });
  const counted = new Map<string, number>();
  const server = createServer({ cert: made.certificatePem, key: made.keyPem, keepAliveTimeout: 60_000 }, (asked, answer) => {
    forward(asked, answer, { agent, upstream, counted }).catch((error: unknown) => {
      if (!answer.headersSent) answer.writeHead(502, { 'content-type': 'text/plain' });
      answer.end(asError(error).message);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    server: `127.0.0.1:${String((server.address() as AddressInfo).port)}`, // a TCP server that listens has one
    thumbprint: thumbprintOf(made.certificatePem),
    counts: () => Object.fromEntries([...counted].sort(([, a], [, b]) => b - a)),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      await agent.destroy();
    },
  };
}

interface Route {
  readonly agent: Agent;
  readonly upstream: string;
  readonly counted: Map<string, number>;
}

async function forward(asked: IncomingMessage, answer: ServerResponse, { agent, upstream, counted }: Route): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const method = methodOf(asked, body);
  counted.set(method, (counted.get(method) ?? 0) + 1);
  const gone = new AbortController();
  answer.once('close', () => { gone.abort(new Error('the caller went')); });
  const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = asked.headers;
  const reply = await request(`https://${upstream}${asked.url ?? '/'}`, {
    method: (asked.method ?? 'GET') as 'GET', headers: { ...headers, host: upstream }, dispatcher: agent, signal: gone.signal,
    ...(body.length === 0 ? {} : { body }),
  });
  const text = Buffer.from(await reply.body.arrayBuffer());
  const { 'transfer-encoding': _chunked, connection: _kept, ...kept } = reply.headers;
  answer.writeHead(reply.statusCode, { ...kept, 'content-length': String(text.length) });
  answer.end(text);
}

/** What is counted: the first element of a SOAP body, or a REST call with its ids taken out. */
function methodOf({ method = 'GET', url = '/' }: IncomingMessage, body: Buffer): string {
  const soap = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body.toString('utf8'))?.[1];
  return soap ?? `${method} ${url.replace(/\?.*/, '').replaceAll(/\/[^/]*[0-9a-f]{8}-[^/]*/g, '/{id}')}`;
}

function thumbprintOf(pem: string): string {
  return (createHash('sha256').update(new X509Certificate(pem).raw).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
}
