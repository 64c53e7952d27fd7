import { z } from 'zod';
import { KubeadmConfigSpec } from './kubeadm-config-spec.js';
import { BOOTSTRAP_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { allOptional, int64, nonEmpty, text } from '../schema/fields.js';
import { V1Beta1Condition } from '../shared/deprecated.js';
import type { KindObject } from '../kind.js';

export const KubeadmConfigStatus = nonEmpty({
  conditions: Conditions,
  dataSecretName: text(1, 253).describe('The Secret that holds the bootstrap data.'),
  deprecated: allOptional({
    v1beta1: allOptional({
      conditions: z.array(V1Beta1Condition),
      failureMessage: text(1, 10240),
      failureReason: text(1, 256),
    }),
  }).describe('Kept for clients of the v1beta1 contract; never written here.'),
  initialization: nonEmpty({
    dataSecretCreated: z.boolean().describe('Whether the bootstrap data was made; never goes back.'),
  }).describe('Facts that, once true, stay true.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
});
export type KubeadmConfigStatus = z.infer<typeof KubeadmConfigStatus>;

export const KubeadmConfig = defineKind({
  group: 'bootstrap.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmConfig',
  plural: 'kubeadmconfigs',
  categories: ['cluster-api'],
  labels: BOOTSTRAP_LABELS,
  required: [],
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.labels[\'cluster\\.x-k8s\\.io/cluster-name\']' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Data secret created', type: 'string', jsonPath: '.status.initialization.dataSecretCreated' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'The kubeadm configuration of one Machine, and the Secret with the bootstrap data made from it.',
  spec: KubeadmConfigSpec,
  status: KubeadmConfigStatus,
});
export type KubeadmConfig = KindObject<typeof KubeadmConfig>;
