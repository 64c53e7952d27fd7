import { clusterNameOf, Labels, Machine, ownerOf, VSphereMachine } from '@handoff/api';
import type { IPAddressClaim, KubeObject, VSphereVM } from '@handoff/api';
import type { ObjectReference } from '@handoff/events';
import type { Key, StoreView } from '@handoff/kube';
import { keyOf, keyOfObject } from '@handoff/kube';
import { claimRequests } from './vsphere-vm/claims.js';

/** Objects by the Cluster that they belong to: `namespace/cluster`. */
export const byCluster = (object: KubeObject): readonly string[] => {
  const cluster = clusterNameOf(object);
  return cluster === undefined ? [] : [`${object.metadata.namespace ?? ''}/${cluster}`];
};

/** VSphereMachines by the Machine that they are of: `namespace/machine`. */
export const byMachine = (machine: VSphereMachine): readonly string[] => {
  const owner = ownerOf(machine, Machine);
  return owner === undefined ? [] : [`${machine.metadata.namespace ?? ''}/${owner.name}`];
};

/** VSphereVMs by the names of the claims that they make: `namespace/claim`. */
export const byClaim = (vm: VSphereVM): readonly string[] => claimRequests(vm).map(({ name }) => `${vm.metadata.namespace ?? ''}/${name}`);

/** Objects by the uids of their owners. */
export const byOwnerUid = (object: KubeObject): readonly string[] => object.metadata.ownerReferences?.map(({ uid }) => uid) ?? [];

export const clusterKeyOf = (object: KubeObject): Key => keyOf({ namespace: object.metadata.namespace, name: clusterNameOf(object) ?? '' });

/** Own objects of the Cluster that a doorbell is about. */
export const ofCluster = <T extends KubeObject>(about: ObjectReference, own: StoreView<T>): Key[] =>
  own.by(byCluster, keyOf(about)).map(keyOfObject);

/** Own objects of the Cluster that a doorbell names beside what it is about. */
export const ofNamedCluster = <T extends KubeObject>(about: ObjectReference, own: StoreView<T>, cluster: string | undefined): Key[] =>
  cluster === undefined ? [] : own.by(byCluster, keyOf({ namespace: about.namespace, name: cluster })).map(keyOfObject);

/** Own objects of the same cluster as a mirrored one. */
export const ofSameCluster = <T extends KubeObject>(object: KubeObject, own: StoreView<T>): Key[] =>
  byCluster(object).flatMap((cluster) => own.by(byCluster, cluster)).map(keyOfObject);

/** The VSphereMachine that owns a VSphereVM. */
export const machineOfVm = (vm: KubeObject): Key[] => {
  const owner = ownerOf(vm, VSphereMachine);
  return owner === undefined ? [] : [keyOf({ namespace: vm.metadata.namespace, name: owner.name })];
};

/** The VSphereVMs whose claim this is. */
export const vmsOfClaim = (claim: Pick<IPAddressClaim['metadata'], 'namespace' | 'name'>, own: StoreView<VSphereVM>): Key[] =>
  own.by(byClaim, keyOf(claim)).map(keyOfObject);

/** The labels that what is made for a machine bears: its cluster's name, and whether it is of the control plane. */
export function inheritedLabels(object: KubeObject): Record<string, string> {
  const inherited = [Labels.clusterName, Labels.controlPlane].flatMap((label) => {
    const value = object.metadata.labels?.[label];
    return value === undefined ? [] : [[label, value] as const];
  });
  return Object.fromEntries(inherited);
}
