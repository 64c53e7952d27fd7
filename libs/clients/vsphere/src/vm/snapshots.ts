import type { MoRef } from '../moref.js';
import { childOf, textAt, type XmlElement } from '../xml/element.js';

export interface Snapshots {
  readonly current: MoRef | undefined;
  /** The whole tree, flat, parents first. */
  readonly all: readonly { readonly ref: MoRef; readonly name: string }[];
}

/** Reads the `snapshot` property of a machine; a machine without snapshots has none. */
export function snapshotsOf(value: XmlElement | undefined): Snapshots {
  if (value === undefined) return { current: undefined, all: [] };
  return {
    current: refOf(childOf(value, 'currentSnapshot')),
    all: (value.children['rootSnapshotList'] ?? []).flatMap(flatten),
  };
}

function flatten(tree: XmlElement): { readonly ref: MoRef; readonly name: string }[] {
  const ref = refOf(childOf(tree, 'snapshot'));
  const below = (tree.children['childSnapshotList'] ?? []).flatMap(flatten);
  return ref === undefined ? below : [{ ref, name: textAt(tree, 'name') ?? '' }, ...below];
}

function refOf(element: XmlElement | undefined): MoRef | undefined {
  return element?.moType === undefined ? undefined : { type: element.moType, value: element.text };
}
