import * as apps from './apps.js';
import * as cluster from './cluster.js';
import * as core from './core.js';
import * as policy from './policy.js';
import * as show from './columns.cluster.js';
import * as workload from './columns.workload.js';
import { completions } from './complete.js';
import { nameAndAge, nameColumn } from './columns.js';
import { Pod } from './pod.js';
import type { BuiltinResource, Column, Schema } from '../types.js';

interface Row {
  readonly plural: string;
  readonly schema: Schema;
  readonly short?: string;
  readonly scope?: 'Cluster';
  readonly sub?: string;
  readonly columns?: readonly Column[];
  readonly categories?: string;
  readonly verbs?: readonly string[];
}

const words = (text: string | undefined): string[] => (text === undefined ? [] : text.split(' '));
const createOnly = ['create'];
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The rows of one group and version. The kind is the last word of the schema's model name. */
function group(name: string, rows: readonly Row[], version = 'v1'): BuiltinResource[] {
  return rows.map((row) => {
    const kind = row.schema['x-model']?.split('.').at(-1) ?? '';
    const complete = completions[kind];
    return {
      group: name, version, kind, plural: row.plural, singular: kind.toLowerCase(), shortNames: words(row.short),
      categories: words(row.categories), namespaced: row.scope === undefined, subresources: words(row.sub),
      verbs: row.verbs ?? verbs, schema: row.schema,
      columns: row.columns ?? nameAndAge, ...(complete === undefined ? {} : { complete }),
    };
  });
}

const Cluster = 'Cluster';
const all = 'all';

