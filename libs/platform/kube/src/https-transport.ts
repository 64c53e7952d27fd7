import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { Unreachable } from './errors.js';
import { KubeconfigError } from './kubeconfig.js';
import { splitLines } from './lines.js';
import type { ApiRequest, ApiResponse, ApiTransport } from './transport.js';

/** How long to wait, in milliseconds: for a connection (10 s unless told), for the head of an answer (60 s, the API server's own limit). */
export interface Patience {
  readonly connectMs?: number;
  readonly answerMs?: number;
}

/**
 * HTTPS with what a kubeconfig says: server, CA, client certificate or token.
 * Watches hold a connection each, so there is no limit on connections; a request that is not a watch ends within the caller's signal.
 * A token that is refused is read again, once: those of Pods and of credential plugins are renewed while we run.
 */
export async function httpsTransport(config: KubeConfig, patience: Patience = {}): Promise<ApiTransport> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new TypeError('the kubeconfig names no cluster in its current context: set current-context');
  const options = await credentials(config);
  const answerMs = patience.answerMs ?? 60_000;
  const agent = new Agent({
    connect: { ...tlsOptions(options, cluster.skipTLSVerify), timeout: patience.connectMs ?? 10_000 },
    headersTimeout: answerMs,
    keepAliveTimeout: 30_000,
  });
  const base = new URL(cluster.server);
  const wire: Wire = { agent, origin: base.origin, prefix: base.pathname.replace(/\/$/, ''), answerMs };
  let headers = credentialHeaders(options);
  return {
    server: base.origin,
    async send(request) {
      const response = await send(wire, headers, request);
      if (response.status !== 401) return response;
      const renewed = await credentials(config);
      if (credentialHeaders(renewed)['authorization'] === headers['authorization']) return response;
      headers = credentialHeaders(renewed);
      await response.text(); // frees the connection
      return send(wire, headers, request);
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** What a kubeconfig, or the plugin that it names, has to show to the server. */
async function credentials(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    // No cause: what the parser says quotes what the plugin printed, a token for instance.
    if (error instanceof SyntaxError) throw new KubeconfigError('the kubeconfig\'s credential plugin printed something else than JSON');
    throw error;
  }
  return options;
}

/** One API server, as reached. */
interface Wire {
  readonly agent: Agent;
  readonly origin: string;
  readonly prefix: string;
  /** How long an answer may be silent, in ms. */
  readonly answerMs: number;
}

function tlsOptions(options: RequestOptions, insecure: boolean | undefined): Record<string, unknown> {
  return {
    rejectUnauthorized: insecure !== true,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.cert === undefined ? {} : { cert: options.cert }),
    ...(options.key === undefined ? {} : { key: options.key }),
    ...(options.servername === undefined ? {} : { servername: options.servername }),
  };
}

function credentialHeaders(options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'handoff' };
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  if (typeof options.auth === 'string') headers['authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  return headers;
}

async function send({ agent, origin, prefix, answerMs }: Wire, headers: Record<string, string>, request: ApiRequest): Promise<ApiResponse> {
  const answer = await dispatch(agent, {
    origin,
    path: `${prefix}${request.path}`,
    method: request.method,
    headers: request.contentType === undefined ? headers : { ...headers, 'content-type': request.contentType },
    body: request.body ?? null,
    signal: request.signal ?? null,
    bodyTimeout: request.isEndless === true ? 0 : answerMs,
  });
  return {
    status: answer.statusCode,
    text: () => readText(origin, answer.body),
    lines: () => splitLines(origin, answer.body),
  };
}

async function dispatch(agent: Agent, options: Dispatcher.RequestOptions & { origin: string }): Promise<Dispatcher.ResponseData> {
  try {
    return await agent.request(options);
  } catch (cause) {
    throw new Unreachable(options.origin, { cause });
  }
}

async function readText(origin: string, body: Dispatcher.ResponseData['body']): Promise<string> {
  try {
    return await body.text();
  } catch (cause) {
    throw new Unreachable(origin, { cause });
  }
}
