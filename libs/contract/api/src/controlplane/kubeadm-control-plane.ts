import { z } from 'zod';
import { KubeadmConfigSpec } from '../bootstrap/kubeadm-config-spec.js';
import {
  KubeadmControlPlaneMachineTemplate, KubeadmControlPlaneRemediation, KubeadmControlPlaneRollout, LastRemediation,
} from './rollout.js';
import { MachineNaming } from '../core/machine-spec.js';
import { CONTROL_PLANE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { allOptional, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import { VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const KubeadmControlPlaneSpec = z.object({
  machineTemplate: KubeadmControlPlaneMachineTemplate,
  version: text(1, 256).describe('Kubernetes version, e.g. v1.33.1.'),
  kubeadmConfigSpec: KubeadmConfigSpec.describe('What the KubeadmConfigs are made from.').optional(),
  machineNaming: MachineNaming.optional(),
  remediation: KubeadmControlPlaneRemediation.optional(),
  replicas: int32().describe('How many Machines; odd unless etcd is external. Absent: 1.').optional(),
  rollout: KubeadmControlPlaneRollout.optional(),
});
export type KubeadmControlPlaneSpec = z.infer<typeof KubeadmControlPlaneSpec>;

export const KubeadmControlPlaneStatus = nonEmpty({
  availableReplicas: int32().describe('How many Machines are Available: Ready for long enough.'),
  conditions: Conditions,
  deprecated: allOptional({
    v1beta1: allOptional({
      conditions: z.array(V1Beta1Condition),
      failureMessage: text(1, 10240),
      failureReason: z.string(),
      readyReplicas: int32(),
      unavailableReplicas: int32(),
      updatedReplicas: int32(),
    }),
  }).describe('Kept for clients of the v1beta1 contract; never written here.'),
  initialization: nonEmpty({
    controlPlaneInitialized: z.boolean().describe('Whether the API server answered once; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  lastRemediation: LastRemediation,
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
  readyReplicas: int32().describe('How many Machines are Ready.'),
  replicas: int32().describe('How many Machines there are.'),
  selector: text(1, 4096).describe('The selector as text, for the scale subresource.'),
  upToDateReplicas: int32().describe('How many Machines are as the spec wants them.'),
  version: text(1, 256).describe('The lowest version that a Machine runs.'),
  versions: mapList(VersionReplicas, ['version']).min(1).max(100).describe('How many replicas run which Kubernetes version.'),
});
export type KubeadmControlPlaneStatus = z.infer<typeof KubeadmControlPlaneStatus>;

export const KubeadmControlPlane = defineKind({
  group: 'controlplane.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmControlPlane',
  plural: 'kubeadmcontrolplanes',
  shortNames: ['kcp'],
  categories: ['cluster-api'],
  labels: CONTROL_PLANE_LABELS,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.labels[\'cluster\\.x-k8s\\.io/cluster-name\']' },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Available', type: 'integer', jsonPath: '.status.availableReplicas' },
    { name: 'Up-to-date', type: 'integer', jsonPath: '.status.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Initialized', type: 'boolean', jsonPath: '.status.initialization.controlPlaneInitialized' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.version' },
  ],
  scale: {
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.replicas',
    labelSelectorPath: '.status.selector',
  },
  description: 'The control plane of a cluster: its certificates, its Machines, its upgrades.',
  spec: KubeadmControlPlaneSpec,
  status: KubeadmControlPlaneStatus,
});
export type KubeadmControlPlane = KindObject<typeof KubeadmControlPlane>;
