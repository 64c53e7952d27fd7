import { Finalizers, isOwnedBy, ownerOf, ownerReferenceTo, Secret, VSphereCluster } from '@handoff/api';
import { TerminalError } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import type { Operation } from 'fast-json-patch';
import type { ClusterScope } from './vsphere-cluster.scope.js';

/**
 * The Secret that a cluster logs in with belongs to it alone: it moves with it, and goes with it, but not before the last machine.
 * The Secret of a VSphereClusterIdentity belongs to that one.
 */
export const ownIdentity: Phase<ClusterScope> = async (scope, { kube }) => {
  const { cluster, secret, identityProblem } = scope;
  if (identityProblem !== undefined) throw identityProblem;
  if (secret === undefined || cluster.spec.identityRef?.kind !== 'Secret') return undefined;
  const other = ownerOf(secret, VSphereCluster);
  if (other !== undefined && other.name !== cluster.metadata.name) {
    throw new TerminalError('IdentityTaken', `Secret ${secret.metadata.name} belongs to VSphereCluster ${other.name}: give each cluster its own Secret, or share a VSphereClusterIdentity`);
  }
  const operations = [...ownerOperations(secret, cluster), ...finalizerOperations(secret)];
  if (operations.length > 0) scope.secret = await kube.patch(Secret, secret, operations);
  return undefined;
};

/** A reference to an earlier object of the cluster's name is replaced: after a restore every uid is another. */
function ownerOperations(secret: Secret, cluster: VSphereCluster): Operation[] {
  if (isOwnedBy(secret, cluster)) return [];
  const others = (secret.metadata.ownerReferences ?? []).filter((owner) => owner !== ownerOf(secret, VSphereCluster));
  return [{ op: 'add', path: '/metadata/ownerReferences', value: [...others, ownerReferenceTo(cluster)] }];
}

const finalizerOperations = ({ metadata }: Secret): Operation[] =>
  metadata.finalizers?.includes(Finalizers.vsphereClusterSecret) === true || metadata.deletionTimestamp !== undefined ? []
    : [{ op: 'add', path: '/metadata/finalizers', value: [...(metadata.finalizers ?? []), Finalizers.vsphereClusterSecret] }];
