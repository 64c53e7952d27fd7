import type { Draft } from '../client.js';
import { RBAC } from './rbac.js';

/** Verbs, groups and resources of one rule, each separated by blanks; `core` is the group without a name. */
type Row = readonly [verbs: string, groups: string, resources: string];

const READ = 'get list watch';
const WRITE = 'create delete deletecollection patch update';
const EVENTS: Row = ['create patch update', 'core events.k8s.io', 'events'];

const split = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

const rule = ([verbs, groups, resources]: Row): object =>
  ({ verbs: split(verbs), apiGroups: split(groups).map((group) => (group === 'core' ? '' : group)), resources: split(resources) });

const paths = (...nonResourceURLs: readonly string[]): object => ({ verbs: ['get'], nonResourceURLs });

const BOOTSTRAPPING = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };

const role = (name: string, rules: readonly object[], labels: object = {}, more: object = {}): Draft =>
  ({ metadata: { name, labels: { ...BOOTSTRAPPING, ...labels }, annotations }, rules, ...more });

const partOf = (name: string): Record<string, string> => ({ [`${RBAC}/aggregate-to-${name}`]: 'true' });

const gathered = (name: string, labels: object = {}): Draft =>
  role(name, [], labels, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: partOf(name) }] } });

const TO_ADMIN: readonly Row[] = [
  ['create', 'authorization.k8s.io', 'localsubjectaccessreviews'],
  ['create delete deletecollection get list patch update watch', RBAC, 'rolebindings roles'],
];

