import { NotFoundError } from '../errors/faults.js';
import type { FindOptions, Inventory } from './inventory.js';
import { referenceAt, type TreeNode } from './inventory-tree.js';
import { COMPUTE, RESOURCE_POOL } from './places.js';

const isRootPool = (node: TreeNode): boolean => node.parent !== undefined && COMPUTE.types.has(node.parent.type);

/** A pool by its name or path; the root pool of a cluster or host by that one's; the only root pool when nothing is named. */
export async function findPool(inventory: Inventory, name: string | undefined, options: FindOptions): Promise<TreeNode> {
  if (!name) return inventory.findOnly(RESOURCE_POOL, options, isRootPool);
  try {
    return await inventory.find(RESOURCE_POOL, name, options);
  } catch (error) {
    if (!(error instanceof NotFoundError) || error.kind !== RESOURCE_POOL.kind) throw error;
    return rootPoolOf(inventory, name, options, error);
  }
}

async function rootPoolOf(inventory: Inventory, name: string, options: FindOptions, original: NotFoundError): Promise<TreeNode> {
  try {
    const compute = await inventory.find(COMPUTE, name, options);
    const tree = await inventory.tree(options.signal);
    const pool = tree.childrenOf(compute.ref).find(({ ref }) => RESOURCE_POOL.types.has(ref.type));
    if (pool !== undefined) return pool;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  throw original;
}

/** The cluster or host that a pool divides. */
export const ownerOf = (node: TreeNode): ReturnType<typeof referenceAt> => referenceAt(node.values, 'owner');
