import { ClusterConditions as Type } from '@handoff/api';
import type { Cluster } from '@handoff/api';
import { trueSince } from '@handoff/reconcile';
import type { Milestone } from '@handoff/reconcile';
import type { ClusterScope } from './cluster.scope.js';

/** How long each phase of a cluster took, all from its declaration on: the spans of those who do the work fill them. */
export function clusterMilestones({ cluster }: ClusterScope, written: Cluster): readonly Milestone[] {
  if (cluster.metadata.deletionTimestamp !== undefined) return [];
  const begun = cluster.metadata.creationTimestamp;
  const stage = (name: string, type: string): Milestone => ({ name, begun, ended: trueSince(written, type), isSummary: true });
  return [
    stage('infrastructure', Type.InfrastructureReady),
    stage('control plane initialized', Type.ControlPlaneInitialized),
    stage('control plane available', Type.ControlPlaneAvailable),
    stage('workers available', Type.WorkersAvailable),
    stage('ready', Type.Available),
  ];
}
