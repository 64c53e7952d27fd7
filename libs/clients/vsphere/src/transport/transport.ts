/** One HTTP exchange with vCenter. SOAP and REST both go through here; what they mean is not the transport's business. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, beginning with `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TransportResponse {
  readonly status: number;
  /** Names in lower case; `set-cookie` apart, since it alone may repeat. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/**
 * The port to one vCenter: over the network by `connectTransport`, in one process by a simulator's own adapter.
 * Rejects with ConnectionError, UntrustedCertificateError or ThumbprintMismatchError, or with the signal's reason; an HTTP status is
 * never an error here.
 */
export interface VSphereTransport extends AsyncDisposable {
  send(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse>;
}
