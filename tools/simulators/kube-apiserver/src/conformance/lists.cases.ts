/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/lists/configmaps';

const names = (body: unknown): readonly unknown[] => (dig(body, 'items') as unknown[]).map((item) => dig(item, 'metadata', 'name'));

export function lists(api: () => Http): void {
  beforeAll(async () => {
    await api().post('/api/v1/namespaces', { metadata: { name: 'lists' } });
    for (const [name, labels] of [['a', { tier: 'one' }], ['b', { tier: 'two', 'x.y/z': '' }], ['c', { tier: 'three' }], ['d', {}]] as const) {
      await api().post(MAPS, { metadata: { name, labels } });
    }
  });

  it.each([
    ['labelSelector', 'tier=one', ['a']], ['labelSelector', 'tier==one', ['a']], ['labelSelector', 'tier!=one', ['b', 'c', 'd']],
    ['labelSelector', 'tier in (one, two)', ['a', 'b']], ['labelSelector', 'tier notin (one,two)', ['c', 'd']], ['labelSelector', 'tier', ['a', 'b', 'c']],
    ['labelSelector', '!tier', ['d']], ['labelSelector', 'tier,tier!=one', ['b', 'c']], ['labelSelector', 'x.y/z=', ['b']], ['labelSelector', '', ['a', 'b', 'c', 'd']],
    ['fieldSelector', 'metadata.name=a', ['a']], ['fieldSelector', 'metadata.name!=a', ['b', 'c', 'd']], ['fieldSelector', 'metadata.namespace=lists', ['a', 'b', 'c', 'd']],
    ['fieldSelector', 'metadata.name=a,metadata.name=b', []],
  ])('selects by %s %s', async (kind, selector, expected) => {
    const { status, body } = await api().get(`${MAPS}?${kind}=${encodeURIComponent(selector)}`);
    expect([status, names(body)]).toEqual([200, expected]);
  });

  it('refuses selectors that it cannot read', async () => {
    expect((await api().get(`${MAPS}?labelSelector=${encodeURIComponent('a in b')}`)).status).toBe(400);
    const { status, body } = await api().get(`${MAPS}?fieldSelector=spec.x%3Dy`);
    expect([status, body['message']]).toEqual([400, '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"']);
    expect((await api().get('/api/v1/pods?fieldSelector=spec.x%3Dy')).body).toMatchObject({ code: 400, message: 'field label not supported: spec.x' });
  });

  it('shows the items of built-in lists without their type', async () => {
    const { body } = await api().get(MAPS);
    expect([body['kind'], body['apiVersion'], dig(body, 'items', 0, 'kind')]).toEqual(['ConfigMapList', 'v1', undefined]);
  });

  it('pages, all pages as of one revision', async () => {
    const first = await api().get(`${MAPS}?limit=2`);
    expect([names(first.body), dig(first.body, 'metadata', 'remainingItemCount')]).toEqual([['a', 'b'], 2]);
    await api().post(MAPS, { metadata: { name: 'late' } });
    const second = await api().get(`${MAPS}?limit=2&continue=${String(dig(first.body, 'metadata', 'continue'))}`);
    expect([names(second.body), dig(second.body, 'metadata', 'continue')]).toEqual([['c', 'd'], undefined]);
    expect(dig(second.body, 'metadata', 'resourceVersion')).toBe(dig(first.body, 'metadata', 'resourceVersion'));
    await api().delete(`${MAPS}/late`);
  });

  it('lists as of a revision', async () => {
    const { body: before } = await api().get(MAPS);
    const revision = String(dig(before, 'metadata', 'resourceVersion'));
    await api().post(MAPS, { metadata: { name: 'newer' } });
    const exact = await api().get(`${MAPS}?resourceVersion=${revision}&resourceVersionMatch=Exact`);
    const notOlder = await api().get(`${MAPS}?resourceVersion=${revision}&resourceVersionMatch=NotOlderThan`);
    await api().delete(`${MAPS}/newer`);
    expect([names(exact.body), dig(exact.body, 'metadata', 'resourceVersion')]).toEqual([['a', 'b', 'c', 'd'], revision]);
    expect(names(notOlder.body)).toContain('newer');
  });

  it.each([
    ['resourceVersionMatch=Exact', 422], ['resourceVersion=abc', 400], ['limit=x', 400], ['continue=xyz', 400],
    ['resourceVersion=0&resourceVersionMatch=Exact', 422], ['resourceVersion=1&resourceVersionMatch=Other', 422],
  ])('refuses %s', async (query, status) => {
    expect((await api().get(`${MAPS}?${query}`)).status).toBe(status);
  });

  it('times out over a revision that is yet to come', async () => {
    const { body } = await api().get(`${MAPS}?resourceVersion=99999999`);
    expect(body).toMatchObject({ code: 504, reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] } });
    expect(body['message']).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/);
  });

  it('selects built-in kinds by fields of their own', async () => {
    const pods = '/api/v1/namespaces/lists/pods';
    const pod = (name: string, nodeName?: string): object => ({ metadata: { name }, spec: { nodeName, containers: [{ name: 'c', image: 'i' }] } });
    await api().post(pods, pod('placed', 'n1'));
    await api().post(pods, pod('unplaced'));
    expect(names((await api().get(`${pods}?fieldSelector=spec.nodeName%3Dn1`)).body)).toEqual(['placed']);
    expect(names((await api().get(`${pods}?fieldSelector=spec.nodeName%3D,status.phase%3DPending`)).body)).toEqual(['unplaced']);
    await api().post('/api/v1/namespaces/lists/secrets', { metadata: { name: 's' }, type: 'my/type' });
    expect(names((await api().get('/api/v1/namespaces/lists/secrets?fieldSelector=type%3Dmy/type')).body)).toEqual(['s']);
  });

  it('shows one Event under two APIs', async () => {
    const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', namespace: 'lists', name: 'placed' }, reason: 'Tested', message: 'said', type: 'Normal' };
    await api().post('/api/v1/namespaces/lists/events', event);
    const { body } = await api().get('/apis/events.k8s.io/v1/namespaces/lists/events/e');
    expect(body).toMatchObject({ apiVersion: 'events.k8s.io/v1', note: 'said', regarding: { name: 'placed' }, reason: 'Tested' });
    expect(names((await api().get('/api/v1/namespaces/lists/events?fieldSelector=involvedObject.name%3Dplaced,reason%3DTested')).body)).toEqual(['e']);
    expect(names((await api().get('/apis/events.k8s.io/v1/namespaces/lists/events?fieldSelector=regarding.name%3Dplaced')).body)).toEqual(['e']);
  });
}
