import type { MoRef } from '../model/moref.js';
import type { VCenter } from '../vcenter.js';
import type { SnapshotInfo, SnapshotNode, VirtualMachine } from './virtual-machine.js';
import { VirtualMachineSnapshot } from './virtual-machine.js';

export interface SnapshotOptions {
  readonly name: string;
  readonly description: string;
  readonly quiesce: boolean;
}

/** Takes a snapshot below the current one. */
export function createSnapshot(vcenter: VCenter, vm: VirtualMachine, options: SnapshotOptions): MoRef {
  const { inventory } = vcenter;
  const snapshot = inventory.add(new VirtualMachineSnapshot(inventory.newRef('VirtualMachineSnapshot', 'snapshot-'), vm.ref, { ...vm.config }));
  const node: SnapshotNode = {
    snapshot: snapshot.ref,
    vm: vm.ref,
    name: options.name,
    description: options.description,
    id: allNodes(vm.snapshot).length + 1,
    createTime: vcenter.now(),
    state: vm.powerState,
    quiesced: options.quiesce,
    childSnapshotList: [],
  };
  const current = vm.snapshot?.currentSnapshot;
  const roots = vm.snapshot?.rootSnapshotList ?? [];
  const rootSnapshotList = current ? roots.map((root) => insertBelow(root, current, node)) : [...roots, node];
  vm.snapshot = { currentSnapshot: snapshot.ref, rootSnapshotList };
  inventory.touch(vm.ref);
  return snapshot.ref;
}

/** All snapshots of a tree, parents first. */
function allNodes(info: SnapshotInfo | undefined): SnapshotNode[] {
  const flatten = (node: SnapshotNode): SnapshotNode[] => [node, ...node.childSnapshotList.flatMap(flatten)];
  return info?.rootSnapshotList.flatMap(flatten) ?? [];
}

/** Removes one snapshot, its children moving up to its parent, or the whole branch. */
export function removeSnapshot(vcenter: VCenter, vm: VirtualMachine, ref: MoRef, withChildren: boolean): void {
  const prune = (nodes: readonly SnapshotNode[]): SnapshotNode[] =>
    nodes.flatMap((node) => {
      const children = prune(node.childSnapshotList);
      if (!node.snapshot.equals(ref)) return [{ ...node, childSnapshotList: children }];
      return withChildren ? [] : children;
    });
  replaceTree(vcenter, vm, prune(vm.snapshot?.rootSnapshotList ?? []));
}

export function removeAllSnapshots(vcenter: VCenter, vm: VirtualMachine): void {
  replaceTree(vcenter, vm, []);
}

function replaceTree(vcenter: VCenter, vm: VirtualMachine, rootSnapshotList: readonly SnapshotNode[]): void {
  const before = allNodes(vm.snapshot);
  const after = allNodes({ currentSnapshot: undefined, rootSnapshotList });
  const current = vm.snapshot?.currentSnapshot;
  const kept = after.some((node) => node.snapshot.equals(current)) ? current : after.at(-1)?.snapshot;
  vm.snapshot = after.length === 0 ? undefined : { currentSnapshot: kept, rootSnapshotList };
  for (const node of before) {
    if (!after.some((other) => other.snapshot.equals(node.snapshot))) vcenter.inventory.remove(node.snapshot);
  }
  vcenter.inventory.touch(vm.ref);
}

function insertBelow(node: SnapshotNode, parent: MoRef, child: SnapshotNode): SnapshotNode {
  if (node.snapshot.equals(parent)) return { ...node, childSnapshotList: [...node.childSnapshotList, child] };
  return { ...node, childSnapshotList: node.childSnapshotList.map((inner) => insertBelow(inner, parent, child)) };
}
