import { asArray, asObject, asString, asStrings, at } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { customResourceSchema } from '../schema/index.js';
import type { Column } from '../schema/index.js';
import { customRules } from './default-rules.js';
import { apiVersionOf } from './resource.js';
import type { Resource, Rules, ScalePaths } from './resource.js';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** `.spec.replicas` as steps. */
export const steps = (path: string): readonly string[] => path.split('.').filter((step) => step !== '');

/** The resources that a CustomResourceDefinition serves, one for each served version. */
export function customResources(definition: ApiObject): readonly Resource[] {
  const versions = asArray(at(definition, 'spec', 'versions')).map(asObject);
  const storage = versions.find((version) => version['storage'] === true);
  return versions.filter((version) => version['served'] === true)
    .map((version) => customResource(definition, version, asString(storage?.['name'])));
}

function customResource(definition: ApiObject, of: JsonObject, storage: string): Resource {
  const spec = asObject(definition['spec']);
  const names = asObject(spec['names']);
  const group = asString(spec['group']);
  const version = asString(of['name']);
  const kind = asString(names['kind']);
  const scale = scaleOf(at(of, 'subresources', 'scale'));
  const warning = deprecation(of, group, kind);
  return {
    group, version, kind,
    apiVersion: apiVersionOf(group, version),
    listKind: asString(names['listKind']) || `${kind}List`,
    plural: asString(names['plural']),
    singular: asString(names['singular']) || kind.toLowerCase(),
    shortNames: asArray(names['shortNames']).map(asString),
    categories: asArray(names['categories']).map(asString),
    namespaced: spec['scope'] === 'Namespaced',
    verbs: VERBS,
    subresources: [...(at(of, 'subresources', 'status') === undefined ? [] : ['status']), ...(scale === undefined ? [] : ['scale'])],
    schema: customResourceSchema(asObject(at(of, 'schema', 'openAPIV3Schema'))),
    columns: columnsOf(of),
    collection: definition.metadata.name,
    storageVersion: apiVersionOf(group, storage),
    custom: true,
    rules: rulesOf(of),
    definition,
    ...(scale === undefined ? {} : { scale }),
    ...(warning === undefined ? {} : { deprecationWarning: warning }),
  };
}

function scaleOf(scale: unknown): ScalePaths | undefined {
  if (scale === undefined) return undefined;
  const selector = asString(at(scale, 'labelSelectorPath'));
  return {
    specReplicas: steps(asString(at(scale, 'specReplicasPath'))),
    statusReplicas: steps(asString(at(scale, 'statusReplicasPath'))),
    ...(selector === '' ? {} : { labelSelector: steps(selector) }),
  };
}

const AGE: Column = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 0 };

function columnsOf(version: JsonObject): readonly Column[] {
  const columns = asArray(version['additionalPrinterColumns']).map(asObject);
  if (columns.length === 0) return [AGE];
  return columns.map((column) => ({
    name: asString(column['name']),
    type: (asString(column['type']) || 'string') as Column['type'],
    jsonPath: asString(column['jsonPath']),
    priority: typeof column['priority'] === 'number' ? column['priority'] : 0,
    ...(typeof column['format'] === 'string' ? { format: column['format'] } : {}),
    description: asString(column['description']) || `Custom resource definition column (in JSONPath format): ${asString(column['jsonPath'])}`,
  }));
}

function rulesOf(version: JsonObject): Rules {
  const paths = asArray(version['selectableFields']).map((field) => asString(at(field, 'jsonPath')));
  if (paths.length === 0) return customRules;
  const names = paths.map((path) => path.replace(/^\./, ''));
  const of = (object: ApiObject): Record<string, string> => asStrings(Object.fromEntries(names.map((name) => {
    const value = at(object, ...steps(name));
    return [name, typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)];
  })));
  return { ...customRules, fields: { names, of } };
}

function deprecation(version: JsonObject, group: string, kind: string): string | undefined {
  if (version['deprecated'] !== true) return undefined;
  return asString(version['deprecationWarning']) || `${group}/${asString(version['name'])} ${kind} is deprecated`;
}
