import { AmbiguousError, NoPermissionError, NotFoundError } from '../errors/faults.js';
import type { InventoryObject } from '../inventory/inventory.js';
import { formatMoRef, sameMoRef, type MoRef } from '../moref.js';
import type { Session } from '../session/session.js';
import { missingPrivileges } from './authorization.js';
import { CLONE_MACHINE, privilegesFor, scopeNames, type PrivilegeNeeds, type PrivilegeScope } from './privileges.js';

/** What machines shall be made of and where, as a cluster's templates name it; absent names mean the only object of its kind. */
export interface PreflightRequest extends PrivilegeNeeds {
  readonly datacenter?: string;
  readonly folder?: string;
  readonly resourcePool?: string;
  /** Not looked for when a storage policy chooses the datastore. */
  readonly datastore?: string;
  readonly networks?: readonly string[];
  readonly templates?: readonly string[];
  readonly storagePolicyName?: string;
}

/** Something that will make a machine fail, with what to do about it. */
export interface PreflightFinding {
  /** `folder /DC0/vm/clusters`. */
  readonly object: string;
  readonly ref: MoRef | undefined;
  readonly problem: 'notFound' | 'ambiguous' | 'missingPrivileges';
  readonly privileges: readonly string[];
  readonly message: string;
  readonly fix: string;
}

/** The searches that a preflight makes; those of the client. */
export interface PreflightSearch {
  findDatacenter(name: string | undefined): Promise<InventoryObject>;
  findFolder(name: string | undefined, datacenter: string | undefined): Promise<InventoryObject>;
  findResourcePool(name: string | undefined, datacenter: string | undefined): Promise<InventoryObject>;
  findDatastore(name: string | undefined, datacenter: string | undefined): Promise<InventoryObject>;
  findNetwork(name: string, datacenter: string | undefined): Promise<InventoryObject>;
  findTemplate(name: string, datacenter: string | undefined): Promise<InventoryObject & { readonly isTemplate: boolean }>;
  findStoragePolicy(name: string): Promise<unknown>;
}

interface Checked {
  readonly scope: PrivilegeScope;
  readonly object: InventoryObject;
  readonly privileges: readonly string[];
}

/** Looks for everything that is named and asks what may not be done with it. Changes nothing; empty when nothing is known to fail. */
export async function preflight(
  session: Session,
  search: PreflightSearch,
  request: PreflightRequest,
  signal?: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  const findings: PreflightFinding[] = [];
  const needs: PrivilegeNeeds = { ...request, storagePolicy: request.storagePolicy ?? request.storagePolicyName !== undefined };
  const objects = await lookUp(search, request, needs, findings);
  const { content } = await session.open(signal);
  const top: InventoryObject = { ref: content.rootFolder, name: '/', path: '/' };
  const root: Checked = { scope: 'vCenter', object: top, privileges: privilegesFor('vCenter', needs) };
  const checked = [root, ...objects];
  const missing = await missingPrivileges(session, checked.map(({ object, privileges }) => ({ entity: object.ref, privileges })), signal);
  const denied = new Set(missing.flatMap(({ privileges }) => privileges));
  // What could not even be looked at is mostly denied by a privilege that is listed anyway.
  const lookups = findings.filter(({ problem, privileges }) => problem !== 'missingPrivileges' || !privileges.every((id) => denied.has(id)));
  return [...lookups, ...missing.map(({ entity, privileges }) => lacking(checked, entity, privileges, session))];
}

type Found = InventoryObject & { readonly isTemplate?: boolean };

async function lookUp(
  search: PreflightSearch,
  request: PreflightRequest,
  needs: PrivilegeNeeds,
  findings: PreflightFinding[],
): Promise<readonly Checked[]> {
  const { datacenter } = request;
  const checked: Checked[] = [];
  const check = async (scope: PrivilegeScope, name: string | undefined, find: () => Promise<Found>): Promise<void> => {
    try {
      const object = await find();
      checked.push({ scope, object, privileges: object.isTemplate === false ? CLONE_MACHINE : privilegesFor(scope, needs) });
    } catch (error) {
      findings.push(notFound(scopeNames[scope], name, error));
    }
  };
  await check('datacenter', datacenter, () => search.findDatacenter(datacenter));
  await check('folder', request.folder, () => search.findFolder(request.folder, datacenter));
  await check('resourcePool', request.resourcePool, () => search.findResourcePool(request.resourcePool, datacenter));
  if (request.datastore !== undefined || request.storagePolicyName === undefined) {
    await check('datastore', request.datastore, () => search.findDatastore(request.datastore, datacenter));
  }
  for (const name of new Set(request.networks)) await check('network', name, () => search.findNetwork(name, datacenter));
  for (const name of new Set(request.templates)) await check('template', name, () => search.findTemplate(name, datacenter));
  if (request.storagePolicyName !== undefined) {
    const name = request.storagePolicyName;
    await search.findStoragePolicy(name).catch((error: unknown) => findings.push(notFound('storage policy', name, error)));
  }
  return checked;
}

/** Only an answer is a finding; a vCenter that cannot be asked is an error. */
function notFound(kind: string, name: string | undefined, error: unknown): PreflightFinding {
  const object = `${kind} ${name ?? '(default)'}`;
  if (error instanceof NotFoundError) {
    const near = error.candidates.length === 0 ? '' : `, or name an existing one: ${error.candidates.join(', ')}`;
    return { object, ref: undefined, problem: 'notFound', privileges: [], message: error.message, fix: `create ${object}${near}` };
  }
  if (error instanceof AmbiguousError) {
    const fix = `name it by its path: ${error.candidates.join(' or ')}`;
    return { object, ref: undefined, problem: 'ambiguous', privileges: [], message: error.message, fix };
  }
  if (error instanceof NoPermissionError) {
    const { privileges, message } = error;
    return { object, ref: error.object, problem: 'missingPrivileges', privileges, message, fix: `grant ${privileges.join(', ')} on ${object}` };
  }
  throw error;
}

function lacking(checked: readonly Checked[], entity: MoRef, privileges: readonly string[], session: Session): PreflightFinding {
  const own = checked.find(({ object }) => sameMoRef(object.ref, entity));
  const object = own === undefined ? formatMoRef(entity) : `${scopeNames[own.scope]} ${own.object.path}`;
  const list = privileges.join(', ');
  return {
    object,
    ref: entity,
    problem: 'missingPrivileges',
    privileges,
    message: `on ${object} of ${session.soap.server} these privileges are missing: ${list}`,
    fix: `grant the user of this cluster a role with ${list} on ${object}`,
  };
}
