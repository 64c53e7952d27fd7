import { formatMoRef, type MoRef } from '../moref.js';
import { again, retrieve, step, type PropertyPaths } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import { reference } from '../xml/decode.js';
import type { XmlElement } from '../xml/element.js';
import { pathSegment } from './names.js';

/** A managed entity other than a virtual machine or a host, with the properties that placing a machine needs. */
export interface TreeNode {
  readonly ref: MoRef;
  /** As vCenter writes it: `%`, `/` and `\` in it are escaped. */
  readonly name: string;
  readonly parent: MoRef | undefined;
  readonly values: ReadonlyMap<string, XmlElement>;
}

const NAMED = ['name', 'parent'];

/** Subtypes are listed beside their base types, for servers that match types exactly. */
const TREE_PATHS: PropertyPaths = {
  Datacenter: [...NAMED, 'vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'],
  Folder: NAMED,
  StoragePod: NAMED,
  ComputeResource: [...NAMED, 'datastore'],
  ClusterComputeResource: [...NAMED, 'datastore'],
  ResourcePool: [...NAMED, 'owner'],
  VirtualApp: [...NAMED, 'owner'],
  Datastore: [...NAMED, 'summary.accessible', 'summary.maintenanceMode', 'summary.freeSpace'],
  Network: NAMED,
  OpaqueNetwork: [...NAMED, 'summary'],
  DistributedVirtualPortgroup: [...NAMED, 'key', 'config.distributedVirtualSwitch'],
  DistributedVirtualSwitch: [...NAMED, 'uuid'],
  VmwareDistributedVirtualSwitch: [...NAMED, 'uuid'],
};

const intoFolder = again('folder');

const WHOLE_TREE = [
  step({
    name: 'folder',
    type: 'Folder',
    path: 'childEntity',
    selectSet: [intoFolder, again('vmFolder'), again('hostFolder'), again('datastoreFolder'), again('networkFolder'), again('rootPool')],
  }),
  ...['vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'].map((path) =>
    step({ name: path, type: 'Datacenter', path, selectSet: [intoFolder] }),
  ),
  step({ name: 'rootPool', type: 'ComputeResource', path: 'resourcePool', selectSet: [again('pools')] }),
  step({ name: 'pools', type: 'ResourcePool', path: 'resourcePool', selectSet: [again('pools')] }),
];

/** Names and places of everything but machines and hosts: small even in large vCenters, read in one call, searched without any. */
export class InventoryTree {
  readonly #children = new Map<string, TreeNode[]>();

  private constructor(private readonly nodes: ReadonlyMap<string, TreeNode>) {
    for (const node of nodes.values()) {
      if (node.parent === undefined) continue;
      const key = formatMoRef(node.parent);
      this.#children.set(key, [...(this.#children.get(key) ?? []), node]);
    }
  }

  static async load(session: Session): Promise<InventoryTree> {
    const { content } = await session.open();
    const objects = await retrieve(session, {
      from: [content.rootFolder],
      paths: TREE_PATHS,
      select: WHOLE_TREE,
      includeStart: true,
    });
    return new InventoryTree(new Map(objects.map(({ ref, values }) => [formatMoRef(ref), toNode(ref, values)])));
  }

  get(ref: MoRef): TreeNode | undefined {
    return this.nodes.get(formatMoRef(ref));
  }

  all(): Iterable<TreeNode> {
    return this.nodes.values();
  }

  childrenOf(ref: MoRef): readonly TreeNode[] {
    return this.#children.get(formatMoRef(ref)) ?? [];
  }

  /** Everything below a node, the nearest first. */
  *below(ref: MoRef): Generator<TreeNode> {
    const children = this.childrenOf(ref);
    yield* children;
    for (const child of children) yield* this.below(child.ref);
  }

  /** The node and its ancestors up to, but without, the root folder. */
  lineage(ref: MoRef): readonly TreeNode[] {
    const lineage: TreeNode[] = [];
    for (let node = this.get(ref); node?.parent !== undefined; node = this.get(node.parent)) lineage.push(node);
    return lineage;
  }

  /** `/DC0/vm/templates`. */
  pathOf(ref: MoRef): string {
    return this.lineage(ref)
      .map(({ name }) => `/${pathSegment(name)}`)
      .reverse()
      .join('');
  }
}

function toNode(ref: MoRef, values: ReadonlyMap<string, XmlElement>): TreeNode {
  return { ref, name: values.get('name')?.text ?? '', parent: referenceAt(values, 'parent'), values };
}

export function referenceAt(values: ReadonlyMap<string, XmlElement>, path: string): MoRef | undefined {
  const parsed = reference.safeParse(values.get(path));
  return parsed.success ? parsed.data : undefined;
}
