import { request, type RequestOptions } from 'node:https';

/** How a request proves who sends it, and whom it believes. */
export interface Credentials {
  /** PEM of the authority that must have signed the server's certificate; without it any certificate is taken. */
  readonly caPem?: string;
  readonly token?: string;
  readonly client?: { readonly certificatePem: string; readonly keyPem: string };
}

export interface KubeRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** The API server answered, but not with what was asked for. */
export class KubeHttpError extends Error {
  override readonly name = 'KubeHttpError';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Nobody answered, or somebody whom the client does not believe. */
export class DialError extends Error {
  override readonly name = 'DialError';
}

/**
 * A client of one API server over the network, as kubeadm and the kubelet are. Every request dials anew: nothing is kept that outlives its
 * node.
 */
export class KubeHttp {
  readonly #endpoint: { readonly host: string; readonly port: number };
  readonly #credentials: Credentials;
  readonly #signal: AbortSignal;

  constructor(endpoint: { readonly host: string; readonly port: number }, credentials: Credentials, signal: AbortSignal) {
    this.#endpoint = endpoint;
    this.#credentials = credentials;
    this.#signal = signal;
  }

  /** Sends one request and returns the object that it is answered with. Throws DialError or KubeHttpError. */
  async send(call: KubeRequest): Promise<unknown> {
    const { status, text } = await this.#exchange(call);
    if (status >= 400) throw new KubeHttpError(status, messageOf(text, status));
    return text === 'ok' ? text : (JSON.parse(text) as unknown);
  }

  /** Watches one object and returns it as soon as `until` accepts it. */
  async watchUntil<T>(path: string, until: (object: unknown) => T | undefined): Promise<T> {
    let found: T | undefined;
    let rest = '';
    await this.#exchange({ path }, (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) found ??= line === '' ? undefined : until((JSON.parse(line) as { object: unknown }).object);
      return found !== undefined;
    });
    if (found === undefined) throw new DialError(`the watch on ${path} ended early`);
    return found;
  }

  #exchange(
    { method = 'GET', path, body, contentType }: KubeRequest,
    enough?: (chunk: string) => boolean,
  ): Promise<{ status: number; text: string }> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const outgoing = request(this.#options(method, path, payload, contentType), (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          if (enough === undefined || (response.statusCode ?? 500) >= 400) {
            text += chunk;
            return;
          }
          try {
            if (!enough(chunk)) return;
            resolve({ status: 200, text: '' });
          } catch (error) {
            reject(error instanceof Error ? error : new DialError(String(error)));
          }
          outgoing.destroy();
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 500, text });
        });
        response.on('error', (error) => {
          reject(new DialError(error.message, { cause: error }));
        });
      });
      outgoing.on('error', (error) => {
        reject(this.#explain(error));
      });
      outgoing.end(payload);
    });
  }

  #options(method: string, path: string, payload: Buffer | undefined, contentType = 'application/json'): RequestOptions {
    const { caPem, token, client } = this.#credentials;
    return {
      ...this.#endpoint,
      method,
      path,
      agent: false,
      signal: this.#signal,
      rejectUnauthorized: caPem !== undefined,
      ...(caPem === undefined ? {} : { ca: caPem }),
      ...(client === undefined ? {} : { cert: client.certificatePem, key: client.keyPem }),
      headers: {
        accept: 'application/json',
        'user-agent': 'kubeadm',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(payload === undefined ? {} : { 'content-type': contentType, 'content-length': payload.length }),
      },
    };
  }

  /** Node's words for a failed dial, in the form in which an operator of Kubernetes knows them. */
  #explain(error: Error & { code?: string }): Error {
    if (this.#signal.aborted) return error;
    const where = `${this.#endpoint.host}:${String(this.#endpoint.port)}`;
    if (error.code === 'ECONNREFUSED') return new DialError(`dial tcp ${where}: connect: connection refused`, { cause: error });
    if (
      error.code?.startsWith('ERR_TLS') === true ||
      error.code?.includes('CERT') === true ||
      error.code?.includes('SIGNATURE') === true
    ) {
      return new DialError(`tls: failed to verify certificate of ${where}: ${error.message}`, { cause: error });
    }
    return new DialError(`dial tcp ${where}: ${error.message}`, { cause: error });
  }
}

function messageOf(text: string, status: number): string {
  try {
    const parsed = JSON.parse(text) as { message?: unknown };
    return typeof parsed.message === 'string' ? parsed.message : `HTTP ${String(status)}`;
  } catch {
    return `HTTP ${String(status)}`;
  }
}
