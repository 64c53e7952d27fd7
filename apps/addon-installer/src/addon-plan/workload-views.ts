import type { Kind, KubeObject } from '@handoff/api';
import { Reflector, Store } from '@handoff/kube';
import type { KubeClient, ReflectorLog, Selection, StoreView } from '@handoff/kube';
import type { Clock, Random } from '@handoff/time';

export interface WorkloadViewsDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Something that a view shows has changed, or a view has become complete. */
  readonly changed: () => void;
  /** The workload cluster does not answer, or refuses. */
  readonly unavailable: (error: Error) => void;
}

/** What gates look at in a workload cluster: watched from the first look until a round in which nobody looks any more. */
export class WorkloadViews implements AsyncDisposable {
  readonly #reflectors = new Map<string, Reflector<KubeObject>>();
  readonly #used = new Set<string>();
  #client: KubeClient | undefined;
  #isFilling = false;
  #problem: string | undefined;

  constructor(private readonly deps: WorkloadViewsDeps) {}

  /** True when a view that was looked at in this round is not complete yet: what was concluded from it counts for nothing. */
  get isFilling(): boolean {
    return this.#isFilling;
  }

  /** Why the views may be out of date: in the words of the connection. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Begins a round of looking through this client; after a reconnection all views begin anew. */
  async begin(client: KubeClient): Promise<void> {
    if (this.#client?.transport !== client.transport) await this.clear();
    this.#client = client;
    this.#used.clear();
    this.#isFilling = false;
  }

  /** The objects of a kind, empty as long as they have not been listed. */
  of<T extends KubeObject>(kind: Kind<T>, selection: Selection = {}): StoreView<T> {
    const name = `${kind.apiVersion} ${kind.kind} ${selection.namespace ?? ''} ${selection.fieldSelector ?? ''}`;
    this.#used.add(name);
    const known = this.#reflectors.get(name) ?? this.#open(name, kind, selection);
    const reflector = known as Reflector<T> | undefined; // the name holds the kind
    if (reflector?.isSynced !== true) this.#isFilling = true;
    return reflector?.store ?? new Store<T>();
  }

  /** Ends a round: what nobody looked at is watched no more. */
  async end(): Promise<void> {
    await this.#close([...this.#reflectors.keys()].filter((name) => !this.#used.has(name)));
  }

  /** Watches nothing any more. */
  async clear(): Promise<void> {
    await this.#close([...this.#reflectors.keys()]);
    this.#problem = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.clear();
  }

  #open<T extends KubeObject>(name: string, kind: Kind<T>, selection: Selection): Reflector<KubeObject> | undefined {
    if (this.#client === undefined) return undefined;
    const { clock, random } = this.deps;
    const reflector = new Reflector({ client: this.#client, kind, clock, random, selection, log: this.#log() });
    this.#reflectors.set(name, reflector as unknown as Reflector<KubeObject>); // the name holds the kind
    const changed = (): void => {
      this.#problem = undefined;
      if (reflector.isSynced) this.deps.changed();
    };
    reflector.store.onChange(changed);
    reflector.start().synced().then(changed, () => undefined); // stopped first: nobody looks any more
    return reflector as unknown as Reflector<KubeObject>;
  }

  #log(): ReflectorLog {
    return {
      unavailable: (kind, error) => {
        this.#problem = `${kind.plural} of the workload cluster cannot be watched: ${error.message}`;
        this.deps.unavailable(error);
      },
      invalid: () => undefined, // an object of a foreign shape fulfils no gate: it counts as not there
    };
  }

  async #close(names: readonly string[]): Promise<void> {
    const closing = names.flatMap((name) => this.#reflectors.get(name) ?? []);
    for (const name of names) this.#reflectors.delete(name);
    await Promise.all(closing.map((reflector) => reflector[Symbol.asyncDispose]()));
  }
}
