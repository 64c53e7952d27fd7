import type { MoRef } from '../moref.js';
import { again, retrieve, step } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import { maybe, record, reference } from '../xml/decode.js';
import { referenceAt } from './inventory-tree.js';
import { pathSegment } from './names.js';

const found = record({ returnval: maybe(reference) });

export interface NamedVm {
  readonly ref: MoRef;
  readonly name: string;
  readonly folder: MoRef | undefined;
}

export interface UuidSearch {
  /** By instance UUID, which is unique in a vCenter; otherwise by BIOS UUID, which a copied machine may share. */
  readonly instance: boolean;
  readonly datacenter?: MoRef | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The machine with that UUID, in one datacenter or in all of them. Uses an index of vCenter. */
export async function findByUuid(
  session: Session,
  uuid: string,
  { instance, datacenter, signal }: UuidSearch,
): Promise<MoRef | undefined> {
  const method = 'FindByUuid';
  const response = await session.read(({ content }) => {
    const args = { _this: content.searchIndex, datacenter, uuid, vmSearch: true, instanceUuid: instance };
    return session.soap.call('urn:vim25', method, args, { signal });
  }, signal);
  return session.soap.parse(found, response, method).returnval;
}

/** The child of a folder with that very name. */
export async function findChild(session: Session, entity: MoRef, name: string, signal?: AbortSignal): Promise<MoRef | undefined> {
  const method = 'FindChild';
  const response = await session.read(({ content }) => {
    const args = { _this: content.searchIndex, entity, name: pathSegment(name) };
    return session.soap.call('urn:vim25', method, args, { signal });
  }, signal);
  return session.soap.parse(found, response, method).returnval;
}

/** Names of the machines in these folders, and with `recursive` in all folders below. One call, however many there are. */
export async function listVms(session: Session, folders: readonly MoRef[], recursive: boolean): Promise<readonly NamedVm[]> {
  const into = step({ name: 'folder', type: 'Folder', path: 'childEntity', selectSet: recursive ? [again('folder')] : undefined });
  const objects = await retrieve(session, {
    from: folders,
    paths: { VirtualMachine: ['name', 'parent'] },
    select: [into],
  });
  return objects.map(({ ref, values }) => ({ ref, name: values.get('name')?.text ?? '', folder: referenceAt(values, 'parent') }));
}
