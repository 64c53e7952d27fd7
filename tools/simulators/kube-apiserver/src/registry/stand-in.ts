import type { BuiltinResource, Schema } from '../schema/types.js';

const OPEN: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const row = (gv: string, kind: string, plural: string, namespaced: boolean, shortNames: string[] = [], subresources: string[] = [], verbs = VERBS): BuiltinResource => ({
  group: gv.includes('/') ? gv.slice(0, gv.indexOf('/')) : '', version: gv.slice(gv.indexOf('/') + 1), kind, plural, singular: kind.toLowerCase(),
  shortNames, categories: [], namespaced, subresources, verbs, schema: OPEN,
  columns: [],
});

export const builtinResources: readonly BuiltinResource[] = [
  row('v1', 'Namespace', 'namespaces', false, ['ns'], ['finalize', 'status']),
  row('v1', 'ConfigMap', 'configmaps', true, ['cm']),
  row('v1', 'Secret', 'secrets', true),
  row('v1', 'ServiceAccount', 'serviceaccounts', true, ['sa'], ['token']),
  row('v1', 'Service', 'services', true, ['svc'], ['status']),
  row('v1', 'Endpoints', 'endpoints', true, ['ep']),
  row('v1', 'Event', 'events', true, ['ev']),
  row('events.k8s.io/v1', 'Event', 'events', true, ['ev']),
  row('v1', 'Node', 'nodes', false, ['no'], ['status']),
  row('v1', 'Pod', 'pods', true, ['po'], ['status', 'binding', 'eviction', 'log']),
  row('v1', 'PersistentVolume', 'persistentvolumes', false, ['pv'], ['status']),
  row('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', true, ['pvc'], ['status']),
  row('apps/v1', 'Deployment', 'deployments', true, ['deploy'], ['status', 'scale']),
  row('apps/v1', 'DaemonSet', 'daemonsets', true, ['ds'], ['status']),
  row('apps/v1', 'ReplicaSet', 'replicasets', true, ['rs'], ['status', 'scale']),
  row('apps/v1', 'StatefulSet', 'statefulsets', true, ['sts'], ['status', 'scale']),
  row('apps/v1', 'ControllerRevision', 'controllerrevisions', true),
  row('batch/v1', 'Job', 'jobs', true, [], ['status']),
  row('batch/v1', 'CronJob', 'cronjobs', true, ['cj'], ['status']),
  row('coordination.k8s.io/v1', 'Lease', 'leases', true),
  row('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false),
  row('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', false),
  row('rbac.authorization.k8s.io/v1', 'Role', 'roles', true),
  row('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', true),
  row('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', true, ['pdb'], ['status']),
  row('storage.k8s.io/v1', 'StorageClass', 'storageclasses', false, ['sc']),
  row('storage.k8s.io/v1', 'CSIDriver', 'csidrivers', false),
  row('storage.k8s.io/v1', 'CSINode', 'csinodes', false),
  row('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', false, [], ['status']),
  row('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true, ['netpol']),
  row('networking.k8s.io/v1', 'Ingress', 'ingresses', true, ['ing'], ['status']),
  row('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', false, ['pc']),
  row('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', true),
  row('certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificatesigningrequests', false, ['csr'], ['approval', 'status']),
  row('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', false, ['crd', 'crds'], ['status']),
  row('authentication.k8s.io/v1', 'TokenReview', 'tokenreviews', false, [], [], ['create']),
  row('authentication.k8s.io/v1', 'SelfSubjectReview', 'selfsubjectreviews', false, [], [], ['create']),
  row('authorization.k8s.io/v1', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews', false, [], [], ['create']),
  row('authorization.k8s.io/v1', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews', false, [], [], ['create']),
  row('authorization.k8s.io/v1', 'SubjectAccessReview', 'subjectaccessreviews', false, [], [], ['create']),
];
