import { VSphereClusterConditions as Type } from '@handoff/api';
import { Vsphere } from '@handoff/events';
import { condition, fact } from '@handoff/reconcile';
import type { ConditionIntent, Fact, Report, StatusIntent } from '@handoff/reconcile';
import { failureDomainOf } from './failure-domains.js';
import type { ClusterScope } from './vsphere-cluster.scope.js';

const isDeleting = ({ cluster }: ClusterScope): boolean => cluster.metadata.deletionTimestamp !== undefined;

/** Once provisioned it stays so: a vCenter that is away for a while takes nothing back. */
const isProvisioned = (scope: ClusterScope, report: Report): boolean =>
  scope.cluster.status?.initialization?.provisioned === true || (report.blocker === undefined && !isDeleting(scope));

export function clusterStatus(scope: ClusterScope, report: Report): StatusIntent {
  const { cluster, about, zones } = scope;
  const version = about?.version ?? cluster.status?.vCenterVersion;
  return {
    ...(isProvisioned(scope, report) ? { initialization: { provisioned: true } } : {}),
    ...(version === undefined ? {} : { vCenterVersion: version }),
    ...(zones.length === 0 ? {} : { failureDomains: zones.map(failureDomainOf) }),
    conditions: [ready(scope, report), vcenterAvailable(scope, report), failureDomainsReady(scope, report), condition(Type.ClusterModulesReady, true, 'NotUsed')],
  };
}

function ready(scope: ClusterScope, { blocker }: Report): ConditionIntent {
  if (isDeleting(scope)) return condition(Type.Ready, false, 'Deleting', blocker?.message ?? '');
  return blocker === undefined ? condition(Type.Ready, true, 'Ready') : condition(Type.Ready, false, blocker.reason, blocker.message);
}

function vcenterAvailable(scope: ClusterScope, report: Report): ConditionIntent {
  if (scope.about !== undefined) return condition(Type.VCenterAvailable, true, 'VCenterAvailable');
  const why = report.of('ownIdentity') ?? report.of('reachClusterVCenter') ?? report.blocker;
  return condition(Type.VCenterAvailable, isDeleting(scope) ? undefined : false, why?.reason ?? 'NotReached', why?.message ?? '');
}

function failureDomainsReady({ cluster, zones }: ClusterScope, report: Report): ConditionIntent {
  const why = report.of('awaitFailureDomains');
  if (why !== undefined) return condition(Type.FailureDomainsReady, false, why.reason, why.message);
  return condition(Type.FailureDomainsReady, true, cluster.spec.failureDomainSelector === undefined || zones.length === 0 ? 'NotUsed' : 'Ready');
}

/** The facts that hold of a VSphereCluster now. */
export function clusterFacts({ cluster, zones, about }: ClusterScope, report: Report): readonly Fact[] {
  if (report.blocker !== undefined || cluster.metadata.deletionTimestamp !== undefined) return [];
  const { server, thumbprint, controlPlaneEndpoint } = cluster.spec;
  return [fact(Vsphere.InfrastructureReady, [controlPlaneEndpoint, server, thumbprint, about?.version, zones.map(failureDomainOf)])];
}
