import { Unreachable } from '@handoff/kube';
import type { ApiRequest, ApiResponse, ApiTransport } from '@handoff/kube';
import { SingleFlight } from '@handoff/coordination';

/** A way to a workload cluster, and the kubeconfig that it was made from. */
export interface Route {
  readonly kubeconfig: string;
  readonly transport: ApiTransport;
}

/**
 * A transport that follows its kubeconfig: when the server is out of reach or does not know us any more, and the kubeconfig has changed
 * since (renewed certificates, another endpoint, a restore), it is opened anew and the request sent once more. All who share it go on.
 */
export class RenewingTransport implements ApiTransport {
  readonly #renewals = new SingleFlight<'renewal', void>();

  /** @param reopen reads the kubeconfig; gives the same route back when it is as it was */
  constructor(
    private route: Route,
    private readonly reopen: (current: Route) => Promise<Route>,
  ) {}

  get server(): string {
    return this.route.transport.server;
  }

  async send(request: ApiRequest): Promise<ApiResponse> {
    const used = this.route;
    try {
      const answer = await used.transport.send(request);
      if (answer.status !== 401 || !(await this.#renew(used))) return answer;
    } catch (error) {
      const mayBeElsewhere = error instanceof Unreachable && request.signal?.aborted !== true;
      if (!mayBeElsewhere || !(await this.#renew(used))) throw error;
    }
    return this.route.transport.send(request);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.route.transport[Symbol.asyncDispose]();
  }

  /** @returns true when there is another route than the one that failed */
  async #renew(failed: Route): Promise<boolean> {
    if (this.route !== failed) return true; // somebody else's failure has led to it
    try {
      await this.#renewals.run('renewal', () => this.#change(failed));
    } catch {
      return false; // why there is no other route matters less than why this one failed, which the caller tells
    }
    return this.route !== failed;
  }

  async #change(failed: Route): Promise<void> {
    const next = await this.reopen(failed);
    if (next === failed) return;
    this.route = next;
    await failed.transport[Symbol.asyncDispose]();
  }
}
