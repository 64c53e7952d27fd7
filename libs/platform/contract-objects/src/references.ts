import { refKey } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import type { ObjectReference } from '@handoff/events';
import { keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';

/** Objects by the Cluster that they name: `namespace/cluster`. */
export const byClusterName = (object: KubeObject & { spec: { clusterName: string } }): readonly string[] =>
  [`${object.metadata.namespace ?? ''}/${object.spec.clusterName}`];

/** Objects by the uids of their owners. */
export const byOwner = (object: KubeObject): readonly string[] => object.metadata.ownerReferences?.map((owner) => owner.uid) ?? [];

/** The value under which the object of a doorbell stands in an index over references. */
export const aboutKey = (about: ObjectReference): string => refKey(about, about.namespace ?? '');

/** The value under which an object stands in an index over references. */
export const objectKey = (object: KubeObject): string =>
  refKey({ apiGroup: object.apiVersion.split('/')[0] ?? '', kind: object.kind, name: object.metadata.name }, object.metadata.namespace ?? '');

/** The keys of the objects that an index gives for a value. */
export const keysBy = <T extends KubeObject>(own: StoreView<T>, index: (object: T) => readonly string[], value: string): Key[] =>
  own.by(index, value).map(keyOfObject);
