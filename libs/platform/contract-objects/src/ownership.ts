import { Labels, ownerReferenceTo } from '@handoff/api';
import type { Kind, KubeObject, OwnerReference } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import type { Operation } from 'fast-json-patch';

/** How an object is to be owned. */
export interface Ownership {
  readonly owner: KubeObject;
  readonly controller?: boolean;
  /** The Cluster whose name the object's label bears. */
  readonly cluster: string;
}

/**
 * Makes `owner` an owner of the object and labels it with its cluster, in one patch, if it is not so already.
 * A reference to an earlier object of the owner's name is replaced: after a restore every uid is another.
 */
export async function takeOwnership<T extends KubeObject>(kube: KubeClient, kind: Kind<T>, object: T, ownership: Ownership): Promise<T> {
  const operations = [...ownerOperations(object, ownership), ...labelOperations(object, ownership.cluster)];
  return operations.length === 0 ? object : kube.patch(kind, object, operations);
}

function ownerOperations(object: KubeObject, { owner, controller = false }: Ownership): Operation[] {
  const present = object.metadata.ownerReferences ?? [];
  const wanted = ownerReferenceTo(owner, controller ? { controller: true, block: true } : {});
  const isThere = present.some((reference) =>
    reference.uid === wanted.uid && reference.apiVersion === wanted.apiVersion && (reference.controller ?? false) === controller);
  if (isThere) return [];
  const others = present.filter((reference) => !isSameOwner(reference, wanted));
  const value = [...others, wanted];
  return [{ op: present.length === 0 ? 'add' : 'replace', path: '/metadata/ownerReferences', value }];
}

const isSameOwner = (a: OwnerReference, b: OwnerReference): boolean =>
  a.uid === b.uid || (a.kind === b.kind && a.name === b.name && a.apiVersion.split('/')[0] === b.apiVersion.split('/')[0]);

function labelOperations(object: KubeObject, cluster: string): Operation[] {
  if (object.metadata.labels?.[Labels.clusterName] === cluster) return [];
  if (object.metadata.labels === undefined) return [{ op: 'add', path: '/metadata/labels', value: { [Labels.clusterName]: cluster } }];
  return [{ op: 'add', path: `/metadata/labels/${Labels.clusterName.replace('/', '~1')}`, value: cluster }];
}
