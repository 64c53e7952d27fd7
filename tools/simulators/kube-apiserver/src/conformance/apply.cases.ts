/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string, data: object, metadata: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data });

interface Entry { readonly manager: string; readonly operation: string; readonly fieldsV1: object }

const owners = (body: unknown): readonly unknown[] =>
  (dig(body, 'metadata', 'managedFields') as Entry[]).map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]);

export function apply(api: () => Http): void {
  const as = (manager: string, name: string, body: object, force = false): ReturnType<Http['apply']> =>
    api().apply(`${MAPS}/${name}?fieldManager=${manager}${force ? '&force=true' : ''}`, body);

  it('creates what is not there and owns what it says', async () => {
    const { status, body } = await as('one', 'applied', map('applied', { a: '1' }));
    expect(status).toBe(201);
    expect(owners(body)).toEqual([['one', 'Apply', { 'f:data': { 'f:a': {} } }]]);
  });

  it('writes nothing when nothing changes', async () => {
    const first = await as('one', 'idempotent', map('idempotent', { a: '1' }));
    const again = await as('one', 'idempotent', map('idempotent', { a: '1' }));
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('takes away what its manager no longer says', async () => {
    await as('one', 'shrunk', map('shrunk', { a: '1', b: '2' }));
    await as('two', 'shrunk', map('shrunk', { b: '2', c: '3' }));
    const { body } = await as('one', 'shrunk', map('shrunk', {}));
    expect(dig(body, 'data')).toEqual({ b: '2', c: '3' });
  });

  it('refuses to take what another owns, unless forced', async () => {
    await as('one', 'disputed', map('disputed', { a: '1' }));
    const refused = await as('two', 'disputed', map('disputed', { a: '2' }));
    expect(refused.body).toMatchObject({
      code: 409, reason: 'Conflict', message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' }] },
    });
    const forced = await as('two', 'disputed', map('disputed', { a: '2' }), true);
    expect([forced.status, owners(forced.body)]).toEqual([200, [['two', 'Apply', { 'f:data': { 'f:a': {} } }]]]);
  });

  it('names every conflict', async () => {
    await as('one', 'disputes', map('disputes', { a: '1', b: '1' }));
    await as('three', 'disputes', map('disputes', { c: '1' }));
    const { body } = await as('two', 'disputes', map('disputes', { a: '2', b: '2', c: '2' }));
    expect(dig(body, 'message')).toBe('Apply failed with 3 conflicts: conflicts with "one":\n- .data.a\n- .data.b\nconflicts with "three":\n- .data.c');
  });

  it('shares a field that two managers agree on', async () => {
    await as('one', 'agreed', map('agreed', { a: '1' }));
    expect((await as('two', 'agreed', map('agreed', { a: '1' }))).status).toBe(200);
  });

  it('tells updates from applies', async () => {
    await as('one', 'mixed', map('mixed', { a: '1' }));
    const { body } = await api().send('PATCH', `${MAPS}/mixed?fieldManager=editor`, { body: { data: { a: '2', b: '2' } }, type: 'application/merge-patch+json' });
    expect(owners(body)).toEqual([['editor', 'Update', { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } }]].map((entry) => [entry[0], entry[1], expect.anything()]));
    const refused = await as('one', 'mixed', map('mixed', { a: '1' }));
    expect(refused.body).toMatchObject({ code: 409, message: 'Apply failed with 1 conflict: conflict with "editor" using v1: .data.a' });
  });

  it('does not create again what another uid was', async () => {
    const { body } = await as('one', 'recreated', map('recreated', {}, { uid: '1234' }));
    expect(body).toMatchObject({
      code: 409, message: 'Operation cannot be fulfilled on configmaps "recreated": uid mismatch: the provided object specified uid 1234, and no existing object was found',
    });
    await as('one', 'renewed', map('renewed', {}));
    expect((await as('one', 'renewed', map('renewed', {}, { uid: '1234' }))).body).toMatchObject({ code: 422, reason: 'Invalid' });
  });

  it('heeds a resourceVersion', async () => {
    await as('one', 'versioned-apply', map('versioned-apply', { a: '1' }));
    expect((await as('one', 'versioned-apply', map('versioned-apply', { a: '2' }, { resourceVersion: '1' }))).status).toBe(409);
  });

  it('wants to know who applies, and nothing about managers', async () => {
    expect((await api().apply(`${MAPS}/nobody`, map('nobody', {}))).status).toBe(422);
    expect((await as('one', 'told', map('told', {}, { managedFields: [{ manager: 'x' }] }))).status).toBe(400);
  });

  it('reads YAML and dry-runs', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml-apply}\ndata: {a: "1"}\n';
    expect((await api().apply(`${MAPS}/yaml-apply?fieldManager=one&dryRun=All`, text)).status).toBe(201);
    expect((await api().get(`${MAPS}/yaml-apply`)).status).toBe(404);
  });

  it('applies to one element of a list by its key', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments/keyed';
    const labels = { app: 'k' };
    const deployment = (containers: readonly object[]): object => ({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'keyed' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    });
    await api().apply(`${path}?fieldManager=one`, deployment([{ name: 'a', image: 'a:1' }]));
    const { status, body } = await api().apply(`${path}?fieldManager=two`, deployment([{ name: 'b', image: 'b:1' }]));
    expect([status, (dig(body, 'spec', 'template', 'spec', 'containers') as { name: string }[]).map(({ name }) => name)]).toEqual([200, ['a', 'b']]);
  });

  it('applies a status through its subresource', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments/keyed';
    const status = { conditions: [{ type: 'Available', status: 'True', reason: 'R', message: 'm', lastTransitionTime: '2026-01-01T00:00:00Z', lastUpdateTime: '2026-01-01T00:00:00Z' }] };
    const { status: code, body } = await api().apply(`${path}/status?fieldManager=statusbot`, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'keyed' }, status });
    expect([code, dig(body, 'status', 'conditions')]).toEqual([200, status.conditions]);
    expect((dig(body, 'metadata', 'managedFields') as { manager: string; subresource?: string }[]).find(({ manager }) => manager === 'statusbot')).toMatchObject({ operation: 'Apply', subresource: 'status' });
  });
}
