import { NotFoundError } from '../errors/faults.js';
import type { MoRef } from '../moref.js';
import type { Session } from '../session/session.js';
import type { FindOptions, Inventory } from './inventory.js';
import { displayName } from './names.js';
import { FOLDER } from './places.js';
import { findByUuid, findChild } from './vm-search.js';

/** Ways to know a machine. Several may be given: UUIDs change when a machine is restored or copied, names when it is renamed. */
export interface VmQuery extends FindOptions {
  readonly biosUuid?: string | undefined;
  readonly instanceUuid?: string | undefined;
  /** `/DC0/vm/folder/name`, or relative to the machine folder of the datacenter. */
  readonly path?: string | undefined;
}

export async function findVm(session: Session, inventory: Inventory, query: VmQuery): Promise<MoRef | undefined> {
  const { biosUuid, instanceUuid, path, datacenter, signal } = query;
  const within = datacenter === undefined || datacenter === '*' ? undefined : (await inventory.findDatacenter(datacenter, { signal })).ref;
  const at = { datacenter: within, signal };
  const byBios = biosUuid ? await findByUuid(session, biosUuid, { instance: false, ...at }) : undefined;
  if (byBios !== undefined) return byBios;
  const byInstance = instanceUuid ? await findByUuid(session, instanceUuid, { instance: true, ...at }) : undefined;
  if (byInstance !== undefined || path === undefined) return byInstance;
  return byPath(session, inventory, path, { datacenter, signal });
}

/** A folder that does not exist holds no machine. */
async function byPath(session: Session, inventory: Inventory, path: string, options: FindOptions): Promise<MoRef | undefined> {
  const slash = path.lastIndexOf('/');
  const parent = path.slice(0, slash);
  try {
    const folder =
      slash < 0 ? await inventory.findOnly(FOLDER, options, () => true) : await inventory.find(FOLDER, parent.includes('/') ? parent : `${parent}/`, options);
    const child = await findChild(session, folder.ref, displayName(path.slice(slash + 1)), options.signal);
    return child?.type === 'VirtualMachine' ? child : undefined;
  } catch (error) {
    if (error instanceof NotFoundError && error.kind === FOLDER.kind) return undefined;
    throw error;
  }
}
