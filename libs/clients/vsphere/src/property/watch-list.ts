import { formatMoRef, type MoRef } from '../moref.js';
import type { XmlElement } from '../xml/element.js';

/** What a listener hears: the object's properties as they are now; that it is gone; that nothing more will come. */
export type ObjectEvent =
  | { readonly kind: 'values'; readonly values: ReadonlyMap<string, XmlElement> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'closed' };
export type ObjectListener = (event: ObjectEvent) => void;

/** An object that is watched, or was until lately. */
export interface WatchedObject {
  readonly ref: MoRef;
  /** Undefined until vCenter has told them for the first time. */
  values: ReadonlyMap<string, XmlElement> | undefined;
  readonly listeners: Set<ObjectListener>;
}

/** A change of the list in vCenter. */
export interface ListEdit {
  readonly add: readonly MoRef[];
  readonly remove: readonly MoRef[];
  /** Additions of what was removed a moment ago: vCenter may see no difference and tell nothing, so they have to be read. */
  readonly silent: readonly MoRef[];
}

/** Objects that nobody watches any more leave the list with the next addition, or when there are so many. */
const MAX_STALE = 32;
const REMEMBERED_REMOVALS = 256;

/** The books of a watcher: what is watched, and what of that vCenter does not know yet. */
export class WatchList {
  readonly #objects = new Map<string, WatchedObject>();
  readonly #toAdd = new Map<string, MoRef>();
  readonly #stale = new Map<string, MoRef>();
  readonly #removed = new Set<string>();

  /** Whether anybody watches anything. */
  get inUse(): boolean {
    return this.#objects.size > this.#stale.size;
  }

  /** Whether vCenter's list has to be edited. */
  get editDue(): boolean {
    return this.#toAdd.size > 0 || this.#stale.size >= MAX_STALE;
  }

  admit(ref: MoRef, listener: ObjectListener): WatchedObject {
    const key = formatMoRef(ref);
    let object = this.#objects.get(key);
    if (object === undefined) {
      object = { ref, values: undefined, listeners: new Set() };
      this.#objects.set(key, object);
      this.#toAdd.set(key, ref);
    }
    this.#stale.delete(key);
    object.listeners.add(listener);
    return object;
  }

  /** Takes a listener away. Its object stays up to date until vCenter's list is edited, in case that somebody watches it again. */
  release(object: WatchedObject, listener: ObjectListener): void {
    const key = formatMoRef(object.ref);
    object.listeners.delete(listener);
    if (object.listeners.size > 0 || this.#objects.get(key) !== object) return;
    if (this.#toAdd.delete(key)) this.#objects.delete(key);
    else this.#stale.set(key, object.ref);
  }

  find(ref: MoRef): WatchedObject | undefined {
    return this.#objects.get(formatMoRef(ref));
  }

  /** Forgets an object; returns it when somebody watched it. */
  drop(ref: MoRef): WatchedObject | undefined {
    const key = formatMoRef(ref);
    const object = this.#objects.get(key);
    this.#objects.delete(key);
    this.#toAdd.delete(key);
    this.#stale.delete(key);
    return object;
  }

  /** Has an object added again that may have left vCenter's list. */
  addAgain({ ref }: WatchedObject): void {
    this.#toAdd.set(formatMoRef(ref), ref);
  }

  /** What to tell vCenter now; counts as told. */
  takeEdit(): ListEdit {
    const add = [...this.#toAdd.values()];
    const remove = [...this.#stale.values()];
    const silent = add.filter((ref) => this.#removed.delete(formatMoRef(ref)));
    this.#toAdd.clear();
    this.#forgetStale();
    return { add, remove, silent };
  }

  /** Everything that a new, empty list in vCenter has to hold; counts as told. */
  startOver(): readonly MoRef[] {
    this.#toAdd.clear();
    this.#forgetStale();
    this.#removed.clear();
    return [...this.#objects.values()].map(({ ref }) => ref);
  }

  /** Everything, for the end. */
  clear(): readonly WatchedObject[] {
    const all = [...this.#objects.values()];
    for (const { ref } of all) this.drop(ref);
    return all;
  }

  #forgetStale(): void {
    for (const key of this.#stale.keys()) {
      this.#objects.delete(key);
      this.#removed.add(key);
    }
    this.#stale.clear();
    for (const key of this.#removed) {
      if (this.#removed.size <= REMEMBERED_REMOVALS) break;
      this.#removed.delete(key);
    }
  }
}
