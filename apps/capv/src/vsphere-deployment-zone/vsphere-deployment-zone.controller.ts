import { Finalizers, Machine, VSphereCluster, VSphereDeploymentZone, VSphereDeploymentZoneConditions as Type, VSphereFailureDomain } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { keyOf, keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { condition, controller, mirrors, waitFor } from '@handoff/reconcile';
import type { ConditionIntent, Controller, Phase, Report, StatusIntent } from '@handoff/reconcile';
import type { VCenters } from '../vcenter/vcenters.js';
import { byFailureDomain, observeZone } from './vsphere-deployment-zone.scope.js';
import type { ZoneScope } from './vsphere-deployment-zone.scope.js';

const reachVCenter: Phase<ZoneScope> = async ({ zone, client, unreachable }) => {
  if (unreachable !== undefined) throw unreachable;
  return Promise.resolve(client !== undefined ? undefined
    : waitFor('WaitingForVSphereCluster', `no VSphereCluster in vCenter ${zone.spec.server ?? '(any)'} is ready, whose login could be used to look at the zone`));
};

/** Folder and pool must be there before machines are sent to them. */
const validatePlacement: Phase<ZoneScope> = async ({ zone, domain, client }, { signal }) => {
  const { folder, resourcePool } = zone.spec.placementConstraint ?? {};
  const at = { datacenter: domain?.spec.topology.datacenter, signal };
  if (client !== undefined && folder !== undefined) await client.findFolder(folder, at);
  if (client !== undefined && resourcePool !== undefined) await client.findResourcePool(resourcePool, at);
  return undefined;
};

/** What the failure domain names must be there too. */
const validateFailureDomain: Phase<ZoneScope> = async ({ zone, domain, client }, { signal }) => {
  if (domain === undefined) return waitFor('FailureDomainNotFound', `VSphereFailureDomain ${zone.spec.failureDomain} named by spec.failureDomain is not there: apply it`);
  if (client === undefined) return undefined;
  const { datacenter, computeCluster, datastore, networks = [], networkConfigurations = [] } = domain.spec.topology;
  const at = { datacenter, signal };
  await client.findDatacenter(datacenter, { signal });
  if (computeCluster !== undefined) await client.findResourcePool(`${computeCluster}/Resources`, at);
  if (datastore !== undefined) await client.findDatastore(datastore, at);
  const named = [...networks, ...networkConfigurations.map(({ networkName }) => networkName)];
  for (const network of named) await client.findNetwork(network, at);
  return undefined;
};

/** Machines are not left in a place that nobody knows any more. */
const awaitMachines: Phase<ZoneScope> = async ({ machines }) => {
  const names = machines.slice(0, 3).map(({ metadata }) => keyOf(metadata)).join(', ');
  return Promise.resolve(machines.length === 0 ? undefined
    : waitFor('InUse', `waiting until no Machine is in it: ${names}${machines.length > 3 ? ` and ${String(machines.length - 3)} more` : ''}`));
};

function status({ client }: ZoneScope, report: Report): StatusIntent {
  const holds = (type: string, phase: string): ConditionIntent => {
    const why = report.of(phase) ?? (client === undefined ? report.of('reachVCenter') : undefined);
    return why === undefined ? condition(type, true, type) : condition(type, false, why.reason, why.message);
  };
  const { blocker } = report;
  return {
    ready: blocker === undefined,
    conditions: [
      blocker === undefined ? condition(Type.Ready, true, 'Ready') : condition(Type.Ready, false, blocker.reason, blocker.message),
      holds(Type.VCenterAvailable, 'reachVCenter'),
      holds(Type.PlacementConstraintReady, 'validatePlacement'),
      holds(Type.FailureDomainValidated, 'validateFailureDomain'),
    ],
  };
}

const all = (_object: KubeObject, own: StoreView<VSphereDeploymentZone>): Key[] => own.list().map(keyOfObject);

/** Checks that what a zone names is in vCenter, and keeps it while Machines are in it. The tags of its region and zone are not checked. */
export const vsphereDeploymentZoneController = (vcenters: VCenters): Controller => controller<VSphereDeploymentZone, ZoneScope>({
  name: 'vspheredeploymentzone',
  for: VSphereDeploymentZone,
  gated: false,
  clusterOf: () => undefined,
  mirrors: [
    mirrors(VSphereCluster, all),
    mirrors(VSphereFailureDomain, all),
    mirrors(Machine, (machine) => byFailureDomain(machine).map((name) => keyOf({ name }))),
  ],
  observe: observeZone(vcenters),
  phases: [reachVCenter, validatePlacement, validateFailureDomain],
  status,
  finalize: { finalizer: Finalizers.vsphereDeploymentZone, phases: [awaitMachines] },
});
