import { z } from 'zod';
import { KubeadmConfigSpec } from '../bootstrap/kubeadm-config-spec.js';
import { KubeadmControlPlaneMachineTemplate, KubeadmControlPlaneRemediation, KubeadmControlPlaneRollout, LastRemediation } from './rollout.js';
import { MachineNaming } from '../core/machine-spec.js';
import { CONTROL_PLANE_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Condition } from '../object.js';
import { allOptional, int32, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import { VersionReplicas } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const KubeadmControlPlaneSpec = z.object({
  machineTemplate: KubeadmControlPlaneMachineTemplate,
  version: text(1, 256),
  kubeadmConfigSpec: KubeadmConfigSpec.optional(),
  machineNaming: MachineNaming.optional(),
  remediation: KubeadmControlPlaneRemediation.optional(),
  replicas: int32().optional(),
  rollout: KubeadmControlPlaneRollout.optional(),
});
export type KubeadmControlPlaneSpec = z.infer<typeof KubeadmControlPlaneSpec>;

export const KubeadmControlPlaneStatus = nonEmpty({
  availableReplicas: int32(),
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: allOptional({
    v1beta1: allOptional({
      conditions: z.array(V1Beta1Condition),
      failureMessage: text(1, 10240),
      failureReason: z.string(),
      readyReplicas: int32(),
      unavailableReplicas: int32(),
      updatedReplicas: int32(),
    }),
  }),
  initialization: nonEmpty({
    controlPlaneInitialized: z.boolean(),
  }),
  lastRemediation: LastRemediation,
  observedGeneration: int64().min(1),
  readyReplicas: int32(),
  replicas: int32(),
  selector: text(1, 4096),
  upToDateReplicas: int32(),
  version: text(1, 256),
  versions: mapList(VersionReplicas, ['version']).min(1).max(100),
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
