import { describe, expect, it } from '@jest/globals';
import { settle } from '@handoff/time';
import { allowAuthenticated } from './access/authorize.js';
import { at } from './machinery/json.js';
import { textOf } from './api/response.js';
import { configMaps, pods, testStore } from './testing/store.js';
import type { ObjectEvent } from './follow.js';

const map = (name: string, data: object = {}): { metadata: { name: string; namespace: string }; data: object } => ({ metadata: { name, namespace: 'default' }, data });

describe('the store', () => {
  it('is the same for the same seed', async () => {
    const ids = await Promise.all([testStore(), testStore()].map(async ({ store }) => (await store.create(configMaps, map('a'))).metadata.uid));
    expect(ids[0]).toBe(ids[1]);
  });

  it('hands out frozen objects that all readers share', async () => {
    const { store } = testStore();
    await store.create(configMaps, map('a', { x: '1' }));
    const [one, two] = [await store.get(configMaps, { namespace: 'default', name: 'a' }), (await store.list(configMaps)).items[0]];
    expect(one).toBe(two);
    expect(Object.isFrozen(one['data'])).toBe(true);
  });

  it('answers text to those who want text', async () => {
    const { store } = testStore();
    const response = await store.handle({ method: 'POST', path: '/api/v1/namespaces/default/configmaps', body: '{"metadata":{"name":"a"}}' });
    expect([response.status, at(JSON.parse(textOf(response)), 'metadata', 'name')]).toEqual([201, 'a']);
  });

  it('forgets history beyond its window: watches and pages from before are Gone', async () => {
    const { store } = testStore({ historyWindow: 10 });
    for (let index = 0; index < 5; index += 1) await store.create(configMaps, map(`m${String(index)}`));
    const path = '/api/v1/namespaces/default/configmaps';
    const first = await store.handle({ method: 'GET', path: `${path}?limit=2` });
    const { continue: token } = at(first.body.type === 'object' ? first.body.object : {}, 'metadata') as { continue: string };
    const then = store.resourceVersion;
    for (let index = 0; index < 20; index += 1) await store.patch(configMaps, { namespace: 'default', name: 'm0' }, 'merge', { data: { n: String(index) } });
    const stream = await store.stream(configMaps, { resourceVersion: then });
    expect(stream.drain()).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
    expect(await store.handle({ method: 'GET', path: `${path}?limit=2&continue=${token}` })).toMatchObject({ status: 410, body: { object: { reason: 'Expired' } } });
    expect(await store.handle({ method: 'GET', path: `${path}?resourceVersion=${then}&resourceVersionMatch=Exact` })).toMatchObject({ status: 410 });
  });

  it('lets a reader go on with the token that comes with Gone', async () => {
    const { store } = testStore({ historyWindow: 4 });
    for (const name of ['a', 'b', 'c']) await store.create(configMaps, map(name));
    const path = '/api/v1/namespaces/default/configmaps';
    const tokenOf = (response: Awaited<ReturnType<typeof store.handle>>): string =>
      String(at(response.body.type === 'object' ? response.body.object : {}, 'metadata', 'continue'));
    const first = await store.handle({ method: 'GET', path: `${path}?limit=1` });
    for (const name of ['x', 'y', 'z', 'zz', 'zzz']) await store.create(configMaps, map(name));
    const gone = await store.handle({ method: 'GET', path: `${path}?limit=1&continue=${tokenOf(first)}` });
    const next = await store.handle({ method: 'GET', path: `${path}?limit=2&continue=${tokenOf(gone)}` });
    expect(at(next.body.type === 'object' ? next.body.object : {}, 'items')).toMatchObject([{ metadata: { name: 'b' } }, { metadata: { name: 'c' } }]);
  });

  it('sends bookmarks as time goes by, and ends watches in time', async () => {
    const { store, clock } = testStore();
    const response = await store.handle({ method: 'GET', path: '/api/v1/configmaps?watch=true&allowWatchBookmarks=true&timeoutSeconds=100' });
    if (response.body.type !== 'watch') throw new Error('no watch');
    const { stream } = response.body;
    await clock.advance(60_000);
    expect(stream.drain()).toMatchObject([{ type: 'BOOKMARK', object: { kind: 'ConfigMap', metadata: { resourceVersion: store.resourceVersion } } }]);
    await clock.advance(40_000);
    expect(stream.ended).toBe(true);
  });

  it('forgets Events an hour after their last change', async () => {
    const { store, clock } = testStore();
    const events = { group: '', version: 'v1', plural: 'events' };
    const event = { metadata: { name: 'e', namespace: 'default' }, involvedObject: { namespace: 'default', name: 'x', kind: 'Pod' }, reason: 'Tested' };
    await store.create(events, event);
    await clock.advance(59 * 60_000);
    await store.patch(events, { namespace: 'default', name: 'e' }, 'merge', { count: 2 });
    await clock.advance(59 * 60_000);
    expect(await store.find(events, { namespace: 'default', name: 'e' })).toBeDefined();
    await clock.advance(60_000);
    expect(await store.find(events, { namespace: 'default', name: 'e' })).toBeUndefined();
  });

  it('ends its watches when it is disposed of', async () => {
    const { store } = testStore();
    const stream = await store.stream(configMaps);
    store[Symbol.dispose]();
    expect(stream.ended).toBe(true);
  });

  it('drops a watcher that does not read', async () => {
    const { store } = testStore();
    const stream = await store.stream(configMaps);
    await store.create(configMaps, map('busy'));
    for (let index = 0; index < 17_000 && !stream.ended; index += 1) {
      await store.patch(configMaps, { namespace: 'default', name: 'busy' }, 'merge', { data: { n: String(index) } });
    }
    expect(stream.ended).toBe(true);
  });

  it('reports objects to followers, and again only what differs after a gap', async () => {
    const { store } = testStore({ historyWindow: 5 });
    await store.create(configMaps, map('a'));
    await store.create(configMaps, map('b'));
    const seen: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => { release = resolve; });
    const handler = async ({ type, object }: ObjectEvent): Promise<void> => {
      seen.push(`${type} ${object.metadata.name}`);
      if (object.metadata.name === 'b') await gate;
    };
    const follower = store.watch(configMaps, handler);
    await settle();
    expect(seen).toEqual(['ADDED a', 'ADDED b']);
    await store.delete(configMaps, { namespace: 'default', name: 'a' });
    for (let index = 0; index < 10; index += 1) await store.create(configMaps, map(`c${String(index)}`));
    release();
    await settle();
    expect(seen.slice(2, 4)).toEqual(['DELETED a', 'ADDED c0']);
    expect(seen).toHaveLength(13);
    follower[Symbol.dispose]();
  });

  it('hands a follower the refusal when a resource is not served', async () => {
    const { store } = testStore();
    const failures: unknown[] = [];
    store.watch({ group: 'none.example.com', version: 'v1', plural: 'nones' }, () => undefined, {}, (error) => failures.push(error));
    await settle();
    expect(failures).toMatchObject([{ code: 404 }]);
  });

  it('lets users do what the authorizer allows, and says why not', async () => {
    const { store } = testStore({ authorize: (user, { verb, resource }) => (user.username === 'reader' && verb === 'get' ? true : `no ${resource} for you`) });
    await store.create(configMaps, map('a'));
    const reader = store.as({ username: 'reader', groups: ['system:authenticated'] });
    expect((await reader.get(configMaps, { namespace: 'default', name: 'a' })).metadata.name).toBe('a');
    await expect(reader.list(configMaps, { namespace: 'default' })).rejects.toMatchObject({
      code: 403, message: 'configmaps is forbidden: User "reader" cannot list resource "configmaps" in API group "" in the namespace "default": no configmaps for you',
    });
  });

  it('shows nobody in particular how to join, and nothing else, where whoever is known may do everything', async () => {
    const { store } = testStore({ authorize: allowAuthenticated });
    const stranger = store.as({ username: 'system:anonymous', groups: ['system:unauthenticated'] });
    await store.create(configMaps, { metadata: { name: 'cluster-info', namespace: 'kube-public' } });
    expect((await stranger.get(configMaps, { namespace: 'kube-public', name: 'cluster-info' })).metadata.name).toBe('cluster-info');
    await expect(stranger.get(configMaps, { namespace: 'kube-system', name: 'kubeadm-config' })).rejects.toMatchObject({ code: 403 });
  });

  it('hands approved certificate requests to the signer, once', async () => {
    const signed: string[] = [];
    const signer = (request: { metadata: { name: string } }): Promise<string> => {
      signed.push(request.metadata.name);
      return Promise.resolve('CERTIFICATE');
    };
    const { store } = testStore({ signer });
    const requests = { group: 'certificates.k8s.io', version: 'v1', plural: 'certificatesigningrequests' };
    const request = await store.create(requests, { metadata: { name: 'csr' }, spec: { signerName: 'example.com/s', usages: ['client auth'], request: 'eA==' } });
    await store.update(requests, { ...request, status: { conditions: [{ type: 'Approved', status: 'True' }] } }, { subresource: 'approval' });
    await settle();
    const { status } = await store.get(requests, { name: 'csr' });
    expect([at(status, 'certificate'), signed]).toEqual([Buffer.from('CERTIFICATE').toString('base64'), ['csr']]);
  });

  it('answers logs from where they are known', async () => {
    const { store } = testStore({ podLogs: (pod, { container }) => `${pod.metadata.name} ${container}\nsecond\n` });
    await store.create(pods, { metadata: { name: 'p', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    const response = await store.handle({ method: 'GET', path: '/api/v1/namespaces/default/pods/p/log' });
    const tail = await store.handle({ method: 'GET', path: '/api/v1/namespaces/default/pods/p/log?tailLines=1' });
    expect([textOf(response), textOf(tail)]).toEqual(['p c\nsecond\n', 'second\n']);
  });
});
