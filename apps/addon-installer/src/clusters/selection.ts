import { ClusterConditions, isEmptySelector, isPaused, matches } from '@handoff/api';
import type { AddonPlan, ClusterResourceSet, KubeObject , Cluster} from '@handoff/api';
import type { Key, StoreView } from '@handoff/kube';
import { keyOfObject } from '@handoff/kube';
import { conditionOf } from '@handoff/reconcile';

type Selecting = AddonPlan | ClusterResourceSet;

/** The Clusters that a selector chooses, in the order of their names. An empty selector chooses none; one that is being deleted is out. */
export function selectedClusters(object: Selecting, clusters: StoreView<Cluster>): readonly Cluster[] {
  return clusters.list(object.metadata.namespace)
    .filter((cluster) => selects(object, cluster) && cluster.metadata.deletionTimestamp === undefined)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

const selects = ({ spec }: Selecting, cluster: KubeObject): boolean =>
  !isEmptySelector(spec.clusterSelector) && matches(spec.clusterSelector, cluster.metadata.labels);

/** The objects that a Cluster may concern: those that choose it, and those that had it chosen, as `knew` tells. */
export const choosing = <T extends Selecting>(cluster: KubeObject, own: StoreView<T>, knew: (object: T) => boolean): Key[] =>
  own.list(cluster.metadata.namespace).filter((object) => selects(object, cluster) || knew(object)).map(keyOfObject);

/** Why nothing can be installed in a cluster yet; undefined when it can. */
export function notYet(cluster: Cluster): { reason: string; message: string } | undefined {
  const { name } = cluster.metadata;
  if (isPaused(cluster, cluster)) return { reason: 'Paused', message: `Cluster ${name} is paused` };
  if (cluster.status?.initialization?.controlPlaneInitialized !== true) {
    return { reason: 'WaitingForControlPlaneInitialized', message: `Cluster ${name}: waiting for its control plane to be initialized` };
  }
  const probe = conditionOf(cluster, ClusterConditions.RemoteConnectionProbe);
  if (probe?.status !== 'False') return undefined;
  return { reason: 'WaitingForConnection', message: `Cluster ${name}: its API does not answer: ${probe.message}` };
}
