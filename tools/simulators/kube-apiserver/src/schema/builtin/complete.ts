import { isObject, objectAt, textOr, without } from '../json.js';
import { asObject } from '../walk.js';
import type { Json, JsonObject } from '../types.js';

type Complete = (object: JsonObject) => JsonObject;

/** Changes the object at a path if it is there. */
function change(object: JsonObject, path: readonly string[], to: Complete): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return to(object);
  const next = object[key];
  return isObject(next) ? { ...object, [key]: change(next, rest, to) } : object;
}

/** Changes each object of the list at a key. */
function each(object: JsonObject, key: string, to: Complete): JsonObject {
  const list = object[key];
  return Array.isArray(list) ? { ...object, [key]: list.map((item) => (isObject(item) ? to(item) : item)) } : object;
}

const preset = (object: JsonObject, key: string, value: Json): JsonObject =>
  (object[key] === undefined ? { ...object, [key]: value } : object);

/** An image without a tag, or with the tag latest, is pulled at every start. */
function pullPolicy(image: Json | undefined): string {
  if (typeof image !== 'string' || image.includes('@')) return 'IfNotPresent';
  const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];
const containers = (spec: JsonObject, to: Complete): JsonObject => containerLists.reduce((out, key) => each(out, key, to), spec);

/** What is limited but not requested is requested up to its limit. */
function requested(container: JsonObject): JsonObject {
  const limits = objectAt(container['resources'], 'limits');
  if (limits === undefined) return container;
  return change(container, ['resources'], (resources) => ({ ...resources, requests: { ...limits, ...asObject(resources['requests']) } }));
}

function podSpec(spec: JsonObject): JsonObject {
  const out = containers(spec, (container) => preset(container, 'imagePullPolicy', pullPolicy(container['image'])));
  const account = out['serviceAccountName'] ?? out['serviceAccount'];
  const named = account === undefined ? out : { ...out, serviceAccount: account, serviceAccountName: account };
  if (named['hostNetwork'] !== true) return named;
  // A container of the host's network has the ports of the host.
  return containers(named, (container) => each(container, 'ports', (port) => preset(port, 'hostPort', port['containerPort'] ?? 0)));
}

/** Some defaults come with the pod itself, not with a template of it. */
const pod: Complete = (object) => change(object, ['spec'], (spec) => preset(containers(podSpec(spec), requested), 'enableServiceLinks', true));

const template = (object: JsonObject): JsonObject => change(object, ['spec', 'template', 'spec'], podSpec);

const rolling = (key: 'strategy' | 'updateStrategy', bounds: JsonObject): Complete => (object) =>
  change(template(object), ['spec', key], (strategy) => (strategy['type'] === 'RollingUpdate'
    ? { ...strategy, rollingUpdate: { ...bounds, ...asObject(strategy['rollingUpdate']) } }
    : strategy));

function secret(object: JsonObject): JsonObject {
  const texts = objectAt(object, 'stringData');
  if (texts === undefined) return object;
  const encoded = Object.entries(texts).map(([key, value]) => [key, Buffer.from(textOr(value, '')).toString('base64')] as const);
  return { ...without(object, 'stringData'), data: { ...asObject(object['data']), ...Object.fromEntries(encoded) } };
}

const service: Complete = (object) => change(object, ['spec'], (spec) => {
  const ported = each(spec, 'ports', (port) => preset(port, 'targetPort', port['port'] ?? 0));
  if (spec['type'] === 'ExternalName') return ported;
  const exposed = spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer' ? preset(ported, 'externalTrafficPolicy', 'Cluster') : ported;
  return preset(exposed, 'internalTrafficPolicy', 'Cluster');
});

const job: Complete = (object) => change(template(object), ['spec'], (spec) => {
  const parallel = spec['completions'] === undefined && spec['parallelism'] === undefined ? { ...spec, completions: 1, parallelism: 1 } : spec;
  const defaults: JsonObject = {
    parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, podReplacementPolicy: 'TerminatingOrFailed',
  };
  return { ...defaults, ...parallel };
});

/** A node offers all that it has, unless it says otherwise. */
const node: Complete = (object) => change(object, ['status'], (status) =>
  (status['capacity'] === undefined ? status : preset(status, 'allocatable', status['capacity'])));

const networkPolicy: Complete = (object) => change(object, ['spec'], (spec) =>
  preset(spec, 'policyTypes', spec['egress'] === undefined ? ['Ingress'] : ['Ingress', 'Egress']));

/** Selectors find a namespace by a label that is its name. */
const namespace: Complete = (object) => change(object, ['metadata'], (metadata) =>
  ({ ...metadata, labels: { ...asObject(metadata['labels']), 'kubernetes.io/metadata.name': metadata['name'] ?? '' } }));

const binding: Complete = (object) => {
  const roleRef = asObject(object['roleRef']);
  const grouped = roleRef['apiGroup'] === undefined ? { ...object, roleRef: { ...roleRef, apiGroup: 'rbac.authorization.k8s.io' } } : object;
  return each(grouped, 'subjects', (subject) =>
    (subject['kind'] === 'ServiceAccount' ? subject : preset(subject, 'apiGroup', 'rbac.authorization.k8s.io')));
};

const customResourceDefinition: Complete = (object) => change(object, ['spec', 'names'], (names) => {
  const kind = textOr(names['kind'], '');
  return preset(preset(names, 'singular', kind.toLowerCase()), 'listKind', `${kind}List`);
});

/** Defaults that depend on other fields, by kind. */
export const completions: Readonly<Record<string, Complete | undefined>> = {
  Namespace: namespace,
  Node: node,
  Pod: pod,
  Deployment: rolling('strategy', { maxUnavailable: '25%', maxSurge: '25%' }),
  DaemonSet: rolling('updateStrategy', { maxUnavailable: 1, maxSurge: 0 }),
  StatefulSet: rolling('updateStrategy', { partition: 0 }),
  ReplicaSet: template,
  Job: job,
  CronJob: (object) => change(object, ['spec', 'jobTemplate', 'spec', 'template', 'spec'], podSpec),
  Secret: secret,
  Service: service,
  NetworkPolicy: networkPolicy,
  RoleBinding: binding,
  ClusterRoleBinding: binding,
  CustomResourceDefinition: customResourceDefinition,
};
