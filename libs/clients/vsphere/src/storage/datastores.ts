import { ownerOf } from '../inventory/find-pool.js';
import type { InventoryTree } from '../inventory/inventory-tree.js';
import type { MoRef } from '../moref.js';
import { arrayOf, reference } from '../xml/decode.js';

const references = arrayOf(reference);

/** Datastores that the cluster of a pool reaches and that take new machines now. */
export function datastoresOf(tree: InventoryTree, resourcePool: MoRef): readonly MoRef[] {
  const pool = tree.get(resourcePool);
  const owner = pool && ownerOf(pool);
  const attached = references.safeParse(owner && tree.get(owner)?.values.get('datastore'));
  return (attached.success ? attached.data : []).filter((ref) => isUsable(tree, ref));
}

function isUsable(tree: InventoryTree, ref: MoRef): boolean {
  const values = tree.get(ref)?.values;
  const maintenance = values?.get('summary.maintenanceMode')?.text ?? 'normal';
  return values?.get('summary.accessible')?.text === 'true' && maintenance === 'normal';
}
