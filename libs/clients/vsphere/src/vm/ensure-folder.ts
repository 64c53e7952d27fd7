import { AlreadyExistsError, DuplicateNameError, NotFoundError } from '../errors/faults.js';
import type { FindOptions, Inventory, InventoryObject } from '../inventory/inventory.js';
import { pathSegment } from '../inventory/names.js';
import { FOLDER } from '../inventory/places.js';
import type { Session } from '../session/session.js';

/**
 * The machine folder of that path, made with its parents where it is missing. Two callers at once get the same folder: the loser of the
 * race finds the winner's.
 */
export async function ensureFolder(session: Session, inventory: Inventory, path: string, options: FindOptions): Promise<InventoryObject> {
  const wanted = path.includes('/') ? path : `${path}/`;
  try {
    return await find(inventory, wanted, options);
  } catch (error) {
    const [parent, name] = split(path);
    if (!(error instanceof NotFoundError) || error.kind !== FOLDER.kind || name === undefined) throw error;
    await create(session, inventory, parent, name, options);
    return find(inventory, wanted, options);
  }
}

async function create(session: Session, inventory: Inventory, parent: string, name: string, options: FindOptions): Promise<void> {
  const above =
    parent === '' ? await inventory.findOnly(FOLDER, options, () => true) : await ensureFolder(session, inventory, parent, options);
  try {
    await session.run(() => session.soap.call('urn:vim25', 'CreateFolder', { _this: above.ref, name: pathSegment(name) }), options.signal);
  } catch (error) {
    if (!(error instanceof DuplicateNameError) && !(error instanceof AlreadyExistsError)) throw error;
  }
  inventory.invalidate();
}

async function find(inventory: Inventory, path: string, options: FindOptions): Promise<InventoryObject> {
  const node = await inventory.find(FOLDER, path, options);
  return inventory.describe(await inventory.tree(options.signal), node);
}

/** Parent path and last name; no name for what cannot be made: the root, a datacenter, a datacenter's own folders. */
function split(path: string): readonly [string, string | undefined] {
  const segments = path.split('/').filter((segment) => segment !== '');
  const absolute = path.startsWith('/');
  const name = segments.at(-1);
  if (absolute && segments.length <= 2) return ['', undefined];
  return [`${absolute ? '/' : ''}${segments.slice(0, -1).join('/')}`, name];
}
