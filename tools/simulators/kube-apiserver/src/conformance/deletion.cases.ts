/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

export function deletion(api: () => Http): void {
  const make = async (name: string, metadata: object = {}): Promise<unknown> =>
    (await api().post(MAPS, { metadata: { name, ...metadata } })).body;

  it('deletes at once what nothing holds back', async () => {
    const made = await make('gone');
    const { status, body } = await api().delete(`${MAPS}/gone`);
    expect([status, body]).toEqual([200, {
      kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { name: 'gone', kind: 'configmaps', uid: dig(made, 'metadata', 'uid') },
    }]);
    expect((await api().get(`${MAPS}/gone`)).status).toBe(404);
    expect((await api().delete(`${MAPS}/gone`)).body).toMatchObject({ code: 404, message: 'configmaps "gone" not found' });
  });

  it('waits for finalizers', async () => {
    await make('held', { finalizers: ['example.com/hold'] });
    const { status, body } = await api().delete(`${MAPS}/held`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'ConfigMap', metadata: { deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0 } });
    const added = await api().merge(`${MAPS}/held`, { metadata: { finalizers: ['example.com/hold', 'example.com/new'] } });
    expect(added.body).toMatchObject({
      code: 422, message: 'ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, ' +
        'found new finalizers []string{"example.com/new"}',
    });
    expect((await api().post(MAPS, { metadata: { name: 'held' } })).body).toMatchObject({ code: 409, message: 'object is being deleted: configmaps "held" already exists' });
    const released = await api().merge(`${MAPS}/held`, { metadata: { finalizers: null } });
    expect([released.status, dig(released.body, 'metadata', 'finalizers')]).toEqual([200, undefined]);
    expect((await api().get(`${MAPS}/held`)).status).toBe(404);
  });

  it('deletes only what the preconditions name', async () => {
    const made = await make('precise');
    expect((await api().delete(`${MAPS}/precise`, { preconditions: { uid: 'x' } })).body).toMatchObject({
      code: 409, reason: 'Conflict', details: { name: 'precise', kind: 'ConfigMap' },
      message: 'Operation cannot be fulfilled on ConfigMap "precise": the UID in the precondition (x) does not match the UID in record ' +
        `(${String(dig(made, 'metadata', 'uid'))}). The object might have been deleted and then recreated`,
    });
    expect((await api().delete(`${MAPS}/precise`, { preconditions: { resourceVersion: '1' } })).body).toMatchObject({ code: 409 });
    expect((await api().delete(`${MAPS}/precise`, { preconditions: { uid: dig(made, 'metadata', 'uid') } })).status).toBe(200);
  });

  it('deletes nothing under dryRun', async () => {
    await make('dry-deleted');
    expect((await api().delete(`${MAPS}/dry-deleted?dryRun=All`)).status).toBe(200);
    expect((await api().delete(`${MAPS}/dry-deleted`, { dryRun: ['All'] })).status).toBe(200);
    expect((await api().get(`${MAPS}/dry-deleted`)).status).toBe(200);
  });

  it.each([['Foreground', 'foregroundDeletion'], ['Orphan', 'orphan']])('leaves the %s policy to the garbage collector as a finalizer', async (policy, finalizer) => {
    const name = `policy-${policy.toLowerCase()}`;
    await make(name, { finalizers: ['example.com/hold'] });
    const { body } = await api().delete(`${MAPS}/${name}`, { propagationPolicy: policy });
    expect(dig(body, 'metadata', 'finalizers')).toEqual(expect.arrayContaining(['example.com/hold', finalizer]));
  });

  it('deletes what a selector finds', async () => {
    await make('many-1', { labels: { many: 'yes' } });
    await make('many-2', { labels: { many: 'yes' } });
    await make('many-3', { labels: { many: 'no' } });
    const { status, body } = await api().delete(`${MAPS}?labelSelector=many%3Dyes`);
    expect([status, body['kind'], (body['items'] as unknown[]).length]).toEqual([200, 'ConfigMapList', 2]);
    const { body: left } = await api().get(`${MAPS}?labelSelector=many`);
    expect((left['items'] as unknown[]).map((item) => dig(item, 'metadata', 'name'))).toEqual(['many-3']);
  });

  it('lets a running Pod end in its own time', async () => {
    const pods = '/api/v1/namespaces/default/pods';
    await api().post(pods, { metadata: { name: 'graceful' }, spec: { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] } });
    const { status, body } = await api().delete(`${pods}/graceful`);
    expect([status, dig(body, 'metadata', 'deletionGracePeriodSeconds')]).toEqual([200, 30]);
    expect((await api().delete(`${pods}/graceful`, { gracePeriodSeconds: 0 })).status).toBe(200);
    expect((await api().get(`${pods}/graceful`)).status).toBe(404);
  });

  it('keeps a Namespace, terminating, and lets nothing new into it', async () => {
    await api().post('/api/v1/namespaces', { metadata: { name: 'ending' } });
    await api().post('/api/v1/namespaces/ending/configmaps', { metadata: { name: 'last', finalizers: ['example.com/hold'] } });
    const { body } = await api().delete('/api/v1/namespaces/ending');
    expect([dig(body, 'status', 'phase'), dig(body, 'spec', 'finalizers')]).toEqual(['Terminating', ['kubernetes']]);
    const refused = await api().post('/api/v1/namespaces/ending/configmaps', { metadata: { name: 'late' } });
    expect(refused.body).toMatchObject({
      code: 403, reason: 'Forbidden', message: 'configmaps "late" is forbidden: unable to create new content in namespace ending because it is being terminated',
      details: { causes: [{ reason: 'NamespaceTerminating', message: 'namespace ending is being terminated', field: 'metadata.namespace' }] },
    });
  });
}
