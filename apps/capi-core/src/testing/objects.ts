import {
  Cluster, effectiveMachineDeployment, effectiveMachineSet, KubeadmConfig, KubeadmConfigTemplate, KubeadmControlPlane, Machine,
  MachineDeployment, MachineSet, Node, VSphereCluster, VSphereMachine, VSphereMachineTemplate,
} from '@handoff/api';
import type { EffectiveMachineDeployment, Kind } from '@handoff/api';
import { Report } from '@handoff/reconcile';
import type { StatusIntent } from '@handoff/reconcile';
import type { ClusterScope } from '../cluster/cluster.scope.js';
import { BootstrapConfig, contracted, ControlPlane, InfrastructureCluster, InfrastructureMachine } from '../contract/contract-objects.js';
import type { Contracted } from '../contract/contract-objects.js';
import type { MachineScope } from '../machine/machine.scope.js';
import type { MachineSetScope } from '../machine-set/machine-set.scope.js';

/** Objects for tables: only what a decision looks at differs from row to row. */
export const LONG_AGO = '2026-01-01T00:00:00Z';
export const NOW = Date.parse(LONG_AGO) + 3_600_000;
export const PROVIDER_ID = 'vsphere://42';

export const reference = (kind: Kind, name: string): { apiGroup: string; kind: string; name: string } =>
  ({ apiGroup: kind.group, kind: kind.kind, name });

/** A condition as it stands on an object. */
export const said = (type: string, status: 'True' | 'False' | 'Unknown' = 'True', message = ''): Record<string, string> =>
  ({ type, status, reason: 'Said', message, lastTransitionTime: LONG_AGO });

/** What differs from an object that is just there. */
export interface Traits {
  readonly spec?: object;
  readonly status?: object;
  readonly deleting?: boolean;
  readonly labels?: Record<string, string>;
}

const skeleton = (kind: Kind, name: string, { deleting = false, labels = {} }: Traits): object => ({
  apiVersion: kind.apiVersion,
  kind: kind.kind,
  metadata: {
    name, namespace: 'default', uid: `uid-of-${name}`, generation: 1, creationTimestamp: LONG_AGO, labels,
    ...(deleting && { deletionTimestamp: LONG_AGO }),
  },
});

const rest = ({ status }: Traits): object => (status === undefined ? {} : { status });

export const aCluster = (traits: Traits = {}): Cluster => Cluster.parse({
  ...skeleton(Cluster, 'prod', traits),
  spec: { infrastructureRef: reference(VSphereCluster, 'prod'), controlPlaneRef: reference(KubeadmControlPlane, 'prod-cp'), ...traits.spec },
  ...rest(traits),
});

export const aMachine = (name = 'm', traits: Traits = {}): Machine => Machine.parse({
  ...skeleton(Machine, name, traits),
  spec: {
    clusterName: 'prod', version: 'v1.33.1', bootstrap: { configRef: reference(KubeadmConfig, name) },
    infrastructureRef: reference(VSphereMachine, name), ...traits.spec,
  },
  ...rest(traits),
});

const template = (spec: object = {}): object => ({
  spec: {
    clusterName: 'prod', version: 'v1.33.1', bootstrap: { configRef: reference(KubeadmConfigTemplate, 'workers') },
    infrastructureRef: reference(VSphereMachineTemplate, 'workers'), ...spec,
  },
});

/** A deployment with all that a user may leave out; `spec` is merged into its template's. */
export const aDeployment = (spec: object = {}, metadata: object = {}): EffectiveMachineDeployment => effectiveMachineDeployment(
  MachineDeployment.parse({
    ...skeleton(MachineDeployment, 'workers', {}), spec: { clusterName: 'prod', selector: {}, template: { ...template(spec), metadata } },
  }),
);

export const declaredDeployment = (name: string, traits: Traits = {}): MachineDeployment => MachineDeployment.parse({
  ...skeleton(MachineDeployment, name, traits),
  spec: { clusterName: 'prod', selector: {}, template: template(), ...traits.spec }, ...rest(traits),
});

export const aSet = (traits: Traits = {}): MachineSet => MachineSet.parse({
  ...skeleton(MachineSet, 'workers-1', traits),
  spec: { clusterName: 'prod', selector: { matchLabels: { of: 'workers' } }, template: template(), ...traits.spec }, ...rest(traits),
});

export const aNode = (name: string, ...conditions: readonly object[]): Node => Node.parse({
  apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { providerID: PROVIDER_ID }, status: { conditions },
});

const part = <View>(schema: Parameters<typeof contracted<View>>[0], kind: Kind, name: string, fields: object): Contracted<View> => {
  const found = contracted(schema, { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name, uid: name, resourceVersion: '1' }, ...fields });
  if (found === undefined) throw new Error('an object gives a view');
  return found;
};

export const infrastructureCluster = (status: object = {}): Contracted<InfrastructureCluster> =>
  part(InfrastructureCluster, VSphereCluster, 'prod', { status });

export const controlPlane = (status: object = {}): Contracted<ControlPlane> =>
  part(ControlPlane, KubeadmControlPlane, 'prod-cp', { spec: { replicas: 3 }, status });

export const infrastructureMachine = (status: object = {}): Contracted<InfrastructureMachine> =>
  part(InfrastructureMachine, VSphereMachine, 'm', { spec: { providerID: PROVIDER_ID }, status });

export const bootstrapConfig = (status: object = {}): Contracted<BootstrapConfig> => part(BootstrapConfig, KubeadmConfig, 'm', { status });

export const machineScope = (scope: Partial<MachineScope> = {}): MachineScope => ({
  machine: aMachine(), cluster: aCluster(), bootstrap: undefined, infrastructure: undefined, node: undefined, nodesListed: true,
  connection: undefined, siblings: [], ...scope,
});

export const clusterScope = (scope: Partial<ClusterScope> = {}): ClusterScope => ({
  cluster: aCluster(), infrastructure: undefined, controlPlane: undefined, machines: [], controlPlaneMachines: [], workers: [],
  deployments: [], sets: [], connection: undefined, ...scope,
});

export const setScope = (set: MachineSet, machines: readonly Machine[] = []): MachineSetScope => ({
  set, wanted: effectiveMachineSet(set), cluster: aCluster(), machines, orphans: [],
});

/** A report in which that phase waits. */
export function waiting(phase: string, reason: string, message: string): Report {
  const report = new Report();
  report.waits.push({ phase, reason, message });
  return report;
}

/** A condition of a status, as `status reason: message`. */
export function told({ conditions = [] }: StatusIntent, type: string): string {
  const found = conditions.find((entry) => entry.type === type);
  return found === undefined ? 'absent' : `${found.status} ${found.reason}${found.message === '' ? '' : `: ${found.message}`}`;
}
