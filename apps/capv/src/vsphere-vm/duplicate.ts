import type { VSphereVM } from '@handoff/api';
import { formatMoRef } from '@handoff/vsphere';
import type { DuplicateNameError, MoRef } from '@handoff/vsphere';

/** What stands where a clone should go. */
export type Occupant =
  /** The machine of an earlier attempt. */
  | { readonly kind: 'ours'; readonly ref: MoRef }
  /** Nobody can tell yet: vCenter is still making it. Perhaps for us, when the reply to an earlier clone was lost. */
  | { readonly kind: 'unfinished'; readonly message: string }
  | { readonly kind: 'foreign'; readonly message: string };

/** Whose the machine is that bears the name already: the instance UUID, which a clone is given, tells. */
export function occupantOf(error: DuplicateNameError, { metadata, spec }: VSphereVM): Occupant {
  const { name, uid } = metadata;
  const ours = error.existingWith(uid);
  if (ours !== undefined) return { kind: 'ours', ref: ours.ref };
  const { existing } = error;
  const where = spec.folder === undefined ? 'the machine folder' : `folder ${spec.folder}`;
  if (existing?.instanceUuid === undefined) {
    return { kind: 'unfinished', message: `something named ${name} is in ${where} already, and vCenter does not tell yet what it is: if it is no clone that runs, rename or remove it` };
  }
  return {
    kind: 'foreign',
    message: `a virtual machine named ${name} is in ${where} already (${formatMoRef(existing.ref)}) and is not of this VSphereVM: rename or remove it, or delete the Machine to get one of another name`,
  };
}
