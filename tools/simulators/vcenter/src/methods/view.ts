import type { Inventory } from '../model/inventory.js';
import { ManagedEntity, ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { schema } from '../schema/index.js';
import { invalidArgument, managedObjectNotFound } from '../soap/faults.js';
import { handler, sessionOf } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import { wellKnown } from './service.js';

const containerTypes = ['Folder', 'Datacenter', 'ComputeResource', 'ResourcePool', 'HostSystem'];

/** Views belong to the session that made them. */
export abstract class View extends ManagedObject {
  constructor(
    ref: MoRef,
    readonly sessionKey: string,
  ) {
    super(ref);
  }

  /** Stops whatever keeps the view up to date. */
  dispose(): void {}
}

/** What is inside a container, computed when read; whoever watches the view hears when a container changes. */
export class ContainerView extends View {
  readonly #unsubscribe: () => void;

  constructor(
    ref: MoRef,
    sessionKey: string,
    readonly inventory: Inventory,
    readonly container: MoRef,
    readonly type: readonly string[],
    readonly recursive: boolean,
  ) {
    super(ref, sessionKey);
    this.#unsubscribe = inventory.onChange((touched) => {
      if (containerTypes.some((type) => schema.derives(touched.type, type))) inventory.touch(ref);
    });
  }

  override dispose(): void {
    this.#unsubscribe();
  }

  get view(): readonly MoRef[] {
    const seen = new Map<string, MoRef>();
    this.#collect(this.container, seen);
    return [...seen.values()].filter((ref) => this.type.length === 0 || this.type.some((type) => schema.derives(ref.type, type)));
  }

  /** A virtual machine is met in its folder, its pool and its host, but counts once. */
  #collect(ref: MoRef, seen: Map<string, MoRef>): void {
    const entity = this.inventory.find(ref);
    if (!(entity instanceof ManagedEntity)) return;
    for (const child of entity.contents) {
      if (seen.has(child.id)) continue;
      seen.set(child.id, child);
      if (this.recursive) this.#collect(child, seen);
    }
  }
}

/** What its maker put in, less what is no more: a removed object leaves the list by itself. */
export class ListView extends View {
  view: readonly MoRef[] = [];
  readonly #unsubscribe: () => void;

  constructor(
    ref: MoRef,
    sessionKey: string,
    readonly inventory: Inventory,
  ) {
    super(ref, sessionKey);
    this.#unsubscribe = inventory.onChange((touched) => {
      if (inventory.find(touched) !== undefined || !this.view.some((listed) => listed.equals(touched))) return;
      this.drop([touched]);
      inventory.touch(ref);
    });
  }

  override dispose(): void {
    this.#unsubscribe();
  }

  /** Adds what exists and is not listed yet; returns what does not exist. */
  insert(inventory: Inventory, refs: readonly MoRef[]): MoRef[] {
    const present = refs.filter((ref) => inventory.find(ref));
    this.view = [...this.view, ...present.filter((ref) => !this.view.some((listed) => listed.equals(ref)))];
    return refs.filter((ref) => !inventory.find(ref));
  }

  drop(refs: readonly MoRef[]): MoRef[] {
    const unknown = refs.filter((ref) => !this.view.some((listed) => listed.equals(ref)));
    this.view = this.view.filter((listed) => !refs.some((ref) => ref.equals(listed)));
    return unknown;
  }
}

export class ViewManager extends ManagedObject {
  constructor(readonly inventory: Inventory) {
    super(wellKnown.viewManager);
  }

  get viewList(): readonly MoRef[] {
    return this.inventory.all(View).map((view) => view.ref);
  }
}

interface ContainerViewParameters {
  readonly container: MoRef;
  readonly type?: readonly string[];
  readonly recursive: boolean;
}

function createContainerView(manager: ViewManager, { container, type = [], recursive }: ContainerViewParameters, call: Call): MoRef {
  const { inventory } = call.vcenter;
  if (!inventory.find(container)) throw managedObjectNotFound(container);
  if (!containerTypes.some((known) => schema.derives(container.type, known))) throw invalidArgument('container');
  const unknown = type.find((name) => !schema.managed(name));
  if (unknown !== undefined) throw invalidArgument('type', `There is no managed object type ${unknown}`);
  const { key } = sessionOf(call, manager);
  const ref = inventory.newRef('ContainerView', `session[${key}]view-`);
  return inventory.add(new ContainerView(ref, key, inventory, container, type, recursive)).ref;
}

function createListView(manager: ViewManager, { obj = [] }: { obj?: readonly MoRef[] }, call: Call): MoRef {
  const { key } = sessionOf(call, manager);
  const view = new ListView(call.vcenter.inventory.newRef('ListView', `session[${key}]view-`), key, call.vcenter.inventory);
  view.insert(call.vcenter.inventory, obj);
  return call.vcenter.inventory.add(view).ref;
}

interface ListViewChanges {
  readonly add?: readonly MoRef[];
  readonly remove?: readonly MoRef[];
}

function modifyListView(view: ListView, { add = [], remove = [] }: ListViewChanges, call: Call): MoRef[] {
  const unresolved = [...view.drop(remove), ...view.insert(call.vcenter.inventory, add)];
  call.vcenter.inventory.touch(view.ref);
  return unresolved;
}

function resetListView(view: ListView, { obj = [] }: { obj?: readonly MoRef[] }, call: Call): MoRef[] {
  view.view = [];
  return modifyListView(view, { add: obj }, call);
}

export function destroyView(inventory: Inventory, view: View): void {
  view.dispose();
  inventory.remove(view.ref);
}

export const viewMethods: Readonly<Record<string, Handler>> = {
  CreateContainerView: handler(ViewManager, createContainerView),
  CreateListView: handler(ViewManager, createListView),
  ModifyListView: handler(ListView, modifyListView),
  ResetListView: handler(ListView, resetListView),
  DestroyView: handler(View, (view, _parameters, call) => destroyView(call.vcenter.inventory, view)),
};
