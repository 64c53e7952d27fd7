import { z } from 'zod';
import { KubeadmConfigSpec } from '../bootstrap/kubeadm-config-spec.js';
import { KubeadmControlPlaneRemediation, KubeadmControlPlaneRollout } from './rollout.js';
import { MachineDeletion, MachineNaming, MachineTaint } from '../core/machine-spec.js';
import { CONTROL_PLANE_LABELS } from '../crd/labels.js';
import { defineKind, noStatus } from '../kind.js';
import { mapList, nonEmpty } from '../schema/fields.js';
import { TemplateMetadata } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const KubeadmControlPlaneTemplateSpec = z.object({
  template: nonEmpty({
    metadata: TemplateMetadata.describe('Labels and annotations for what is made.'),
    spec: nonEmpty({
      kubeadmConfigSpec: KubeadmConfigSpec.describe('What the KubeadmConfigs are made from.'),
      machineNaming: MachineNaming,
      machineTemplate: nonEmpty({
        metadata: TemplateMetadata.describe('Labels and annotations for what is made.'),
        spec: nonEmpty({
          deletion: MachineDeletion,
          taints: mapList(MachineTaint, ['key', 'effect']).min(1).max(64).describe('Taints that the Node gets.'),
        }).describe('What the Machines are.'),
      }).describe('What control-plane Machines are made from; their servers are what the class says.'),
      remediation: KubeadmControlPlaneRemediation,
      rollout: KubeadmControlPlaneRollout,
    }).describe('The control plane; replicas and version come from the topology.'),
  }).describe('What every object that is made from this looks like.'),
});
export type KubeadmControlPlaneTemplateSpec = z.infer<typeof KubeadmControlPlaneTemplateSpec>;

export const KubeadmControlPlaneTemplate = defineKind({
  group: 'controlplane.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmControlPlaneTemplate',
  plural: 'kubeadmcontrolplanetemplates',
  categories: ['cluster-api'],
  labels: CONTROL_PLANE_LABELS,
  required: [],
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="ClusterClass")].name' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'What the KubeadmControlPlanes of a ClusterClass are made from.',
  spec: KubeadmControlPlaneTemplateSpec,
  status: noStatus,
});
export type KubeadmControlPlaneTemplate = KindObject<typeof KubeadmControlPlaneTemplate>;
