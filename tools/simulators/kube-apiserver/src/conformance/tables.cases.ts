import { expect, it } from '@jest/globals';
import { dig, take } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const PARTIAL = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';
const WIDGETS = '/apis/conformance.example.com/v1/namespaces/default/widgets';

const columns = (body: unknown): readonly unknown[] =>
  (dig(body, 'columnDefinitions') as { name: string; type: string; priority: number }[]).map(({ name, type, priority }) => [name, type, priority]);

const headers = (body: unknown): readonly unknown[] => (dig(body, 'columnDefinitions') as { name: string }[]).map(({ name }) => name);

export function tables(api: () => Http): void {
  it('shows custom resources by their printer columns', async () => {
    const { body } = await api().get(`${WIDGETS}?fieldSelector=metadata.name%3Dfull`, { accept: TABLE });
    expect([body['kind'], body['apiVersion']]).toEqual(['Table', 'meta.k8s.io/v1']);
    expect(columns(body)).toEqual([['Name', 'string', 0], ['Size', 'integer', 0], ['Hue', 'string', 1]]);
    expect(dig(body, 'rows', 0)).toMatchObject({ cells: ['full', 2, 'red'], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'full' } } });
  });

  it('includes objects as asked', async () => {
    const one = `${WIDGETS}/full`;
    expect(dig((await api().get(`${one}?includeObject=Object`, { accept: TABLE })).body, 'rows', 0, 'object', 'spec', 'size')).toBe(2);
    expect(dig((await api().get(`${one}?includeObject=None`, { accept: TABLE })).body, 'rows', 0, 'object')).toBeNull();
  });

  it.each([
    ['/api/v1/namespaces/default/pods', ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates']],
    ['/api/v1/nodes', ['Name', 'Status', 'Roles', 'Age', 'Version', 'Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime']],
    ['/api/v1/namespaces', ['Name', 'Status', 'Age']],
    ['/api/v1/namespaces/default/configmaps', ['Name', 'Data', 'Age']],
    ['/api/v1/namespaces/default/secrets', ['Name', 'Type', 'Data', 'Age']],
    ['/api/v1/namespaces/default/services', ['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', 'Selector']],
    ['/apis/apps/v1/namespaces/default/deployments', ['Name', 'Ready', 'Up-to-date', 'Available', 'Age', 'Containers', 'Images', 'Selector']],
    ['/apis/apps/v1/namespaces/default/daemonsets', ['Name', 'Desired', 'Current', 'Ready', 'Up-to-date', 'Available', 'Node Selector', 'Age', 'Containers', 'Images', 'Selector']],
    ['/api/v1/namespaces/default/events', ['Last Seen', 'Type', 'Reason', 'Object', 'Subobject', 'Source', 'Message', 'First Seen', 'Count', 'Name']],
    ['/apis/coordination.k8s.io/v1/namespaces/default/leases', ['Name', 'Holder', 'Age']],
    ['/apis/certificates.k8s.io/v1/certificatesigningrequests', ['Name', 'Age', 'SignerName', 'Requestor', 'RequestedDuration', 'Condition']],
    ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions', ['Name', 'Created At']],
  ])('has the usual columns for %s', async (path, expected) => {
    expect(headers((await api().get(path, { accept: TABLE })).body)).toEqual(expected);
  });

  it('shows metadata only', async () => {
    const { body } = await api().get(WIDGETS, { accept: PARTIAL });
    expect([body['kind'], dig(body, 'items', 0, 'kind'), dig(body, 'items', 0, 'spec')]).toEqual(['PartialObjectMetadataList', 'PartialObjectMetadata', undefined]);
  });

  it('watches as Tables, with the columns in the first one only', async () => {
    const lines = await take(api().watch(`${WIDGETS}?watch=true`, { accept: TABLE }), 2);
    expect(lines.map(({ object }) => [object['kind'], Array.isArray(object['columnDefinitions'])])).toEqual([['Table', true], ['Table', false]]);
  });
}
