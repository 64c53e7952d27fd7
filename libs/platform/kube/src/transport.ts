/** One request to an API server; `path` begins with `/` and carries the query. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** The answer goes on for as long as the server likes: silence within it is no failure. */
  readonly isEndless?: boolean;
}

/** The answer, whatever its status; the body is read once, as text or line by line. */
export interface ApiResponse {
  readonly status: number;
  text(): Promise<string>;
  lines(): AsyncIterable<string>;
}

/**
 * How requests reach an API server. Adapters: HTTPS with the credentials of a kubeconfig, and in-process.
 * `send` throws `Unreachable` when no answer came; every HTTP status is an answer.
 */
export interface ApiTransport extends AsyncDisposable {
  /** Where this leads, for people: never with credentials. */
  readonly server: string;
  send(request: ApiRequest): Promise<ApiResponse>;
}
