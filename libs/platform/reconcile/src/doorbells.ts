import type { Kind, KubeObject } from '@handoff/api';
import type { ObjectReference } from '@handoff/events';
import type { Key, KubeClient, Stores } from '@handoff/kube';
import { keyOf } from '@handoff/kube';
import type { Clock } from '@handoff/time';

/** How long the watch may lag behind a doorbell before the object is fetched, in milliseconds. */
const WATCH_LAG_MS = 50;
/** For how many objects it is kept how new a read must be; the oldest fall out, and cost a consistent read instead of a cached one. */
const MOST_BOUNDS = 10_000;

/** What doorbells have told of foreign objects: no read that follows may be older. */
export class Doorbells {
  readonly #bounds = new Map<string, string>();
  readonly #due = new Map<Key, Map<string, ObjectReference>>();
  readonly #kinds = new Map<string, Kind>();

  constructor(
    private readonly stores: Stores,
    private readonly clock: Clock,
  ) {}

  /** Objects of this kind are mirrored: before a reconcile the mirror is brought up to the doorbells. */
  brings(kind: Kind): void {
    this.#kinds.set(`${kind.kind}.${kind.group}`, kind);
  }

  /** A doorbell about this object rang for the key. */
  rang(key: Key, about: ObjectReference): void {
    const name = nameOf(about.apiGroup, about.kind, about.namespace, about.name);
    this.#keepBound(name, about.resourceVersion);
    const due = this.#due.get(key) ?? new Map<string, ObjectReference>();
    due.set(name, about);
    this.#due.set(key, due);
  }

  /** The version below which a live read of the object would be stale. */
  bound(kind: Kind, key: { namespace?: string | undefined; name: string }): string | undefined {
    return this.#bounds.get(nameOf(kind.group, kind.kind, key.namespace, key.name));
  }

  /** Before a reconcile: brings the mirrors up to what rang for the key. */
  async catchUp(key: Key, kube: KubeClient): Promise<void> {
    const due = this.#due.get(key);
    if (due === undefined) return;
    this.#due.delete(key);
    await Promise.all([...due.values()].map((about) => this.#refresh(about, kube)));
  }

  #keepBound(name: string, version: string): void {
    this.#bounds.delete(name); // to the end of the order
    this.#bounds.set(name, version);
    const [oldest] = this.#bounds.keys();
    if (this.#bounds.size > MOST_BOUNDS && oldest !== undefined) this.#bounds.delete(oldest);
  }

  async #refresh(about: ObjectReference, kube: KubeClient): Promise<void> {
    const kind = this.#kinds.get(`${about.kind}.${about.apiGroup}`);
    if (kind === undefined || this.stores.view(kind) === undefined) return;
    const reflector = this.stores.mirror(kind);
    const { store } = reflector;
    const version = Number(about.resourceVersion);
    const isFresh = (): boolean => store.hasReached(version) || Number(store.get(keyOf(about))?.metadata.resourceVersion ?? -1) >= version;
    if (isFresh() || await store.reaches(version, this.clock, WATCH_LAG_MS) || isFresh()) return;
    const fetched: KubeObject | undefined = await kube.get(kind, about, { atLeast: about.resourceVersion });
    if (fetched === undefined) store.forget(keyOf(about), about.uid);
    else reflector.bring(fetched);
  }
}

const nameOf = (group: string, kind: string, namespace: string | undefined, name: string): string =>
  `${kind}.${group}/${namespace ?? ''}/${name}`;
