import { describe, expect, it } from '@jest/globals';
import { builtinResources } from '../builtin/resources.js';
import { customResourceSchema } from '../builtin/crd.js';
import { isObject } from '../json.js';
import { openApiV3, openApiV3Hash, openApiV3Index } from './document.js';
import type { Json, JsonObject } from '../types.js';

const groupVersions = [...new Map(builtinResources.map(({ group, version }) => [`${group}/${version}`, { group, version }])).values()];

function at(document: Json, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), document);
}

function refsOf(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(refsOf);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => (key === '$ref' && typeof field === 'string' ? [field] : refsOf(field)));
}

const widget = {
  group: 'test.example.com', version: 'v1', kind: 'Widget', plural: 'widgets', namespaced: true, subresources: ['status'],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: customResourceSchema({ type: 'object', description: 'A widget.', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } }),
};

describe('OpenAPI v3 documents', () => {
  it.each(groupVersions)('of $group/$version refer to nothing that is missing and keep internal keys inside', (gv) => {
    const document = openApiV3(gv, builtinResources);
    const schemas = at(document, 'components', 'schemas') as JsonObject;
    const missing = refsOf(document).filter((ref) => !Object.hasOwn(schemas, ref.replace('#/components/schemas/', '')));
    expect(missing).toEqual([]);
    expect(JSON.stringify(document)).not.toMatch(/"x-(model|note|zero|omit-empty)"/);
  });

  it('name the kind of each operation, and that writes take fieldValidation', () => {
    const document = openApiV3({ group: 'apps', version: 'v1' }, builtinResources);
    const patch = at(document, 'paths', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}', 'patch');
    expect(at(patch ?? null, 'x-kubernetes-group-version-kind')).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
    expect(JSON.stringify(at(patch ?? null, 'parameters'))).toContain('"fieldValidation"');
    const kind = at(document, 'components', 'schemas', 'io.k8s.api.apps.v1.Deployment', 'x-kubernetes-group-version-kind');
    expect(kind).toEqual([{ group: 'apps', version: 'v1', kind: 'Deployment' }]);
  });

  it('name custom resources by their group backwards', () => {
    const document = openApiV3({ group: 'test.example.com', version: 'v1' }, [widget]);
    const schema = at(document, 'components', 'schemas', 'com.example.test.v1.Widget');
    expect(at(schema ?? null, 'properties', 'spec', 'properties', 'size')).toEqual({ type: 'integer' });
    expect(at(schema ?? null, 'properties', 'metadata')).toEqual({ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' });
    expect(at(document, 'components', 'schemas', 'com.example.test.v1.WidgetList')).toBeDefined();
  });

  it('are found through an index whose hash changes with the document', () => {
    const gv = { group: 'test.example.com', version: 'v1' };
    const hash = openApiV3Hash(openApiV3(gv, [widget]));
    expect(openApiV3Index([{ ...gv, hash }])).toEqual({
      paths: { 'apis/test.example.com/v1': { serverRelativeURL: `/openapi/v3/apis/test.example.com/v1?hash=${hash}` } },
    });
    expect(openApiV3Hash(openApiV3(gv, []))).not.toBe(hash);
  });
});
