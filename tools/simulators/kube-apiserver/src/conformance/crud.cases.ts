/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string, more: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });

export function crud(api: () => Http): void {
  it('gives a new object its identity', async () => {
    const { status, body } = await api().post(MAPS, map('born', { data: { a: '1' } }));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1' },
      metadata: {
        name: 'born', namespace: 'default', uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/), resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        managedFields: [{ manager: 'conformance', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } } }],
      },
    });
    expect((await api().get(`${MAPS}/born`)).body).toEqual(body);
  });

  it('makes up a name from generateName', async () => {
    const { body } = await api().post(MAPS, { metadata: { generateName: 'made-' } });
    expect(dig(body, 'metadata', 'name')).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it.each([
    ['a name twice', 409, 'AlreadyExists', map('twice'), 'configmaps "twice" already exists'],
    ['no name', 422, 'Invalid', { metadata: {} }, 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'],
    ['another namespace', 400, 'BadRequest', map('x', { metadata: { name: 'x', namespace: 'other' } }), 'the namespace of the provided object does not match the namespace sent on the request'],
  ])('refuses to create with %s', async (_, status, reason, body, message) => {
    await api().post(MAPS, map('twice'));
    expect((await api().post(MAPS, body)).body).toMatchObject({ kind: 'Status', status: 'Failure', code: status, reason, message });
  });

  it('refuses a bad name with its cause', async () => {
    const { status, body } = await api().post(MAPS, map('Bad_Name'));
    expect(status).toBe(422);
    expect(dig(body, 'details')).toMatchObject({ name: 'Bad_Name', kind: 'ConfigMap', causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name' }] });
  });

  it('refuses bad labels', async () => {
    const { status, body } = await api().post(MAPS, map('badlabel', { metadata: { name: 'badlabel', labels: { 'a b': 'c' } } }));
    expect(status).toBe(422);
    expect(dig(body, 'details', 'causes', 0)).toMatchObject({ field: 'metadata.labels', reason: 'FieldValueInvalid' });
  });

  it('refuses a resourceVersion on creation', async () => {
    const { status, body } = await api().post(MAPS, map('versioned', { metadata: { name: 'versioned', resourceVersion: '5' } }));
    expect([status, dig(body, 'message')]).toEqual([500, 'resourceVersion should not be set on objects to be created']);
  });

  it('refuses what it cannot read', async () => {
    expect((await api().post(MAPS, '{"metadata":')).status).toBe(400);
    expect((await api().post(MAPS, 'x', { type: 'text/plain' })).status).toBe(415);
    expect((await api().get(MAPS, { accept: 'text/html' })).status).toBe(406);
  });

  it('reads YAML', async () => {
    const { status } = await api().post(MAPS, 'metadata: {name: from-yaml}\ndata: {a: b}\n', { type: 'application/yaml' });
    expect(status).toBe(201);
  });

  it('refuses to create in a namespace that is not there', async () => {
    const { status, body } = await api().post('/api/v1/namespaces/nowhere/configmaps', map('x'));
    expect([status, dig(body, 'message'), dig(body, 'details')]).toEqual([404, 'namespaces "nowhere" not found', { name: 'nowhere', kind: 'namespaces' }]);
  });

  it('updates, and counts the version up', async () => {
    const { body: before } = await api().post(MAPS, map('updated', { data: { a: '1' } }));
    const { status, body } = await api().put(`${MAPS}/updated`, { ...before, data: { a: '2' } });
    expect([status, dig(body, 'data')]).toEqual([200, { a: '2' }]);
    expect(Number(dig(body, 'metadata', 'resourceVersion'))).toBeGreaterThan(Number(dig(before, 'metadata', 'resourceVersion')));
    expect(dig(body, 'metadata', 'uid')).toBe(dig(before, 'metadata', 'uid'));
  });

  it('writes nothing when nothing changes', async () => {
    const { body: before } = await api().post(MAPS, map('same', { data: { a: '1' } }));
    const { body } = await api().put(`${MAPS}/same`, before);
    expect(dig(body, 'metadata', 'resourceVersion')).toBe(dig(before, 'metadata', 'resourceVersion'));
  });

  it('refuses an update of what has changed meanwhile', async () => {
    const { body: before } = await api().post(MAPS, map('raced', { data: { a: '1' } }));
    await api().put(`${MAPS}/raced`, { ...before, data: { a: '2' } });
    const { body } = await api().put(`${MAPS}/raced`, { ...before, data: { a: '3' } });
    expect(body).toMatchObject({
      code: 409, reason: 'Conflict', details: { name: 'raced', kind: 'configmaps' },
      message: 'Operation cannot be fulfilled on configmaps "raced": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  it('updates a built-in kind without a version', async () => {
    await api().post(MAPS, map('blind', { data: { a: '1' } }));
    expect((await api().put(`${MAPS}/blind`, map('blind', { data: { a: '2' } }))).status).toBe(200);
  });

  it('refuses an update under another uid', async () => {
    await api().post(MAPS, map('other-uid'));
    const { status, body } = await api().put(`${MAPS}/other-uid`, map('other-uid', { metadata: { name: 'other-uid', uid: 'x' } }));
    expect([status, dig(body, 'reason')]).toEqual([409, 'Conflict']);
    expect(dig(body, 'message')).toContain('Precondition failed: UID in precondition: x, UID in object meta: ');
  });

  it('refuses an update under another name, and of what is not there', async () => {
    expect((await api().put(`${MAPS}/one`, map('two'))).body).toMatchObject({
      code: 400, message: 'the name of the object (two) does not match the name on the URL (one)',
    });
    expect((await api().put(`${MAPS}/absent`, map('absent'))).body).toMatchObject({ code: 404, reason: 'NotFound', message: 'configmaps "absent" not found' });
  });

  it('says what it would do under dryRun, and does nothing', async () => {
    const { status, body } = await api().post(`${MAPS}?dryRun=All`, map('dry'));
    expect([status, dig(body, 'metadata', 'name')]).toEqual([201, 'dry']);
    expect((await api().get(`${MAPS}/dry`)).status).toBe(404);
    expect((await api().post(`${MAPS}?dryRun=Some`, map('dry'))).status).toBe(422);
  });

  it('warns of unknown fields, ignores them or refuses them, as asked', async () => {
    const odd = (name: string): object => map(name, { bogus: 1 });
    const warned = await api().post(MAPS, odd('odd-1'));
    expect([warned.status, warned.headers['warning'], dig(warned.body, 'bogus')]).toEqual([201, '299 - "unknown field \\"bogus\\""', undefined]);
    expect((await api().post(`${MAPS}?fieldValidation=Ignore`, odd('odd-2'))).headers['warning']).toBeUndefined();
    expect((await api().post(`${MAPS}?fieldValidation=Strict`, odd('odd-3'))).body).toMatchObject({
      code: 400, reason: 'BadRequest', message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "bogus"',
    });
  });

  it('turns stringData of a Secret into data', async () => {
    const { body } = await api().post('/api/v1/namespaces/default/secrets', { metadata: { name: 'texts' }, stringData: { a: 'hello' } });
    expect(body).toMatchObject({ type: 'Opaque', data: { a: 'aGVsbG8=' } });
    expect(dig(body, 'stringData')).toBeUndefined();
  });

  it('keeps what is immutable', async () => {
    await api().post(MAPS, map('fixed', { immutable: true, data: { a: '1' } }));
    const { status, body } = await api().merge(`${MAPS}/fixed`, { data: { a: '2' } });
    expect([status, dig(body, 'message')]).toEqual([422, 'ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set']);
  });

  it('has no second controller among the owners', async () => {
    const owner = (uid: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', name: uid, uid, controller: true });
    const { status, body } = await api().post(MAPS, map('two-owners', { metadata: { name: 'two-owners', ownerReferences: [owner('a'), owner('b')] } }));
    expect([status, dig(body, 'details', 'causes', 0, 'field')]).toEqual([422, 'metadata.ownerReferences']);
  });

  it('counts the generation of built-in kinds by changes of the spec only', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments';
    const labels = { app: 'g' };
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i:1' }] } } };
    const created = await api().post(path, { metadata: { name: 'generations' }, spec });
    const labelled = await api().merge(`${path}/generations`, { metadata: { labels: { a: 'b' } } });
    const scaled = await api().merge(`${path}/generations`, { spec: { replicas: 3 } });
    const observed = await api().merge(`${path}/generations/status`, { status: { replicas: 1 } });
    expect([created, labelled, scaled, observed].map(({ body }) => dig(body, 'metadata', 'generation'))).toEqual([1, 1, 2, 2]);
    expect([dig(observed.body, 'spec', 'replicas'), dig(observed.body, 'status', 'replicas')]).toEqual([3, 1]);
    const ignored = await api().merge(`${path}/generations`, { status: { replicas: 7 } });
    expect(dig(ignored.body, 'status', 'replicas')).toBe(1);
  });

  it('fills in the defaults of built-in kinds', async () => {
    const { body } = await api().post('/api/v1/namespaces/default/pods', { metadata: { name: 'defaults' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    expect(dig(body, 'spec')).toMatchObject({
      restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', schedulerName: 'default-scheduler', enableServiceLinks: true,
      containers: [{ imagePullPolicy: 'Always', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: {} }],
    });
    expect(dig(body, 'status')).toMatchObject({ phase: 'Pending', qosClass: 'BestEffort' });
  });
}
