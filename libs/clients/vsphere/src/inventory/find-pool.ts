import type { MoRef } from '../moref.js';
import type { FindOptions, Inventory, Search } from './inventory.js';
import { referenceAt, type TreeNode } from './inventory-tree.js';
import { COMPUTE, placesNamed, RESOURCE_POOL } from './places.js';

const isRootPool = ({ parent }: TreeNode): boolean => parent !== undefined && COMPUTE.types.has(parent.type);

/** Pools of that name or path; failing that, the root pools of the clusters and hosts of that name. */
const poolsNamed: Search = (tree, place, text, datacenters) => {
  const pools = placesNamed(tree, place, text, datacenters);
  if (pools.length > 0) return pools;
  const computes = placesNamed(tree, COMPUTE, text, datacenters);
  return computes.flatMap(({ ref }) => tree.childrenOf(ref)).filter(isRootPool);
};

/** A pool by its name or path; the root pool of a cluster or host by that one's; the only root pool when nothing is named. */
export async function findPool(inventory: Inventory, name: string | undefined, options: FindOptions): Promise<TreeNode> {
  return name ? inventory.find(RESOURCE_POOL, name, options, poolsNamed) : inventory.findOnly(RESOURCE_POOL, options, isRootPool);
}

/** The cluster or host that a pool divides. */
export const ownerOf = ({ values }: TreeNode): MoRef | undefined => referenceAt(values, 'owner');
