import { encode } from '../codec/encode.js';
import type { Inventory } from '../model/inventory.js';
import { ManagedObject } from '../model/managed-object.js';
import type { Reader } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { readProperty } from './path.js';
import { pathsOf } from './retrieve.js';
import { checkFilterSpec, propertySpecsFor, requirePresent, selectObjects } from './selection.js';
import type { PropertyFilterSpec } from './selection.js';

interface PropertyState {
  /** The serialized value, '' when unset; comparing text is how a change is told from a touch. */
  xml: string;
  version: number;
}

interface ObjectState {
  readonly ref: MoRef;
  readonly enteredAt: number;
  readonly properties: Map<string, PropertyState>;
  lastChange: number;
}

export interface Change {
  readonly kind: 'enter' | 'modify' | 'leave';
  readonly obj: MoRef;
  readonly version: number;
  /** The changed properties, each with the XML of its new value. */
  readonly changes: readonly { readonly name: string; readonly xml: string }[];
}

const anyType = { type: 'any', reference: false, array: false };

/**
 * A property filter: remembers, for each object and path, the value last seen and the version at which it came, so
 * that it can tell what is new for a client at any earlier version.
 */
export class PropertyFilter extends ManagedObject {
  readonly #objects = new Map<string, ObjectState>();
  readonly #departed: { readonly ref: MoRef; readonly enteredAt: number; readonly version: number }[] = [];
  readonly #dirty = new Set<string>();
  #visited: ReadonlySet<string> = new Set();
  #stale = true;

  constructor(
    ref: MoRef,
    readonly spec: PropertyFilterSpec,
    readonly partialUpdates: boolean,
    readonly inventory: Inventory,
    readonly reader: Reader,
  ) {
    super(ref);
    checkFilterSpec(spec);
    requirePresent(spec, selectObjects(inventory, spec, reader));
  }

  /** Notes that an object was touched; returns whether this filter cares. */
  noteTouched(ref: MoRef): boolean {
    if (this.#visited.has(ref.id)) this.#stale = true;
    if (!this.#stale && !this.#objects.has(ref.id)) return false;
    this.#dirty.add(ref.id);
    return true;
  }

  /** Looks at what was touched, and numbers what changed with the versions that `nextVersion` gives. */
  refresh(nextVersion: () => number): void {
    if (this.#stale) this.#reselect(nextVersion);
    for (const id of this.#dirty) this.#refreshObject(id, nextVersion);
    this.#dirty.clear();
  }

  /** What a client that knows everything up to `version` has not seen. */
  changesSince(version: number): Change[] {
    const left = this.#departed
      .filter((departed) => departed.version > version && departed.enteredAt <= version)
      .map((departed): Change => ({ kind: 'leave', obj: departed.ref, version: departed.version, changes: [] }));
    const present = [...this.#objects.values()].filter((state) => state.lastChange > version).map((state) => changeOf(state, version));
    return [...left, ...present];
  }

  #reselect(nextVersion: () => number): void {
    this.#stale = false;
    const selection = selectObjects(this.inventory, this.spec, this.reader);
    this.#visited = selection.visited;
    const present = new Set(selection.objects.map((object) => object.ref.id));
    for (const [id, state] of this.#objects) {
      if (present.has(id)) continue;
      this.#objects.delete(id);
      this.#departed.push({ ref: state.ref, enteredAt: state.enteredAt, version: nextVersion() });
    }
    for (const object of selection.objects) if (!this.#objects.has(object.ref.id)) this.#enter(object, nextVersion());
  }

  #enter(object: ManagedObject, version: number): void {
    const properties = new Map<string, PropertyState>();
    for (const path of this.#paths(object)) properties.set(path, { xml: this.#serialize(object, path), version });
    this.#objects.set(object.ref.id, { ref: object.ref, enteredAt: version, properties, lastChange: version });
  }

  #refreshObject(id: string, nextVersion: () => number): void {
    const state = this.#objects.get(id);
    const object = state && this.inventory.find(state.ref);
    if (!state || !object) return;
    let version: number | undefined;
    for (const [path, property] of state.properties) {
      const xml = this.#serialize(object, path);
      if (xml === property.xml) continue;
      version ??= nextVersion();
      property.xml = xml;
      property.version = version;
      state.lastChange = version;
    }
  }

  #paths(object: ManagedObject): string[] {
    return pathsOf(object, propertySpecsFor(this.spec, object.ref.type));
  }

  #serialize(object: ManagedObject, path: string): string {
    return encode('val', anyType, readProperty(object, path, this.reader));
  }
}

function changeOf(state: ObjectState, version: number): Change {
  const kind = state.enteredAt > version ? 'enter' : 'modify';
  const properties = [...state.properties].filter(([, property]) => kind === 'enter' || property.version > version);
  return { kind, obj: state.ref, version: state.lastChange, changes: properties.map(([name, { xml }]) => ({ name, xml })) };
}
