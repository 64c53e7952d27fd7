import { ClusterResourceSetConditions as Type } from '@handoff/api';
import { condition } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import type { ClusterResourceSetScope } from './cluster-resource-set.scope.js';

/** What a ClusterResourceSet says of itself: pure. */
export const clusterResourceSetStatus = (scope: ClusterResourceSetScope, report: Report): StatusIntent => ({
  observedGeneration: scope.set.metadata.generation,
  conditions: [resourcesApplied(scope, report)],
});

function resourcesApplied({ set, clusters }: ClusterResourceSetScope, report: Report): ConditionIntent {
  const { blocker } = report;
  if (blocker !== undefined) return condition(Type.ResourcesApplied, false, blocker.reason === 'WrongSecretType' ? blocker.reason : 'NotApplied', blocker.message);
  if (clusters.length > 0) return condition(Type.ResourcesApplied, true, 'Applied');
  return condition(Type.ResourcesApplied, true, 'Applied', `no Cluster of namespace ${set.metadata.namespace ?? ''} has the labels of spec.clusterSelector`);
}