const TO_EDIT: readonly Row[] = [
  [READ, 'core', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'],
  ['impersonate', 'core', 'serviceaccounts'],
  [WRITE, 'core', 'pods pods/attach pods/exec pods/portforward pods/proxy'],
  ['create', 'core', 'pods/eviction'],
  [WRITE, 'core', 'configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy'],
  ['create', 'core', 'serviceaccounts/token'],
  [WRITE, 'core events.k8s.io', 'events'],
  [WRITE, 'apps', 'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale'],
  [WRITE, 'autoscaling', 'horizontalpodautoscalers'],
  [WRITE, 'batch', 'cronjobs jobs'],
  [WRITE, 'extensions', 'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale'],
  [WRITE, 'policy', 'poddisruptionbudgets'],
  [WRITE, 'networking.k8s.io', 'ingresses networkpolicies'],
  ['create delete deletecollection get list patch update watch', 'coordination.k8s.io', 'leases'],
  [WRITE, 'resource.k8s.io', 'resourceclaims resourceclaimtemplates'],
];

const TO_VIEW: readonly Row[] = [
  [READ, 'core', 'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status'],
  [READ, 'core', 'bindings limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status'],
  [READ, 'core', 'namespaces'],
  [READ, 'core events.k8s.io', 'events'],
  [READ, 'discovery.k8s.io', 'endpointslices'],
  [READ, 'apps', 'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status'],
  [READ, 'autoscaling', 'horizontalpodautoscalers horizontalpodautoscalers/status'],
  [READ, 'batch', 'cronjobs cronjobs/status jobs jobs/status'],
  [READ, 'extensions', 'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale'],
  [READ, 'policy', 'poddisruptionbudgets poddisruptionbudgets/status'],
  [READ, 'networking.k8s.io', 'ingresses ingresses/status networkpolicies'],
  [READ, 'resource.k8s.io', 'resourceclaims resourceclaims/status resourceclaimtemplates'],
];

/** What a kubelet may do. */
const NODE: readonly Row[] = [
  ['create', 'authentication.k8s.io', 'tokenreviews'],
  ['create', 'authorization.k8s.io', 'localsubjectaccessreviews subjectaccessreviews'],
  [READ, 'core', 'services'],
  ['create get list watch', 'core', 'nodes'],
  ['patch update', 'core', 'nodes/status'],
  ['patch update', 'core', 'nodes'],
  EVENTS,
  [READ, 'core', 'pods'],
  ['create delete', 'core', 'pods'],
  ['patch update', 'core', 'pods/status'],
  ['create', 'core', 'pods/eviction'],
  [READ, 'core', 'configmaps secrets'],
  ['get', 'core', 'persistentvolumeclaims persistentvolumes'],
  ['get', 'core', 'endpoints'],
  ['create get list watch', 'certificates.k8s.io', 'certificatesigningrequests'],
  ['create delete get patch update', 'coordination.k8s.io', 'leases'],
  ['get', 'storage.k8s.io', 'volumeattachments'],
  ['create', 'core', 'serviceaccounts/token'],
  ['get patch update', 'core', 'persistentvolumeclaims/status'],
  [READ, 'storage.k8s.io', 'csidrivers'],
  ['create delete get patch update', 'storage.k8s.io', 'csinodes'],
  [READ, 'node.k8s.io', 'runtimeclasses'],
  ['get', 'resource.k8s.io', 'resourceclaims'],
  ['deletecollection', 'resource.k8s.io', 'resourceslices'],
  ['get', 'core', 'serviceaccounts'],
];

const PROXIER: readonly Row[] = [
  ['list watch', 'core', 'endpoints services'],
  [READ, 'core', 'nodes'],
  EVENTS,
  ['list watch', 'networking.k8s.io', 'servicecidrs'],
  ['list watch', 'discovery.k8s.io', 'endpointslices'],
];

const REQUESTS = 'certificates.k8s.io';
const requestRole = (name: string, verbs: string, resources: string): Draft => role(name, [rule([verbs, REQUESTS, resources])]);

/** The ClusterRoles of every cluster that people and nodes have to do with; those of single controllers are left out. */
export const bootstrapRoles: readonly Draft[] = [
  role('cluster-admin', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }]),
  role('system:aggregate-to-admin', TO_ADMIN.map(rule), partOf('admin')),
  role('system:aggregate-to-edit', TO_EDIT.map(rule), partOf('edit')),
  role('system:aggregate-to-view', TO_VIEW.map(rule), partOf('view')),
  gathered('view', partOf('edit')),
  gathered('edit', partOf('admin')),
  gathered('admin'),
  role('system:auth-delegator', [rule(['create', 'authentication.k8s.io', 'tokenreviews']), rule(['create', 'authorization.k8s.io', 'subjectaccessreviews'])]),
  role('system:basic-user', [
    rule(['create', 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews']), rule(['create', 'authentication.k8s.io', 'selfsubjectreviews']),
  ]),
  role('system:discovery', [paths('/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz', '/version', '/version/')]),
  role('system:public-info-viewer', [paths('/healthz', '/livez', '/readyz', '/version', '/version/')]),
  role('system:monitoring', [
    paths('/flagz', '/healthz', '/healthz/*', '/livez', '/livez/*', '/metrics', '/metrics/slis', '/readyz', '/readyz/*', '/statusz'),
    rule(['get', 'core', 'nodes/metrics']),
  ]),
  role('system:service-account-issuer-discovery', [
    paths('/.well-known/openid-configuration', '/.well-known/openid-configuration/', '/openid/v1/jwks', '/openid/v1/jwks/'),
  ]),
  role('system:node', NODE.map(rule)),
  role('system:node-proxier', PROXIER.map(rule)),
  requestRole('system:node-bootstrapper', 'create get list watch', 'certificatesigningrequests'),
  requestRole('system:certificates.k8s.io:certificatesigningrequests:nodeclient', 'create', 'certificatesigningrequests/nodeclient'),
  requestRole('system:certificates.k8s.io:certificatesigningrequests:selfnodeclient', 'create', 'certificatesigningrequests/selfnodeclient'),
];

const group = (name: string): object => ({ kind: 'Group', apiGroup: RBAC, name });
const user = (name: string): object => ({ kind: 'User', apiGroup: RBAC, name });

const bound = (name: string, ...subjects: readonly object[]): Draft =>
  ({ metadata: { name, labels: BOOTSTRAPPING, annotations }, roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name }, subjects });

/** Who has them from the start. */
export const bootstrapBindings: readonly Draft[] = [
  bound('cluster-admin', group('system:masters')),
  bound('system:basic-user', group('system:authenticated')),
  bound('system:discovery', group('system:authenticated')),
  bound('system:public-info-viewer', group('system:authenticated'), group('system:unauthenticated')),
  bound('system:monitoring', group('system:monitoring')),
  bound('system:service-account-issuer-discovery', group('system:serviceaccounts')),
  bound('system:node-proxier', user('system:kube-proxy')),
];
