import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ApiClient } from '../client.js';
import { Store } from '../store.js';
import type { StoreOptions } from '../store.js';
import { staticTokens } from './authenticate.js';
import type { StaticToken } from './authenticate.js';
import { requestListener } from './listener.js';

export interface Certificate {
  /** PEM, the server's own certificate first. */
  readonly certificate: string;
  readonly key: string;
}

export interface ServerOptions extends StoreOptions {
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly tls: Certificate;
  /** CAs whose client certificates are believed. */
  readonly clientCa?: string | readonly string[];
  readonly tokens?: readonly StaticToken[];
  /** The cluster behind the server; the other options of a store then count for nothing. Without it the server makes and owns one. */
  readonly store?: Store;
}

/** A listening API server. Disposing of it closes every connection and watch at once. */
export interface KubeApiServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  /** The API as the server itself sees it, for controllers that share the process with it. */
  readonly loopbackAdmin: ApiClient;
  /** Serves new connections with another certificate. */
  setCertificate(tls: Certificate): void;
}

const IDLE_MS = 120_000;

/** Starts an API server over TLS. @throws when the address cannot be listened on or the certificate cannot be read */
export async function startKubeApiServer(options: ServerOptions): Promise<KubeApiServer> {
  const { host = '127.0.0.1', port = 0, clientCa } = options;
  const store = options.store ?? new Store(options);
  const ca = typeof clientCa === 'string' ? [clientCa] : clientCa;
  const secure = ({ certificate, key }: Certificate): { cert: string; key: string; ca?: string[] } =>
    ({ cert: certificate, key, ...(ca === undefined ? {} : { ca: [...ca] }) });
  const tokens = store.believe(staticTokens(options.tokens ?? []));
  const server = createServer({ ...secure(options.tls), requestCert: true, rejectUnauthorized: false, keepAlive: true },
    requestListener(store, ca !== undefined));
  // Watches are open for as long as their clients like.
  server.requestTimeout = 0;
  server.timeout = 0;
  // Clients keep idle connections for about 90 s; a server that closes them earlier makes their next request fail.
  server.keepAliveTimeout = IDLE_MS;
  const listening = await listen(server, port, host);
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${String(listening)}`,
    port: listening,
    store,
    loopbackAdmin: store,
    setCertificate: (tls) => { server.setSecureContext(secure(tls)); },
    [Symbol.asyncDispose]: async () => {
      tokens[Symbol.dispose]();
      await close(server);
      if (options.store === undefined) store[Symbol.dispose]();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => { resolve(); });
    server.closeAllConnections();
  });
}
