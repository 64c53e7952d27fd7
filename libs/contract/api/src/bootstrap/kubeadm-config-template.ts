import { z } from 'zod';
import { KubeadmConfigSpec } from './kubeadm-config-spec.js';
import { BOOTSTRAP_LABELS } from '../crd/labels.js';
import { defineKind, noStatus } from '../kind.js';
import { nonEmpty } from '../schema/fields.js';
import { TemplateMetadata } from '../shared/shapes.js';
import type { KindObject } from '../kind.js';

export const KubeadmConfigTemplateSpec = z.object({
  template: nonEmpty({
    metadata: TemplateMetadata.describe('Labels and annotations for what is made.'),
    spec: KubeadmConfigSpec,
  }).describe('What every object that is made from this looks like.'),
});
export type KubeadmConfigTemplateSpec = z.infer<typeof KubeadmConfigTemplateSpec>;

export const KubeadmConfigTemplate = defineKind({
  group: 'bootstrap.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmConfigTemplate',
  plural: 'kubeadmconfigtemplates',
  categories: ['cluster-api'],
  labels: BOOTSTRAP_LABELS,
  required: [],
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="ClusterClass")].name' },
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="Cluster")].name' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'What the KubeadmConfigs of a group of Machines are made from.',
  spec: KubeadmConfigTemplateSpec,
  status: noStatus,
});
export type KubeadmConfigTemplate = KindObject<typeof KubeadmConfigTemplate>;
