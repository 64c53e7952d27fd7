/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

interface Found {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly resources: readonly { readonly resource: string }[] }[];
}

export function discovery(api: () => Http): void {
  it('lists groups and resources the old way', async () => {
    expect((await api().get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const { body: groups } = await api().get('/apis');
    expect((groups['groups'] as { name: string }[]).map(({ name }) => name)).toEqual(expect.arrayContaining(['apps', 'batch', 'coordination.k8s.io', 'apiextensions.k8s.io']));
    const { body } = await api().get('/api/v1');
    const pods = (body['resources'] as { name: string }[]).find(({ name }) => name === 'pods');
    expect([body['kind'], body['groupVersion'], pods]).toMatchObject(['APIResourceList', 'v1', {
      name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', shortNames: ['po'], categories: ['all'],
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    }]);
    expect((body['resources'] as { name: string }[]).find(({ name }) => name === 'pods/eviction')).toMatchObject({ kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] });
    expect((await api().get('/apis/nothing.example.com/v1')).status).toBe(404);
  });

  it('lists everything in one document', async () => {
    const { body, headers } = await api().get('/apis', { accept: AGGREGATED });
    expect([body['kind'], body['apiVersion'], headers['content-type']])
      .toEqual(['APIGroupDiscoveryList', 'apidiscovery.k8s.io/v2', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList']);
    const apps = (body['items'] as Found[]).find(({ metadata }) => metadata.name === 'apps');
    const deployments = apps?.versions[0]?.resources.find(({ resource }) => resource === 'deployments');
    expect(deployments).toMatchObject({ scope: 'Namespaced', singularResource: 'deployment', responseKind: { kind: 'Deployment' }, shortNames: ['deploy'], categories: ['all'] });
    const { body: core } = await api().get('/api', { accept: AGGREGATED });
    expect(dig(core, 'items', 0, 'versions', 0, 'version')).toBe('v1');
  });

  it('describes custom resources like all others', async () => {
    const { body } = await api().get('/apis/conformance.example.com/v1');
    expect((body['resources'] as { name: string }[]).filter(({ name }) => name.startsWith('widgets'))).toMatchObject([
      { name: 'widgets', kind: 'Widget', namespaced: true, shortNames: ['wix'] }, { name: 'widgets/status', verbs: ['get', 'patch', 'update'] },
      { name: 'widgets/scale', group: 'autoscaling', version: 'v1', kind: 'Scale' },
    ]);
  });

  it('documents itself with OpenAPI v3', async () => {
    const { body } = await api().get('/openapi/v3');
    const paths = body['paths'] as Record<string, { serverRelativeURL: string }>;
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/conformance.example.com/v1']));
    const { body: document } = await api().get(paths['apis/conformance.example.com/v1']?.serverRelativeURL ?? '');
    const schemas = dig(document, 'components', 'schemas') as Record<string, object>;
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['com.example.conformance.v1.Widget']));
    expect(dig(schemas['com.example.conformance.v1.Widget'], 'x-kubernetes-group-version-kind')).toEqual([{ group: 'conformance.example.com', kind: 'Widget', version: 'v1' }]);
  });

  it('tells its version and health', async () => {
    expect((await api().get('/version')).body).toMatchObject({ major: '1', minor: expect.any(String), gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/) });
    for (const path of ['/healthz', '/livez', '/readyz']) expect((await api().get(path)).text).toBe('ok');
  });

  it('knows no other paths', async () => {
    expect((await api().get('/nowhere')).status).toBe(404);
    expect((await api().get('/apis/apps/v1/namespaces/default/nothings')).status).toBe(404);
  });
}
