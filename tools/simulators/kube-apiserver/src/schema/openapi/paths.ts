import { refTo } from './components.js';
import type { Json, JsonObject } from '../types.js';

/** What the paths of a resource are made from. */
export interface PathsOf {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
  readonly verbs: readonly string[];
  readonly model: string;
  readonly listModel: string;
}

interface Verb {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly verb: string;
  readonly action: string;
}

const onCollection: readonly Verb[] = [
  { method: 'get', verb: 'list', action: 'list' },
  { method: 'post', verb: 'create', action: 'post' },
  { method: 'delete', verb: 'deletecollection', action: 'deletecollection' },
];
const onObject: readonly Verb[] = [
  { method: 'get', verb: 'get', action: 'get' },
  { method: 'put', verb: 'update', action: 'put' },
  { method: 'patch', verb: 'patch', action: 'patch' },
  { method: 'delete', verb: 'delete', action: 'delete' },
];
const readAndWrite = new Set(['get', 'put', 'patch']);

const query = (name: string, description: string, type = 'string'): JsonObject => ({ name, in: 'query', description, schema: { type, uniqueItems: true } });
const inPath = (name: string, description: string): JsonObject => ({ name, in: 'path', required: true, description, schema: { type: 'string', uniqueItems: true } });

const ofWrites = [
  query('dryRun', 'With All, nothing is stored.'),
  query('fieldManager', 'Name of whoever makes the change.'),
  query('fieldValidation', 'What becomes of unknown and duplicate fields: Ignore, Warn or Strict.'),
];
const force = query('force', 'Takes fields from other managers; for apply only.', 'boolean');
const ofLists = [
  query('allowWatchBookmarks', 'Asks for bookmarks in a watch.', 'boolean'), query('continue', 'Where the page before ended.'),
  query('fieldSelector', 'Restriction by fields.'), query('labelSelector', 'Restriction by labels.'), query('limit', 'Size of a page.', 'integer'),
  query('resourceVersion', 'Version that the answer must be at.'), query('resourceVersionMatch', 'How resourceVersion is meant.'),
  query('sendInitialEvents', 'Starts a watch with what is there.', 'boolean'), query('timeoutSeconds', 'Time that the call may take.', 'integer'),
  query('watch', 'Asks for changes instead of a list.', 'boolean'),
];

const patchTypes = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json'];
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const content = (types: readonly string[], schema: JsonObject): JsonObject =>
  Object.fromEntries(types.map((type): [string, Json] => [type, { schema }]));

function parametersOf({ method, verb }: Verb): Json[] {
  if (method === 'patch') return [...ofWrites, force];
  if (method === 'post' || method === 'put') return [...ofWrites];
  return verb === 'list' || verb === 'deletecollection' ? [...ofLists] : [];
}

function bodyOf(verb: Verb, model: string, isCustom: boolean): JsonObject {
  switch (verb.method) {
    case 'patch': {
      const types = isCustom ? patchTypes.filter((type) => !type.includes('strategic')) : patchTypes;
      return { requestBody: { required: true, content: content(types, refTo(`${meta}.Patch`)) } };
    }
    case 'post':
    case 'put':
      return { requestBody: { required: true, content: content(['*/*'], refTo(model)) } };
    case 'delete':
      return { requestBody: { content: content(['*/*'], refTo(`${meta}.DeleteOptions`)) } };
    case 'get':
      return {};
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Writes the paths of one resource, as discovery tools expect them. */
export function pathsOf(resource: PathsOf, isCustom: boolean): Record<string, JsonObject> {
  const { group, version, kind, plural, namespaced, verbs } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const base = `${root}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}`;
  const common = [...(namespaced ? [inPath('namespace', 'Namespace of the object.')] : []), query('pretty', 'Indents the answer.')];
  const named = [inPath('name', `Name of the ${kind}.`), ...common];
  const serves = (verb: Verb): boolean => verbs.includes(verb.verb);
  const operation = (verb: Verb, suffix: string): JsonObject => operationOf(resource, verb, suffix, isCustom);
  const item = (chosen: readonly Verb[], parameters: Json[], suffix = ''): JsonObject =>
    ({ ...Object.fromEntries(chosen.map((verb) => [verb.method, operation(verb, suffix)])), parameters });
  const paths: Record<string, JsonObject> = { [base]: item(onCollection.filter(serves), common) };
  if (verbs.includes('list') && namespaced) paths[`${root}/${plural}`] = item(onCollection.filter(({ verb }) => verb === 'list'), [], 'ForAllNamespaces');
  if (verbs.includes('get')) paths[`${base}/{name}`] = item(onObject.filter(serves), named);
  for (const subresource of resource.subresources.filter((name) => name === 'status' || name === 'scale')) {
    const served = onObject.filter((verb) => serves(verb) && readAndWrite.has(verb.method));
    paths[`${base}/{name}/${subresource}`] = item(served, named, capital(subresource));
  }
  return paths;
}

const scaleModel = 'io.k8s.api.autoscaling.v1.Scale';

function operationOf(resource: PathsOf, verb: Verb, suffix: string, isCustom: boolean): JsonObject {
  const { group, version, kind, namespaced } = resource;
  const model = suffix === 'Scale' ? scaleModel : resource.model;
  const answer = verb.verb === 'list' ? resource.listModel : verb.method === 'delete' ? `${meta}.Status` : model;
  const groupName = group === '' ? 'core' : (group.split('.')[0] ?? group);
  const scope = namespaced && suffix !== 'ForAllNamespaces' ? 'Namespaced' : '';
  const gvk = suffix === 'Scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { group, version, kind };
  return {
    description: `${verb.verb} ${kind}${suffix === '' ? '' : `, ${suffix}`}`,
    operationId: `${verb.verb}${capital(groupName)}${capital(version)}${scope}${kind}${suffix}`,
    tags: [`${groupName}_${version}`],
    parameters: parametersOf(verb),
    ...bodyOf(verb, model, isCustom),
    responses: { 200: { description: 'OK', content: content(['application/json', 'application/yaml'], refTo(answer)) } },
    'x-kubernetes-action': verb.action,
    'x-kubernetes-group-version-kind': gvk,
  };
}
