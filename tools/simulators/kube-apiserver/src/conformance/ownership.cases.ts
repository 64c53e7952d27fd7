/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { dig, take } from '../testing/http.js';
import type { Http, Reply } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/ownership/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/ownership/deployments';
interface Entry { readonly manager: string; readonly operation: string; readonly subresource?: string; readonly fieldsV1: object }

/** Who owns which field, through every kind of write. */
export function ownership(api: () => Http): void {
  beforeAll(async () => { await api().post('/api/v1/namespaces', { metadata: { name: 'ownership' } }); });

  const map = (name: string, data: object, metadata: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data });
  const as = (manager: string, name: string, body: object, more = ''): Promise<Reply> => api().apply(`${MAPS}/${name}?fieldManager=${manager}${more}`, body);
  const owners = ({ body }: Reply): readonly unknown[] =>
    (dig(body, 'metadata', 'managedFields') as Entry[]).map(({ manager, operation, subresource, fieldsV1 }) =>
      [manager, operation, ...(subresource === undefined ? [] : [subresource]), fieldsV1]);

  it('takes the whole of an object over, and lets go of it field by field', async () => {
    await as('old', 'handed', map('handed', { a: '1', b: '2' }, { labels: { x: 'y' } }));
    const taken = await as('new', 'handed', map('handed', { a: '9', b: '2' }, { labels: { x: 'y' } }), '&force=true');
    expect(owners(taken)).toEqual([
      ['new', 'Apply', { 'f:data': { 'f:a': {}, 'f:b': {} }, 'f:metadata': { 'f:labels': { 'f:x': {} } } }],
      ['old', 'Apply', { 'f:data': { 'f:b': {} }, 'f:metadata': { 'f:labels': { 'f:x': {} } } }],
    ]);
    const left = await as('old', 'handed', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'handed' } });
    expect([dig(left.body, 'data'), owners(left).length]).toEqual([{ a: '9', b: '2' }, 1]);
    const less = await as('new', 'handed', map('handed', { b: '2' }));
    expect([dig(less.body, 'data'), dig(less.body, 'metadata', 'labels')]).toEqual([{ b: '2' }, undefined]);
  });

  it('takes away only what nobody else owns, metadata included', async () => {
    await as('one', 'marked', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'marked', finalizers: ['example.com/a'], annotations: { n: '1' } } });
    await as('two', 'marked', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'marked', finalizers: ['example.com/b'], annotations: { n: '1' } } });
    const { body } = await as('one', 'marked', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'marked' } });
    expect([dig(body, 'metadata', 'finalizers'), dig(body, 'metadata', 'annotations')]).toEqual([['example.com/b'], { n: '1' }]);
    await as('two', 'marked', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'marked' } });
  });

  it('gives an update what it changes, and takes it from whoever had it', async () => {
    await as('applier', 'updated', map('updated', { a: '1', b: '2' }));
    const { body } = await api().get(`${MAPS}/updated`);
    const changed = await api().put(`${MAPS}/updated?fieldManager=editor`, { ...body, data: { a: '1', b: '3' } });
    expect(owners(changed)).toEqual([['applier', 'Apply', { 'f:data': { 'f:a': {} } }], ['editor', 'Update', { 'f:data': { 'f:b': {} } }]]);
    const refused = await as('applier', 'updated', map('updated', { a: '1', b: '2' }));
    expect([refused.status, refused.body['message']]).toEqual([409, 'Apply failed with 1 conflict: conflict with "editor" using v1: .data.b']);
    // What a manager no longer says it no longer disputes.
    expect((await as('applier', 'updated', map('updated', { a: '1' }))).status).toBe(200);
  });

  it('forgets all managers when told to', async () => {
    await as('one', 'forgotten', map('forgotten', { a: '1' }));
    const cleared = await api().merge(`${MAPS}/forgotten`, { metadata: { managedFields: [{}] } });
    expect([cleared.status, dig(cleared.body, 'metadata', 'managedFields')]).toEqual([200, undefined]);
    expect((await as('two', 'forgotten', map('forgotten', { a: '2' }))).body['message']).toContain('conflict with "before-first-apply" using v1: .data.a');
  });

  it('owns elements of lists by their keys, down to their fields', async () => {
    const labels = { app: 'k' };
    const deployment = (containers: readonly object[]): object => ({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'keyed' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    });
    const apply = (manager: string, containers: readonly object[]): Promise<Reply> => api().apply(`${DEPLOYMENTS}/keyed?fieldManager=${manager}`, deployment(containers));
    await apply('one', [{ name: 'a', image: 'a:1', env: [{ name: 'E', value: '1' }], ports: [{ containerPort: 80 }] }]);
    const both = await apply('two', [{ name: 'a', env: [{ name: 'F', value: '2' }] }, { name: 'b', image: 'b:1' }]);
    expect(dig(both.body, 'spec', 'template', 'spec', 'containers', 0, 'env')).toEqual([{ name: 'E', value: '1' }, { name: 'F', value: '2' }]);
    const fewer = await apply('one', [{ name: 'a', image: 'a:2' }]);
    expect(dig(fewer.body, 'spec', 'template', 'spec', 'containers', 0)).toMatchObject({ image: 'a:2', env: [{ name: 'F', value: '2' }] });
    expect(dig(fewer.body, 'spec', 'template', 'spec', 'containers', 0, 'ports')).toBeUndefined();
    const gone = await apply('two', []);
    expect((dig(gone.body, 'spec', 'template', 'spec', 'containers') as { name: string }[]).map(({ name }) => name)).toEqual(['a']);
    expect((await apply('two', [{ name: 'a', image: 'x' }])).status).toBe(409);
  });

  it('applies nothing to what another uid was, though it was there a moment ago', async () => {
    const { body } = await as('one', 'uid-bound', map('uid-bound', { a: '1' }));
    const uid = dig(body, 'metadata', 'uid');
    expect((await as('one', 'uid-bound', map('uid-bound', { a: '2' }, { uid }))).status).toBe(200);
    await api().delete(`${MAPS}/uid-bound`, { preconditions: { uid } });
    expect((await as('one', 'uid-bound', map('uid-bound', { a: '3' }, { uid }))).body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await api().get(`${MAPS}/uid-bound`)).status).toBe(404);
  });

  it('writes nothing, and rings nobody, when an apply or an update changes nothing', async () => {
    const first = await as('one', 'still', map('still', { a: '1' }));
    const from = String(dig(first.body, 'metadata', 'resourceVersion'));
    const watching = take(api().watch(`${MAPS}?watch=true&resourceVersion=${from}`), 1);
    await as('one', 'still', map('still', { a: '1' }));
    await api().merge(`${MAPS}/still`, { data: { a: '1' } });
    await api().json(`${MAPS}/still`, [{ op: 'test', path: '/data/a', value: '1' }]);
    await api().post(MAPS, { metadata: { name: 'after-still' } });
    expect((await watching).map(({ object }) => dig(object, 'metadata', 'name'))).toEqual(['after-still']);
  });

  it('tries an apply without doing it, conflicts included', async () => {
    await as('one', 'tried', map('tried', { a: '1' }));
    expect((await as('two', 'tried', map('tried', { a: '2' }), '&dryRun=All')).status).toBe(409);
    const forced = await as('two', 'tried', map('tried', { a: '2' }), '&dryRun=All&force=true');
    expect([dig(forced.body, 'data', 'a'), dig((await api().get(`${MAPS}/tried`)).body, 'data', 'a')]).toEqual(['2', '1']);
  });
}
