import { parseMoRef, type MoRef } from '../moref.js';
import { referenceAt, type InventoryTree, type TreeNode } from './inventory-tree.js';
import { nameMatcher } from './names.js';

/** What is looked for: its managed object types, and the folder of a datacenter that relative names start in. */
export interface Place {
  /** For messages. */
  readonly kind: string;
  readonly types: ReadonlySet<string>;
  readonly home: 'vmFolder' | 'hostFolder' | 'datastoreFolder' | 'networkFolder' | undefined;
}

const place = (kind: string, home: Place['home'], ...types: readonly string[]): Place => ({ kind, home, types: new Set(types) });

export const DATACENTER = place('datacenter', undefined, 'Datacenter');
export const FOLDER = place('folder', 'vmFolder', 'Folder');
export const RESOURCE_POOL = place('resource pool', 'hostFolder', 'ResourcePool', 'VirtualApp');
export const COMPUTE = place('cluster or host', 'hostFolder', 'ClusterComputeResource', 'ComputeResource');
export const DATASTORE = place('datastore', 'datastoreFolder', 'Datastore');
export const NETWORK = place('network', 'networkFolder', 'Network', 'DistributedVirtualPortgroup', 'OpaqueNetwork');

/** Datacenters that a text selects; all of them for nothing, '' and `*`, the default of cluster templates. */
export function datacentersNamed(tree: InventoryTree, text: string | undefined): readonly TreeNode[] {
  const all = [...tree.all()].filter(({ ref }) => ref.type === 'Datacenter');
  if (text === undefined || text === '' || text === '*') return all;
  const ref = parseMoRef(text);
  if (text.includes('/')) return walk(tree, [undefined], text).filter((node) => node.ref.type === 'Datacenter');
  const matches = nameMatcher(text);
  return all.filter((node) => matches(node.name) || node.ref.value === ref?.value);
}

/** Where names relative to these datacenters start: `home` of each. */
export function homesOf(place: Place, datacenters: readonly TreeNode[]): readonly MoRef[] {
  const { home } = place;
  if (home === undefined) return datacenters.map(({ ref }) => ref);
  return datacenters.flatMap(({ values }) => referenceAt(values, home) ?? []);
}

/**
 * Objects that a text names, by the rules of govmomi's finder: a reference is itself; with a `/` it is a path, from the root when it
 * begins with one, otherwise from the home folder or the datacenter; a bare name is looked for at every depth.
 */
export function placesNamed(tree: InventoryTree, place: Place, text: string, datacenters: readonly TreeNode[]): readonly TreeNode[] {
  const ofKind = (nodes: Iterable<TreeNode>): TreeNode[] => [...nodes].filter(({ ref }) => place.types.has(ref.type));
  const ref = parseMoRef(text);
  const itself = ref && tree.get(ref);
  if (itself !== undefined && place.types.has(itself.ref.type)) return [itself];
  const homes = homesOf(place, datacenters);
  if (text.includes('/')) {
    if (text.startsWith('/')) return ofKind(walk(tree, [undefined], text));
    const fromHome = ofKind(walk(tree, homes, text));
    if (fromHome.length > 0) return fromHome;
    return ofKind(walk(tree, datacenters.map((datacenter) => datacenter.ref), text));
  }
  const matches = nameMatcher(text);
  // The home folder itself comes first: "vm" means it even where some folder below is called so too.
  const own = ofKind(homes.flatMap((home) => tree.get(home) ?? [])).filter(({ name }) => matches(name));
  if (own.length > 0) return own;
  return ofKind(homes.flatMap((home) => [...tree.below(home)])).filter(({ name }) => matches(name));
}

/** Follows a path step by step; undefined as a start is the root of the inventory. */
export function walk(tree: InventoryTree, starts: readonly (MoRef | undefined)[], path: string): readonly TreeNode[] {
  const [first, ...rest] = path.split('/').filter((segment) => segment !== '');
  if (first === undefined) return [];
  const firstMatches = nameMatcher(first);
  const children = starts.flatMap((start) => (start === undefined ? topLevel(tree) : tree.childrenOf(start)));
  const begin = children.filter(({ name }) => firstMatches(name));
  return rest.reduce<readonly TreeNode[]>((nodes, segment) => {
    const matches = nameMatcher(segment);
    return nodes.flatMap(({ ref }) => tree.childrenOf(ref)).filter(({ name }) => matches(name));
  }, begin);
}

function topLevel(tree: InventoryTree): readonly TreeNode[] {
  return [...tree.all()].filter(({ parent }) => parent === undefined).flatMap(({ ref }) => tree.childrenOf(ref));
}
