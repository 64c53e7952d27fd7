import { clusterNameOf, Machine } from '@handoff/api';
import { KubeClient, Reflector } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { systemClock, systemRandom } from '@handoff/time';

/** Follows all Machines. Running means phase Running and a Node, as it did when upstream was measured. */
export class FleetWatch implements AsyncDisposable {
  readonly #running = new Map<string, number>();
  readonly #reflector: Reflector<Machine>;
  #enough: { readonly count: number; readonly reached: PromiseWithResolvers<undefined> } | undefined;

  private constructor(transport: ApiTransport) {
    const log = { unavailable: (): void => undefined, invalid: (): void => undefined };
    this.#reflector = new Reflector({ client: new KubeClient(transport, 'bench'), kind: Machine, clock: systemClock, random: systemRandom, log });
    this.#reflector.store.onChange(({ object }) => { this.#saw(object); });
  }

  static async open(transport: ApiTransport): Promise<FleetWatch> {
    const watch = new FleetWatch(transport);
    watch.#reflector.start();
    await watch.#reflector.synced();
    return watch;
  }

  /** Resolves when so many Machines run. @throws Error when they do not within `seconds` */
  async untilRunning(count: number, seconds: number): Promise<void> {
    const reached = Promise.withResolvers<undefined>();
    this.#enough = { count, reached };
    if (this.#running.size >= count) reached.resolve(undefined);
    const patience = new AbortController();
    const tooLong = systemClock.sleep(seconds * 1000, patience.signal).then(() => {
      throw new Error(`${String(this.#running.size)} of ${String(count)} Machines run after ${String(seconds)} s`);
    });
    tooLong.catch(() => undefined); // ended by the abort below
    try {
      await Promise.race([reached.promise, tooLong]);
    } finally {
      patience.abort();
    }
  }

  /** When the last Machine of each cluster ran, in ms since the epoch. */
  lastRunning(): ReadonlyMap<string, number> {
    const last = new Map<string, number>();
    for (const machine of this.#reflector.store.list()) {
      const cluster = clusterNameOf(machine) ?? '';
      last.set(cluster, Math.max(last.get(cluster) ?? 0, this.#running.get(machine.metadata.name) ?? 0));
    }
    return last;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#reflector[Symbol.asyncDispose]();
  }

  #saw({ metadata: { name }, status }: Machine): void {
    if (status?.phase !== 'Running' || status.nodeRef === undefined || this.#running.has(name)) return;
    this.#running.set(name, systemClock.now());
    if (this.#enough !== undefined && this.#running.size >= this.#enough.count) this.#enough.reached.resolve(undefined);
  }
}
