import { Annotations, Cluster } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import type { KubeClient, StoreView } from '@handoff/kube';
import { describeKey } from '@handoff/kube';

/** The object must not be touched now: it or its Cluster is paused, or its Cluster is not there. No error. */
export class Gated extends Error {
  override readonly name = 'Gated';
  readonly code = 'Paused';
  readonly retryable = false;
}

/** A replica's leadership, as far as its Lease tells. */
export interface Lease {
  /** How long nobody else can lead, in milliseconds; 0 when somebody may. */
  leftMs(): number;
}

const hasPausedAnnotation = (object: KubeObject): boolean => object.metadata.annotations?.[Annotations.paused] !== undefined;

/** True for a Cluster whose objects must be left alone. */
export const isPausedCluster = (cluster: Cluster): boolean => cluster.spec.paused === true || hasPausedAnnotation(cluster);

/**
 * Why nothing may be written to the object, or undefined when it may.
 * An absent Cluster counts as paused unless the object is being deleted.
 */
export function whyGated(
  object: KubeObject, clusterName: string | undefined, cluster: Cluster | undefined, mustExist: boolean,
): string | undefined {
  if (hasPausedAnnotation(object)) return `annotation ${Annotations.paused} is set on it`;
  if (isCluster(object)) return object.spec.paused === true ? 'spec.paused is true' : undefined;
  if (clusterName === undefined) return undefined;
  if (cluster === undefined) {
    const excused = !mustExist || object.metadata.deletionTimestamp !== undefined;
    return excused ? undefined : `Cluster ${clusterName} is not there`;
  }
  if (cluster.spec.paused === true) return `Cluster ${clusterName} is paused (spec.paused)`;
  return hasPausedAnnotation(cluster) ? `Cluster ${clusterName} is paused (annotation ${Annotations.paused})` : undefined;
}

const isCluster = (object: KubeObject): object is Cluster => object.kind === Cluster.kind && object.apiVersion.startsWith(`${Cluster.group}/`);

/** The gate as the mirror knows it: before the first write of a reconcile. */
export const mirroredCluster = (clusters: StoreView<Cluster>, object: KubeObject, name: string | undefined): Cluster | undefined =>
  name === undefined ? undefined : clusters.get(`${object.metadata.namespace ?? ''}/${name}`);

/** The gate as the API server knows it: before what cannot be taken back. @throws Gated */
export async function assertOpen(
  kube: KubeClient, kind: Kind, object: KubeObject, clusterName: string | undefined, mustExist: boolean,
): Promise<void> {
  const namespace = object.metadata.namespace;
  const [live, cluster] = await Promise.all([
    kube.get(kind, object.metadata),
    clusterName === undefined ? undefined : kube.get(Cluster, { namespace, name: clusterName }),
  ]);
  if (live?.metadata.uid !== object.metadata.uid) throw new Gated(`${describeKey(kind, object.metadata)} is gone`);
  const why = whyGated(live, clusterName, cluster, mustExist);
  if (why !== undefined) throw new Gated(why);
}
