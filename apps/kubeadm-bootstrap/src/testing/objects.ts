import {
  Annotations, Cluster, effectiveKubeadmControlPlane, KubeadmConfig, KubeadmControlPlane, Labels, Machine, Secret, VSphereMachine,
  VSphereMachineTemplate,
} from '@handoff/api';
import type { KubeadmConfigSpec, Unstructured } from '@handoff/api';
import { certificatePurposes } from '@handoff/pki';
import type { CertificatePurpose } from '@handoff/pki';
import type { ComponentHealth } from '../control-plane/control-plane.health.js';
import { requiredConditions } from '../control-plane/control-plane.health.js';
import type { ControlPlaneScope, Member } from '../control-plane/control-plane.scope.js';

/** Objects for tables: only what a decision looks at differs from row to row. */
export const TEMPLATE = { apiGroup: VSphereMachineTemplate.group, kind: VSphereMachineTemplate.kind, name: 'demo-template' } as const;

export const condition = (type: string, status: 'True' | 'False' | 'Unknown', message = '', reason = 'Said'): Record<string, string> =>
  ({ type, status, reason, message, lastTransitionTime: '2026-01-01T00:00:00Z' });

export const aCluster = (more: { status?: object; spec?: object } = {}): Cluster => Cluster.parse({
  apiVersion: Cluster.apiVersion, kind: Cluster.kind, metadata: { name: 'demo', namespace: 'default', uid: 'cluster' },
  spec: { controlPlaneEndpoint: { host: '192.0.2.1', port: 6443 }, ...more.spec },
  status: { initialization: { infrastructureProvisioned: true }, ...more.status },
});

type ControlPlaneTraits = { readonly status?: object; readonly deleting?: boolean };

export const aControlPlane = (spec: object = {}, more: ControlPlaneTraits = {}): KubeadmControlPlane => KubeadmControlPlane.parse({
  apiVersion: KubeadmControlPlane.apiVersion, kind: KubeadmControlPlane.kind,
  metadata: {
    name: 'demo-cp', namespace: 'default', uid: 'kcp', generation: 1, labels: { [Labels.clusterName]: 'demo' },
    ...(more.deleting === true ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
  },
  spec: { replicas: 3, version: 'v1.33.1', machineTemplate: { spec: { infrastructureRef: TEMPLATE } }, ...spec },
  ...(more.status === undefined ? {} : { status: more.status }),
});

/** How a Machine differs from one that runs and is as declared. */
export interface MachineTraits {
  readonly version?: string;
  readonly node?: boolean;
  readonly providerID?: string;
  readonly deleting?: boolean;
  readonly marked?: boolean;
  readonly failureDomain?: string;
  readonly created?: string;
  readonly conditions?: readonly object[];
}

export const aMachine = (name: string, traits: MachineTraits = {}): Machine => Machine.parse({
  apiVersion: Machine.apiVersion, kind: Machine.kind,
  metadata: {
    name, namespace: 'default', uid: name, creationTimestamp: traits.created ?? '2026-01-01T00:00:00Z', labels: { [Labels.controlPlane]: '' },
    ...(traits.deleting === true ? { deletionTimestamp: '2026-01-02T00:00:00Z' } : {}),
    ...(traits.marked === true ? { annotations: { [Annotations.deleteMachine]: '' } } : {}),
  },
  spec: {
    clusterName: 'demo', version: traits.version ?? 'v1.33.1',
    bootstrap: { configRef: { apiGroup: KubeadmConfig.group, kind: KubeadmConfig.kind, name } },
    infrastructureRef: { apiGroup: VSphereMachine.group, kind: VSphereMachine.kind, name },
    ...(traits.providerID === undefined ? {} : { providerID: traits.providerID }),
    ...(traits.failureDomain === undefined ? {} : { failureDomain: traits.failureDomain }),
  },
  status: { phase: 'Running', ...(traits.node === false ? {} : { nodeRef: { name } }), conditions: traits.conditions ?? [] },
});

export const aConfig = (name: string, spec: KubeadmConfigSpec, status?: object): KubeadmConfig => KubeadmConfig.parse({
  apiVersion: KubeadmConfig.apiVersion, kind: KubeadmConfig.kind, metadata: { name, namespace: 'default', uid: `${name}-config` }, spec,
  ...(status === undefined ? {} : { status }),
});

export const anInfrastructure = (name: string, template: string, conditions: readonly object[] = []): Unstructured => ({
  apiVersion: VSphereMachine.apiVersion, kind: VSphereMachine.kind,
  metadata: {
    name, namespace: 'default', uid: `${name}-vm`, resourceVersion: '1',
    annotations: { [Annotations.clonedFromName]: template, [Annotations.clonedFromGroupKind]: `${TEMPLATE.kind}.${TEMPLATE.apiGroup}` },
  },
  status: { conditions },
});

const healthy: readonly ComponentHealth[] = requiredConditions({}).map((type) => ({ type, status: 'True', reason: 'Running', message: '' }));

/** How a member differs from one that is well. */
export interface MemberTraits extends MachineTraits {
  readonly outdated?: readonly string[];
  readonly sick?: string;
  readonly infrastructure?: Unstructured;
}

/** A member that runs; `sick` says which part does not. */
export const aMember = (name: string, traits: MemberTraits = {}): Member => ({
  machine: aMachine(name, traits), config: undefined, infrastructure: traits.infrastructure,
  outdated: traits.outdated ?? [],
  health: healthy.map((entry) => (entry.type === traits.sick ? { ...entry, status: 'False', reason: 'Failed', message: `${entry.type} is broken` } : entry)),
});

const aSecret = (name: string): Secret => Secret.parse({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'default', uid: name } });

export function aScope(more: Partial<ControlPlaneScope> & { spec?: object } = {}): ControlPlaneScope {
  const { spec, ...fields } = more;
  const controlPlane = fields.controlPlane ?? aControlPlane(spec);
  return {
    controlPlane, wanted: effectiveKubeadmControlPlane(controlPlane), problem: undefined, cluster: aCluster(), members: [], workers: [],
    certificates: new Map(certificatePurposes.map((purpose): [CertificatePurpose, Secret] => [purpose, aSecret(`demo-${purpose}`)])),
    kubeconfig: aSecret('demo-kubeconfig'), initialized: true, ...fields,
  };
}
