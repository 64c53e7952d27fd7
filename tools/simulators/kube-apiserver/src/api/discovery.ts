import type { Registry } from '../registry/registry.js';
import { apiVersionOf } from '../registry/resource.js';
import type { Resource } from '../registry/resource.js';

/** Verbs and kinds of subresources that are not simply the object again. */
const SUBRESOURCES: Readonly<Record<string, { verbs: readonly string[]; group?: string; version?: string; kind?: string }>> = {
  status: { verbs: ['get', 'patch', 'update'] },
  scale: { verbs: ['get', 'patch', 'update'], group: 'autoscaling', version: 'v1', kind: 'Scale' },
  approval: { verbs: ['get', 'patch', 'update'] },
  finalize: { verbs: ['update'] },
  binding: { verbs: ['create'], kind: 'Binding' },
  eviction: { verbs: ['create'], group: 'policy', version: 'v1', kind: 'Eviction' },
  log: { verbs: ['get'] },
  token: { verbs: ['create'], group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
};

const groupVersions = (group: string, versions: readonly string[]): readonly { groupVersion: string; version: string }[] =>
  versions.map((version) => ({ groupVersion: apiVersionOf(group, version), version }));

function apiGroup(group: string, versions: readonly string[]): object {
  const all = groupVersions(group, versions);
  return { name: group, versions: all, preferredVersion: all[0] };
}

/** `/api` */
export const coreVersions = (address: string): object => ({
  kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
});

/** `/apis` */
export const groupList = (registry: Registry): object => ({
  kind: 'APIGroupList', apiVersion: 'v1',
  groups: [...registry.groups()].filter(([group]) => group !== '').map(([group, versions]) => apiGroup(group, versions)),
});

/** `/apis/<group>` */
export function oneGroup(registry: Registry, group: string): object | undefined {
  const versions = registry.groups().get(group);
  return versions === undefined || group === '' ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(group, versions) };
}

/** `/api/v1` and `/apis/<group>/<version>` */
export function resourceList(registry: Registry, group: string, version: string): object | undefined {
  const resources = registry.inVersion(group, version);
  if (resources.length === 0) return undefined;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersionOf(group, version), resources: resources.flatMap(entries) };
}

function entries(resource: Resource): readonly object[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const main = {
    name: plural, singularName: singular, namespaced, kind, verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }), ...(categories.length === 0 ? {} : { categories }),
  };
  return [main, ...resource.subresources.map((name) => {
    const { verbs: subVerbs = ['get'], ...of } = SUBRESOURCES[name] ?? {};
    return { name: `${plural}/${name}`, singularName: '', namespaced, kind, ...of, verbs: subVerbs };
  })];
}

/** `/api` and `/apis` in one document each, as kubectl asks for them. */
export const aggregated = (registry: Registry, core: boolean, apiVersion: string): object => ({
  kind: 'APIGroupDiscoveryList', apiVersion, metadata: {},
  items: [...registry.groups()].filter(([group]) => (group === '') === core).map(([group, versions]) => ({
    metadata: { ...(group === '' ? {} : { name: group }), creationTimestamp: null },
    versions: versions.map((version) => ({
      version, freshness: 'Current', resources: registry.inVersion(group, version).map(discovered),
    })),
  })),
});

function discovered(resource: Resource): object {
  const { group, version, kind, plural, singular, namespaced, verbs, shortNames, categories, subresources } = resource;
  return {
    resource: plural, responseKind: { group, version, kind }, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: singular, verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }), ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : {
      subresources: subresources.map((name) => {
        const { verbs: subVerbs = ['get'], ...of } = SUBRESOURCES[name] ?? {};
        return { subresource: name, responseKind: { group, version, kind, ...of }, verbs: subVerbs };
      }),
    }),
  };
}
