import type { Inventory } from '../model/inventory.js';
import type { ManagedObject, Reader } from '../model/managed-object.js';
import { MoRef } from '../model/moref.js';
import { schema } from '../schema/index.js';
import { invalidArgument, managedObjectNotFound } from '../soap/faults.js';
import { readProperty } from './path.js';

export interface PropertySpec {
  readonly type: string;
  readonly all?: boolean;
  readonly pathSet?: readonly string[];
}

export interface SelectionSpec {
  readonly $type?: string;
  readonly name?: string;
  /** These only with `$type` TraversalSpec. */
  readonly type?: string;
  readonly path?: string;
  readonly skip?: boolean;
  readonly selectSet?: readonly SelectionSpec[];
}

export interface ObjectSpec {
  readonly obj: MoRef;
  readonly skip?: boolean;
  readonly selectSet?: readonly SelectionSpec[];
}

export interface PropertyFilterSpec {
  readonly propSet: readonly PropertySpec[];
  readonly objectSet: readonly ObjectSpec[];
  readonly reportMissingObjectsInResults?: boolean;
}

export interface Selection {
  /** The objects to report, in the order in which the walk met them. */
  readonly objects: readonly ManagedObject[];
  /** The objects whose properties decided where the walk went: when one changes, it must be walked again. */
  readonly visited: ReadonlySet<string>;
  /** Starting objects that are not there. */
  readonly missing: readonly MoRef[];
}

/** Checks what can be wrong with a filter apart from its objects. Throws VimFault InvalidArgument or InvalidProperty. */
export function checkFilterSpec(spec: PropertyFilterSpec): void {
  for (const { type } of spec.propSet) {
    if (!schema.managed(type)) throw invalidArgument('specSet.propSet.type', `There is no managed object type ${type}`);
  }
}

/** Walks from the starting objects of a filter along its traversals. */
export function selectObjects(inventory: Inventory, spec: PropertyFilterSpec, reader: Reader): Selection {
  const walk = new Walk(inventory, reader);
  for (const objectSpec of spec.objectSet) walk.start(objectSpec);
  const objects = [...walk.selected.values()].filter((object) => propertySpecsFor(spec, object.ref.type).length > 0);
  return { objects, visited: walk.visited, missing: walk.missing };
}

/** Starting objects that are absent are an error unless the filter says that they may be. */
export function requirePresent(spec: PropertyFilterSpec, selection: Selection): void {
  const [missing] = selection.missing;
  if (missing && spec.reportMissingObjectsInResults !== true) throw managedObjectNotFound(missing);
}

/** The property sets of a filter that apply to a type. */
export function propertySpecsFor(spec: PropertyFilterSpec, type: string): PropertySpec[] {
  return spec.propSet.filter((propertySpec) => schema.derives(type, propertySpec.type));
}

class Walk {
  readonly selected = new Map<string, ManagedObject>();
  readonly visited = new Set<string>();
  readonly missing: MoRef[] = [];

  constructor(
    readonly inventory: Inventory,
    readonly reader: Reader,
  ) {}

  start({ obj, skip, selectSet }: ObjectSpec): void {
    this.visited.add(obj.id);
    const object = this.inventory.find(obj);
    if (!object) {
      this.missing.push(obj);
      return;
    }
    if (!skip) this.selected.set(obj.id, object);
    const named = new Map<string, SelectionSpec>();
    collectNamed(selectSet ?? [], named);
    this.#follow(object, selectSet ?? [], named, new Set());
  }

  #follow(object: ManagedObject, selections: readonly SelectionSpec[], named: ReadonlyMap<string, SelectionSpec>, done: Set<string>): void {
    for (const selection of selections) {
      const traversal = resolve(selection, named);
      if (!schema.derives(object.ref.type, traversal.type ?? '')) continue;
      const mark = `${object.ref.id} ${traversal.type ?? ''} ${traversal.path ?? ''} ${traversal.name ?? ''}`;
      if (done.has(mark)) continue;
      done.add(mark);
      this.visited.add(object.ref.id);
      for (const next of this.#targets(object, traversal.path ?? '')) {
        if (!traversal.skip) this.selected.set(next.ref.id, next);
        this.#follow(next, traversal.selectSet ?? [], named, done);
      }
    }
  }

  #targets(object: ManagedObject, path: string): ManagedObject[] {
    const value = readProperty(object, path, this.reader)?.value;
    const refs: readonly unknown[] = Array.isArray(value) ? value : [value];
    return refs
      .filter((ref) => ref instanceof MoRef)
      .map((ref) => this.inventory.find(ref))
      .filter((target) => target !== undefined);
  }
}

function collectNamed(selections: readonly SelectionSpec[], named: Map<string, SelectionSpec>): void {
  for (const selection of selections) {
    if (selection.$type !== 'TraversalSpec') continue;
    if (selection.name !== undefined) named.set(selection.name, selection);
    collectNamed(selection.selectSet ?? [], named);
  }
}

function resolve(selection: SelectionSpec, named: ReadonlyMap<string, SelectionSpec>): SelectionSpec {
  if (selection.$type === 'TraversalSpec') return selection;
  const traversal = selection.name === undefined ? undefined : named.get(selection.name);
  if (!traversal) throw invalidArgument('specSet.objectSet.selectSet', `No traversal is named ${selection.name ?? ''}`);
  return traversal;
}
