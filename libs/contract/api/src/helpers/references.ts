import type { Kind } from '../kind.js';
import type { KubeObject, OwnerReference } from '../object.js';
import type { ContractReference } from '../shared/references.js';

/** The group of an `apiVersion`; empty for the core group. */
export const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

/** The owner of a kind, whatever the version that the reference names. */
export const ownerOf = (object: KubeObject, kind: Pick<Kind, 'group' | 'kind'>): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((owner) => owner.kind === kind.kind && groupOf(owner.apiVersion) === kind.group);

/** The one owner that controls an object. */
export const controllerOf = (object: KubeObject): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((owner) => owner.controller === true);

/** Whether `owner` is among the owners of an object; compared by uid, so a namesake that was made anew does not count. */
export const isOwnedBy = (object: KubeObject, owner: KubeObject): boolean =>
  object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) ?? false;

/** Whether `owner` is the controller of an object. */
export const isControlledBy = (object: KubeObject, owner: KubeObject): boolean => controllerOf(object)?.uid === owner.metadata.uid;

/** A reference that makes `owner` an owner. With `block`, a foreground deletion of the owner waits for the child. */
export function ownerReferenceTo(owner: KubeObject, options: { controller?: boolean; block?: boolean } = {}): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    ...(options.controller === true && { controller: true }),
    ...(options.block === true && { blockOwnerDeletion: true }),
  };
}

/** The reference by which the contract names an object. */
export const contractRefOf = (object: KubeObject): ContractReference => ({
  apiGroup: groupOf(object.apiVersion),
  kind: object.kind,
  name: object.metadata.name,
});

/** One string per object that a contract reference can name: to index by. */
export const refKey = (ref: ContractReference, namespace: string): string => `${ref.kind}.${ref.apiGroup}/${namespace}/${ref.name}`;

/** Whether a contract reference, held in `namespace`, names an object. */
export const refersTo = (ref: ContractReference, namespace: string | undefined, object: KubeObject): boolean =>
  refKey(ref, namespace ?? '') === refKey(contractRefOf(object), object.metadata.namespace ?? '');

/** `Kind.group`, as the cloned-from annotation has it. */
export const groupKindOf = (ref: Pick<ContractReference, 'apiGroup' | 'kind'>): string => `${ref.kind}.${ref.apiGroup}`;
