import { managedObjectNotFound } from '../soap/faults.js';
import { ManagedEntity } from './managed-object.js';
import type { ManagedObject } from './managed-object.js';
import { MoRef } from './moref.js';

export type ChangeListener = (ref: MoRef) => void;

type ClassOf<T> = abstract new (...args: never[]) => T;

/** All objects by id, and the bell that rings when one of them changes. */
export class Inventory {
  readonly #objects = new Map<string, ManagedObject>();
  readonly #listeners = new Set<ChangeListener>();
  #sequence = 0;

  /** A reference that no object has had before. */
  newRef(type: string, prefix: string): MoRef {
    this.#sequence += 1;
    return new MoRef(type, `${prefix}${this.#sequence}`);
  }

  add<T extends ManagedObject>(object: T): T {
    this.#objects.set(object.ref.id, object);
    this.touch(object.ref);
    return object;
  }

  remove(ref: MoRef): void {
    this.#objects.delete(ref.id);
    this.touch(ref);
  }

  /** Tells watchers that something about these objects may have changed. */
  touch(...refs: readonly MoRef[]): void {
    for (const ref of refs) for (const listener of this.#listeners) listener(ref);
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  find(ref: MoRef): ManagedObject | undefined {
    const object = this.#objects.get(ref.id);
    return object?.ref.type === ref.type ? object : undefined;
  }

  /** @throws VimFault ManagedObjectNotFound */
  get<T extends ManagedObject>(type: ClassOf<T>, ref: MoRef): T {
    const object = this.find(ref);
    if (!(object instanceof type)) throw managedObjectNotFound(ref);
    return object;
  }

  all<T extends ManagedObject>(type: ClassOf<T>): T[] {
    return [...this.#objects.values()].filter((object): object is T => object instanceof type);
  }

  /** The child of an entity with this name. */
  child(entity: ManagedEntity, name: string): ManagedEntity | undefined {
    for (const ref of entity.children) {
      const child = this.find(ref);
      if (child instanceof ManagedEntity && child.name === name) return child;
    }
    return undefined;
  }

  /** Whether `entity` is `ancestor` or below it. */
  isBelow(entity: ManagedEntity, ancestor: MoRef): boolean {
    for (let current: ManagedEntity | undefined = entity; current; current = this.parentOf(current)) {
      if (current.ref.equals(ancestor)) return true;
    }
    return false;
  }

  parentOf(entity: ManagedEntity): ManagedEntity | undefined {
    const parent = entity.parent && this.find(entity.parent);
    return parent instanceof ManagedEntity ? parent : undefined;
  }

  /** The entity and all above it, the root folder last. */
  ancestry(entity: ManagedEntity): ManagedEntity[] {
    const parent = this.parentOf(entity);
    return parent ? [entity, ...this.ancestry(parent)] : [entity];
  }
}
