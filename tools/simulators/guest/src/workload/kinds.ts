import { builtinKind, type KindObject } from '@handoff/api';
import { z } from 'zod';

/*
 * The kinds that a cluster's own controllers work on, each with the fields that they read. The contract's kinds of the same names hold what
 * the management plane reads, which is less.
 */
const strings = z.record(z.string(), z.string());

const expression = z.looseObject({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() });

export const labelSelectorSchema = z.looseObject({ matchLabels: strings.nullish(), matchExpressions: z.array(expression).nullish() });
export type Selector = z.infer<typeof labelSelectorSchema>;
export type SelectorExpression = z.infer<typeof expression>;

const tolerationSchema = z.looseObject({
  key: z.string().optional(),
  operator: z.string().optional(),
  value: z.string().optional(),
  effect: z.string().optional(),
  tolerationSeconds: z.number().nullish(),
});
export type Toleration = z.infer<typeof tolerationSchema>;

const nodeSelectorTerm = z.looseObject({ matchExpressions: z.array(expression).nullish(), matchFields: z.array(expression).nullish() });
export type NodeSelectorTerm = z.infer<typeof nodeSelectorTerm>;

const podAffinityTerm = z.looseObject({
  labelSelector: labelSelectorSchema.nullish(),
  topologyKey: z.string(),
  namespaces: z.array(z.string()).nullish(),
});
export type PodAffinityTerm = z.infer<typeof podAffinityTerm>;

const podAffinity = z.looseObject({ requiredDuringSchedulingIgnoredDuringExecution: z.array(podAffinityTerm).nullish() });

const affinitySchema = z.looseObject({
  nodeAffinity: z
    .looseObject({
      requiredDuringSchedulingIgnoredDuringExecution: z.looseObject({ nodeSelectorTerms: z.array(nodeSelectorTerm) }).nullish(),
    })
    .nullish(),
  podAffinity: podAffinity.nullish(),
  podAntiAffinity: podAffinity.nullish(),
});

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).nullish(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string(), subPath: z.string().optional() })).nullish(),
});
export type Container = z.infer<typeof container>;

const volume = z.looseObject({
  name: z.string(),
  hostPath: z.looseObject({ path: z.string() }).nullish(),
  configMap: z.looseObject({ name: z.string().optional(), optional: z.boolean().optional() }).nullish(),
  secret: z.looseObject({ secretName: z.string().optional(), optional: z.boolean().optional() }).nullish(),
});
export type Volume = z.infer<typeof volume>;

export const podSpecSchema = z.looseObject({
  nodeName: z.string().optional(),
  nodeSelector: strings.nullish(),
  hostNetwork: z.boolean().optional(),
  restartPolicy: z.string().optional(),
  schedulerName: z.string().optional(),
  serviceAccountName: z.string().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  tolerations: z.array(tolerationSchema).nullish(),
  affinity: affinitySchema.nullish(),
  volumes: z.array(volume).nullish(),
  initContainers: z.array(container).nullish(),
  containers: z.array(container),
});
export type PodSpec = z.infer<typeof podSpecSchema>;

const condition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().nullish(),
});
export type Condition = z.infer<typeof condition>;

export const Pod = builtinKind(
  { group: '', version: 'v1', kind: 'Pod', plural: 'pods' },
  {
    spec: podSpecSchema,
    status: z
      .looseObject({
        phase: z.string().optional(),
        conditions: z.array(condition).nullish(),
        containerStatuses: z.array(z.looseObject({ ready: z.boolean() })).nullish(),
      })
      .optional(),
  },
);
export type Pod = KindObject<typeof Pod>;

const taint = z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.string(), timeAdded: z.string().nullish() });
export type Taint = z.infer<typeof taint>;

const address = z.looseObject({ type: z.string(), address: z.string() });
export type NodeAddress = z.infer<typeof address>;

export const Node = builtinKind(
  { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false },
  {
    spec: z
      .looseObject({
        providerID: z.string().optional(),
        taints: z.array(taint).nullish(),
        unschedulable: z.boolean().optional(),
        podCIDR: z.string().optional(),
      })
      .optional(),
    status: z
      .looseObject({
        conditions: z.array(condition).nullish(),
        addresses: z.array(address).nullish(),
        nodeInfo: z.looseObject({ systemUUID: z.string() }).optional(),
      })
      .optional(),
  },
);
export type Node = KindObject<typeof Node>;

const podTemplate = z.looseObject({
  metadata: z.looseObject({ labels: strings.nullish(), annotations: strings.nullish() }).nullish(),
  spec: podSpecSchema,
});
export type PodTemplate = z.infer<typeof podTemplate>;

const workloadStatus = z.looseObject({ observedGeneration: z.number().optional() }).optional();

export const DaemonSet = builtinKind(
  { group: 'apps', version: 'v1', kind: 'DaemonSet', plural: 'daemonsets' },
  { spec: z.looseObject({ selector: labelSelectorSchema, template: podTemplate }), status: workloadStatus },
);
export type DaemonSet = KindObject<typeof DaemonSet>;

const rollingUpdate = z.looseObject({
  maxSurge: z.union([z.number(), z.string()]).optional(),
  maxUnavailable: z.union([z.number(), z.string()]).optional(),
});

export const Deployment = builtinKind(
  { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
  {
    spec: z.looseObject({
      replicas: z.number().optional(),
      selector: labelSelectorSchema,
      template: podTemplate,
      strategy: z.looseObject({ type: z.string().optional(), rollingUpdate: rollingUpdate.nullish() }).nullish(),
    }),
    status: workloadStatus,
  },
);
export type Deployment = KindObject<typeof Deployment>;

const replicated = {
  spec: z.looseObject({ replicas: z.number().optional(), selector: labelSelectorSchema, template: podTemplate }),
  status: workloadStatus,
};

export const ReplicaSet = builtinKind({ group: 'apps', version: 'v1', kind: 'ReplicaSet', plural: 'replicasets' }, replicated);
export type ReplicaSet = KindObject<typeof ReplicaSet>;

export const StatefulSet = builtinKind({ group: 'apps', version: 'v1', kind: 'StatefulSet', plural: 'statefulsets' }, replicated);
export type StatefulSet = KindObject<typeof StatefulSet>;

export const Service = builtinKind({ group: '', version: 'v1', kind: 'Service', plural: 'services' }, {});

const named = (kind: string, plural: string, namespaced: boolean) =>
  builtinKind({ group: 'rbac.authorization.k8s.io', version: 'v1', kind, plural, namespaced }, {});

export const Role = named('Role', 'roles', true);
export const RoleBinding = named('RoleBinding', 'rolebindings', true);
export const ClusterRole = named('ClusterRole', 'clusterroles', false);
export const ClusterRoleBinding = named('ClusterRoleBinding', 'clusterrolebindings', false);