/** Every kind that the API server brings along. */
export const builtinResources: readonly BuiltinResource[] = [
  ...group('', [
    { plural: 'bindings', schema: core.Binding, verbs: createOnly, columns: [nameColumn] },
    { plural: 'configmaps', schema: core.ConfigMap, short: 'cm', columns: show.configMapColumns },
    { plural: 'endpoints', schema: core.Endpoints, short: 'ep', columns: show.endpointsColumns },
    { plural: 'events', schema: core.Event, short: 'ev', columns: show.eventColumns },
    { plural: 'limitranges', schema: core.LimitRange, short: 'limits', columns: show.createdAt },
    {
      plural: 'namespaces', schema: core.Namespace, short: 'ns', scope: Cluster, sub: 'status finalize', columns: show.namespaceColumns,
      verbs: verbs.filter((verb) => verb !== 'deletecollection'),
    },
    { plural: 'nodes', schema: core.Node, short: 'no', scope: Cluster, sub: 'status proxy', columns: workload.nodeColumns },
    { plural: 'persistentvolumeclaims', schema: core.PersistentVolumeClaim, short: 'pvc', sub: 'status', columns: show.claimColumns },
    { plural: 'persistentvolumes', schema: core.PersistentVolume, short: 'pv', scope: Cluster, sub: 'status', columns: show.volumeColumns },
    {
      plural: 'pods', schema: Pod, short: 'po', sub: 'status binding eviction log exec attach portforward proxy', columns: workload.podColumns,
      categories: all,
    },
    { plural: 'resourcequotas', schema: core.ResourceQuota, short: 'quota', sub: 'status', columns: show.quotaColumns },
    { plural: 'secrets', schema: core.Secret, columns: show.secretColumns },
    { plural: 'serviceaccounts', schema: core.ServiceAccount, short: 'sa', sub: 'token' },
    { plural: 'services', schema: core.Service, short: 'svc', sub: 'status proxy', columns: show.serviceColumns, categories: all },
  ]),
  ...group('apps', [
    { plural: 'controllerrevisions', schema: apps.ControllerRevision, columns: workload.revisionColumns },
    { plural: 'daemonsets', schema: apps.DaemonSet, short: 'ds', sub: 'status', columns: workload.daemonSetColumns, categories: all },
    { plural: 'deployments', schema: apps.Deployment, short: 'deploy', sub: 'status scale', columns: workload.deploymentColumns, categories: all },
    { plural: 'replicasets', schema: apps.ReplicaSet, short: 'rs', sub: 'status scale', columns: workload.replicaSetColumns, categories: all },
    { plural: 'statefulsets', schema: apps.StatefulSet, short: 'sts', sub: 'status scale', columns: workload.statefulSetColumns, categories: all },
  ]),
  ...group('batch', [
    { plural: 'cronjobs', schema: apps.CronJob, short: 'cj', sub: 'status', columns: workload.cronJobColumns, categories: all },
    { plural: 'jobs', schema: apps.Job, sub: 'status', columns: workload.jobColumns, categories: all },
  ]),
  ...group('rbac.authorization.k8s.io', [
    { plural: 'clusterrolebindings', schema: policy.ClusterRoleBinding, scope: Cluster, columns: show.bindingColumns },
    { plural: 'clusterroles', schema: policy.ClusterRole, scope: Cluster, columns: show.createdAt },
    { plural: 'rolebindings', schema: policy.RoleBinding, columns: show.bindingColumns },
    { plural: 'roles', schema: policy.Role, columns: show.createdAt },
  ]),
  ...group('coordination.k8s.io', [{ plural: 'leases', schema: policy.Lease, columns: show.leaseColumns }]),
  ...group('events.k8s.io', [{ plural: 'events', schema: policy.EventV1, short: 'ev', columns: show.eventV1Columns }]),
  ...group('storage.k8s.io', [
    { plural: 'csidrivers', schema: cluster.CSIDriver, scope: Cluster, columns: show.driverColumns },
    { plural: 'csinodes', schema: cluster.CSINode, scope: Cluster, columns: show.csiNodeColumns },
    { plural: 'storageclasses', schema: cluster.StorageClass, short: 'sc', scope: Cluster, columns: show.storageClassColumns },
    { plural: 'volumeattachments', schema: cluster.VolumeAttachment, scope: Cluster, sub: 'status', columns: show.attachmentColumns },
  ]),
  ...group('policy', [
    { plural: 'poddisruptionbudgets', schema: policy.PodDisruptionBudget, short: 'pdb', sub: 'status', columns: show.budgetColumns },
  ]),
  ...group('certificates.k8s.io', [
    {
      plural: 'certificatesigningrequests', schema: policy.CertificateSigningRequest, short: 'csr', scope: Cluster, sub: 'status approval',
      columns: show.requestColumns,
    },
  ]),
  ...group('apiextensions.k8s.io', [
    {
      plural: 'customresourcedefinitions', schema: cluster.CustomResourceDefinition, short: 'crd crds', scope: Cluster, sub: 'status',
      columns: show.createdAt, categories: 'api-extensions',
    },
  ]),
  ...group('apiregistration.k8s.io', [
    { plural: 'apiservices', schema: cluster.APIService, scope: Cluster, sub: 'status', columns: show.apiServiceColumns, categories: 'api-extensions' },
  ]),
  ...group('admissionregistration.k8s.io', [
    {
      plural: 'mutatingwebhookconfigurations', schema: cluster.MutatingWebhookConfiguration, scope: Cluster, columns: show.webhookColumns,
      categories: 'api-extensions',
    },
    {
      plural: 'validatingwebhookconfigurations', schema: cluster.ValidatingWebhookConfiguration, scope: Cluster, columns: show.webhookColumns,
      categories: 'api-extensions',
    },
  ]),
  ...group('authentication.k8s.io', [
    { plural: 'selfsubjectreviews', schema: policy.SelfSubjectReview, scope: Cluster, verbs: createOnly },
    { plural: 'tokenreviews', schema: policy.TokenReview, scope: Cluster, verbs: createOnly },
  ]),
  ...group('authorization.k8s.io', [
    { plural: 'localsubjectaccessreviews', schema: policy.LocalSubjectAccessReview, verbs: createOnly },
    { plural: 'selfsubjectaccessreviews', schema: policy.SelfSubjectAccessReview, scope: Cluster, verbs: createOnly },
    { plural: 'selfsubjectrulesreviews', schema: policy.SelfSubjectRulesReview, scope: Cluster, verbs: createOnly },
    { plural: 'subjectaccessreviews', schema: policy.SubjectAccessReview, scope: Cluster, verbs: createOnly },
  ]),
  ...group('networking.k8s.io', [
    { plural: 'ingressclasses', schema: cluster.IngressClass, scope: Cluster, columns: show.ingressClassColumns },
    { plural: 'ingresses', schema: cluster.Ingress, short: 'ing', sub: 'status', columns: show.ingressColumns },
    { plural: 'networkpolicies', schema: cluster.NetworkPolicy, short: 'netpol', columns: show.policyColumns },
  ]),
  ...group('scheduling.k8s.io', [
    { plural: 'priorityclasses', schema: cluster.PriorityClass, short: 'pc', scope: Cluster, columns: show.priorityColumns },
  ]),
  ...group('discovery.k8s.io', [{ plural: 'endpointslices', schema: cluster.EndpointSlice, columns: show.sliceColumns }]),
];

/** The kinds of requests that only subresources take: what is sent to scale, evict, or issue a token. */
export const subresourceKinds = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale', schema: cluster.Scale },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction', schema: policy.Eviction },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', schema: policy.TokenRequest },
  binding: { group: '', version: 'v1', kind: 'Binding', schema: core.Binding },
} as const;
