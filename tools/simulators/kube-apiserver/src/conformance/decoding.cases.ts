/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const map = (name: string, more: object = {}): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });

/** What is read of a body, what is not, and how that is said. */
export function decoding(api: () => Http): void {
  it('warns of fields that come twice, and refuses them strictly', async () => {
    const text = (name: string): string => `{"metadata":{"name":"${name}"},"data":{"a":"1","b":"2","a":"3"}}`;
    const warned = await api().post(MAPS, text('twofold'));
    expect([warned.status, warned.headers['warning'], dig(warned.body, 'data', 'a')]).toEqual([201, '299 - "duplicate field \\"data.a\\""', '3']);
    expect((await api().post(`${MAPS}?fieldValidation=Ignore`, text('twofold-ignored'))).headers['warning']).toBeUndefined();
    expect((await api().post(`${MAPS}?fieldValidation=Strict`, text('twofold-strict'))).body).toMatchObject({
      code: 400, message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a"',
    });
  });

  it('warns also where it refuses', async () => {
    const { status, headers } = await api().post(MAPS, map('Bad_Name', { bogus: 1 }));
    expect([status, headers['warning']]).toEqual([422, '299 - "unknown field \\"bogus\\""']);
  });

  it.each([
    ['data', { data: { a: 1 } }, 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    ['labels', { metadata: { name: 'mistyped', labels: { a: 1 } } }, 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string'],
  ])('cannot read %s of another type', async (_, more, why) => {
    expect((await api().post(MAPS, map('mistyped', more))).body)
      .toMatchObject({ code: 400, reason: 'BadRequest', message: `ConfigMap in version "v1" cannot be handled as a ConfigMap: ${why}` });
  });

  it('blames the patch for what cannot be read after it', async () => {
    await api().post(MAPS, map('patched-badly'));
    const strict = await api().send('PATCH', `${MAPS}/patched-badly?fieldValidation=Strict`, { body: { bogus: 1 }, type: 'application/merge-patch+json' });
    expect(strict.body).toMatchObject({ code: 422, reason: 'Invalid', details: { causes: [{ field: 'patch', message: expect.stringContaining('strict decoding error: unknown field \"bogus\"') }] } });
    expect((await api().merge(`${MAPS}/patched-badly`, { data: { a: 1 } })).body).toMatchObject({ code: 422, details: { causes: [{ field: 'patch' }] } });
    expect((await api().merge(`${MAPS}/patched-badly`, { bogus: 1 })).headers['warning']).toBe('299 - "unknown field \\"bogus\\""');
  });

  it('keeps the time of creation whatever is sent, and drops what it does not keep', async () => {
    const { body: made } = await api().post(MAPS, map('timeless', { metadata: { name: 'timeless', selfLink: '/x', deletionTimestamp: '2020-01-01T00:00:00Z', uid: 'mine' } }));
    expect([dig(made, 'metadata', 'selfLink'), dig(made, 'metadata', 'deletionTimestamp'), dig(made, 'metadata', 'uid')]).toEqual([undefined, undefined, expect.not.stringMatching('mine')]);
    const { body } = await api().merge(`${MAPS}/timeless`, { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' }, data: { a: 'b' } });
    expect(dig(body, 'metadata', 'creationTimestamp')).toBe(dig(made, 'metadata', 'creationTimestamp'));
    expect((await api().merge(`${MAPS}/timeless`, { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } })).status).toBe(422);
  });

  it('wants owners to be named in full, and finalizers of a domain', async () => {
    expect((await api().post(MAPS, map('owned', { metadata: { name: 'owned', ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'n', uid: '' }] } }))).body)
      .toMatchObject({ code: 422, message: 'ConfigMap "owned" is invalid: metadata.ownerReferences.uid: Invalid value: "": must not be empty' });
    expect((await api().post(MAPS, map('finalized', { metadata: { name: 'finalized', finalizers: ['nodomain'] } }))).body)
      .toMatchObject({ code: 422, details: { causes: [{ field: 'metadata.finalizers[0]', message: expect.stringContaining('name is neither a standard finalizer name') }] } });
  });

  it('wants to know kind and version of what is applied', async () => {
    const apply = (body: unknown, query = 'fieldManager=m'): ReturnType<Http['apply']> => api().apply(`${MAPS}/typed?${query}`, body);
    expect((await apply({ kind: 'ConfigMap', metadata: { name: 'typed' } })).body).toMatchObject({ code: 400, message: 'invalid object type: /, Kind=ConfigMap' });
    expect((await apply({ apiVersion: 'v1', metadata: { name: 'typed' } })).body).toMatchObject({ code: 400, message: 'invalid object type: /v1, Kind=' });
    expect((await apply(map('typed', { bogus: 1 }))).body)
      .toMatchObject({ code: 500, message: 'failed to create typed patch object (/typed; /v1, Kind=ConfigMap): .bogus: field not declared in schema' });
    expect((await apply(map('typed', { metadata: { name: 'typed', resourceVersion: '1' } }))).status).toBe(201);
    expect((await apply(map('typed'), `fieldManager=${'x'.repeat(129)}`)).body).toMatchObject({ code: 422, details: { causes: [{ reason: 'FieldValueTooLong', field: 'fieldManager' }] } });
  });

  it('refuses options that contradict each other', async () => {
    await api().post(MAPS, map('optional'));
    const one = `${MAPS}/optional`;
    expect((await api().send('PATCH', `${one}?force=true&fieldManager=m`, { body: {}, type: 'application/merge-patch+json' })).body)
      .toMatchObject({ code: 422, details: { causes: [{ field: 'force', message: 'Forbidden: may not be specified for non-apply patch' }] } });
    expect((await api().delete(one, { propagationPolicy: 'Orphan', orphanDependents: true })).body).toMatchObject({ code: 422, details: { kind: 'DeleteOptions' } });
    expect((await api().delete(one, { kind: 'Foo', apiVersion: 'v1' })).status).toBe(400);
    expect((await api().get(`${MAPS}?sendInitialEvents=true`)).body).toMatchObject({ code: 422, details: { causes: [{ field: 'sendInitialEvents' }] } });
    expect((await api().get(`${MAPS}?timeoutSeconds=x`)).status).toBe(400);
  });

  it('carries out JSON patches as leniently as real servers do', async () => {
    await api().post(MAPS, map('lenient', { data: { a: '1' } }));
    const send = async (...patch: readonly object[]): Promise<unknown> => {
      const { status, body } = await api().json(`${MAPS}/lenient`, patch);
      return status === 200 ? body['data'] : status;
    };
    expect(await send({ op: 'replace', path: '/data/none', value: '2' })).toEqual({ a: '1', none: '2' });
    expect(await send({ op: 'add', path: '/nope/none', value: '1' })).toBe(422);
    expect(await send({ op: 'jump', path: '/data/a' })).toBe(422);
    expect(await send({ op: 'move', from: '/data/none', path: '/data/b' })).toEqual({ a: '1', b: '2' });
    expect(await send({ op: 'test', path: '/data/a', value: '2' }, { op: 'remove', path: '/data/a' })).toBe(422);
    expect(await send({ op: 'replace', path: '/metadata/name', value: 'x' })).toBe(400);
  });

  it('serves a path only for what can be done there', async () => {
    const status = async (method: string, path: string, body?: unknown): Promise<number> =>
      (await api().send(method, path, { body })).status;
    expect(await status('GET', '/api/v1/configmaps/x')).toBe(404);
    expect(await status('DELETE', '/api/v1/configmaps')).toBe(405);
    expect(await status('PUT', MAPS, map('x'))).toBe(405);
    expect(await status('POST', `${MAPS}/x`, map('x'))).toBe(405);
    expect((await api().get('/api/v1/namespaces/default/nothings')).body).toMatchObject({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });
    expect(await status('GET', '/readyz/nothing')).toBe(404);
    expect((await api().get('/readyz/ping')).text).toBe('ok');
  });

  it('keeps the namespaces that every cluster needs', async () => {
    for (const name of ['default', 'kube-system', 'kube-public']) {
      expect((await api().delete(`/api/v1/namespaces/${name}`)).body)
        .toMatchObject({ code: 403, message: `namespaces "${name}" is forbidden: this namespace may not be deleted` });
    }
  });

  it('makes a Lease by an update, and changes it only for whom has seen it last', async () => {
    const lease = (spec: object, resourceVersion?: unknown): object =>
      ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'held', resourceVersion }, spec });
    const made = await api().put(`${LEASES}/held`, lease({ holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.123456Z' }));
    expect([made.status, dig(made.body, 'spec', 'renewTime')]).toEqual([201, '2026-01-01T00:00:00.123456Z']);
    const seen = dig(made.body, 'metadata', 'resourceVersion');
    expect((await api().put(`${LEASES}/held`, lease({ holderIdentity: 'b' }))).body)
      .toMatchObject({ code: 422, message: 'leases.coordination.k8s.io "held" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update' });
    expect((await api().put(`${LEASES}/held`, lease({ holderIdentity: 'b' }, seen))).status).toBe(200);
    expect((await api().put(`${LEASES}/held`, lease({ holderIdentity: 'c' }, seen))).body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await api().merge(`${LEASES}/held`, { spec: { leaseDurationSeconds: 0, leaseTransitions: -1 } })).body)
      .toMatchObject({ code: 422, details: { causes: [{ field: 'spec.leaseDurationSeconds', message: 'Invalid value: 0: must be greater than 0' }, { field: 'spec.leaseTransitions' }] } });
    // Times to the microsecond are written with six digits or not at all.
    for (const renewTime of ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123Z', 'now']) {
      expect((await api().merge(`${LEASES}/held`, { spec: { renewTime } })).body).toMatchObject({ code: 422, details: { causes: [{ field: 'patch' }] } });
    }
  });

  it('keeps the selector of a workload, and has it find its own Pods', async () => {
    const labels = { app: 'selecting' };
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } } };
    await api().post(DEPLOYMENTS, { metadata: { name: 'selecting' }, spec });
    expect((await api().merge(`${DEPLOYMENTS}/selecting`, { spec: { selector: { matchLabels: { x: 'y' } } } })).body)
      .toMatchObject({ code: 422, details: { causes: [{ field: 'spec.template.metadata.labels' }, { field: 'spec.selector', message: expect.stringContaining('field is immutable') }] } });
    expect((await api().merge(`${DEPLOYMENTS}/selecting`, { spec: { template: { metadata: { labels: null } } } })).body['message'])
      .toBe('Deployment.apps "selecting" is invalid: spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`');
    expect((await api().merge(`${DEPLOYMENTS}/selecting/scale`, { spec: { replicas: -4 } })).body)
      .toMatchObject({ code: 422, details: { kind: 'Scale', causes: [{ message: 'Invalid value: -4: must be greater than or equal to 0' }] } });
  });
}
