import { createHash } from 'node:crypto';
import { DeleteOptions, ListMeta, ObjectMeta, Status, listOf } from '../builtin/meta.js';
import { Scale } from '../builtin/cluster.js';
import { canonical } from '../json.js';
import { Components } from './components.js';
import { pathsOf } from './paths.js';
import type { BuiltinResource, JsonObject, Schema } from '../types.js';

/** A group and version of the API; the group is '' for core. */
export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** What a document says of a resource. Custom resources bring the schema that `customResourceSchema` made. */
export type DocumentedResource = Pick<
  BuiltinResource, 'group' | 'version' | 'kind' | 'plural' | 'namespaced' | 'subresources' | 'verbs' | 'schema'
> & { readonly listKind?: string };

/** Where the document of a group and version is found below `/openapi/v3/`. */
export const openApiV3Path = ({ group, version }: GroupVersion): string => (group === '' ? `api/${version}` : `apis/${group}/${version}`);

/** A hash of a document: clients keep a document as long as the index names the same hash. */
export const openApiV3Hash = (document: JsonObject): string => createHash('sha512').update(canonical(document)).digest('hex').toUpperCase();

/** The answer to `/openapi/v3`. */
export function openApiV3Index(groupVersions: readonly (GroupVersion & { readonly hash: string })[]): JsonObject {
  const paths = groupVersions.map((gv) => {
    const path = openApiV3Path(gv);
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${gv.hash}` }] as const;
  });
  return { paths: Object.fromEntries(paths) };
}

/** The name of a custom resource's component: its group backwards, as for built-in kinds. */
function modelOf({ group, version, kind, schema }: DocumentedResource): string {
  return schema['x-model'] ?? [...group.split('.').reverse(), version, kind].join('.');
}

/** The answer to `/openapi/v3/apis/<group>/<version>`: paths and schemas of its resources, for `kubectl explain` and client-side checks. */
export function openApiV3({ group, version }: GroupVersion, resources: readonly DocumentedResource[], serverVersion = '1.36'): JsonObject {
  const components = new Components();
  const paths: Record<string, JsonObject> = {};
  for (const shared of [DeleteOptions, Status, ListMeta, ObjectMeta]) components.write(shared);
  components.schemas.set('io.k8s.apimachinery.pkg.apis.meta.v1.Patch', { type: 'object', description: 'A patch, in the format that its content type names.' });
  for (const resource of resources) {
    if (resource.group !== group || resource.version !== version) continue;
    const model = modelOf(resource);
    const isCustom = resource.schema['x-model'] === undefined;
    const named: Schema = { ...resource.schema, 'x-model': model };
    components.addKind(named, { group, version, kind: resource.kind });
    const listKind = resource.listKind ?? `${resource.kind}List`;
    const listModel = model.replace(/[^.]+$/, listKind);
    if (resource.verbs.includes('list')) components.addKind({ ...listOf(named), 'x-model': listModel }, { group, version, kind: listKind });
    if (resource.subresources.includes('scale')) components.addKind(Scale, { group: 'autoscaling', version: 'v1', kind: 'Scale' });
    Object.assign(paths, pathsOf({ ...resource, model, listModel }, isCustom));
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: serverVersion },
    paths,
    components: { schemas: Object.fromEntries([...components.schemas].sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}
