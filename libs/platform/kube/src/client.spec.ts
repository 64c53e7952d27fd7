import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Cluster, ConfigMap, crdOf } from '@handoff/api';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { Store } from '@handoff/simulator-kube-apiserver';
import { seededRandom, VirtualClock } from '@handoff/time';
import { KubeClient } from './client.js';
import { AlreadyExists, ApiError, Conflict, errorOf, Expired, Gone, TooLargeResourceVersion, Unreachable } from './errors.js';
import { inProcessTransport } from './in-process-transport.js';

const key = { namespace: 'default', name: 'a' };

let store: Store;
let kube: KubeClient;
let clock: VirtualClock;

beforeEach(() => {
  clock = new VirtualClock();
  store = createStore({ clock, random: seededRandom(1), crds: [crdOf(Cluster)] });
  kube = new KubeClient(inProcessTransport(store), 'spec');
});
afterEach(() => { store[Symbol.dispose](); });

const create = (value = 'x'): Promise<ConfigMap> => kube.create(ConfigMap, { metadata: key, data: { value } });
const intent = ({ metadata: { uid } }: ConfigMap): Parameters<KubeClient['apply']>[1] => ({ metadata: { ...key, uid }, data: { value: 'y' } });

describe('KubeClient', () => {
  it('says that a name is taken', async () => {
    await create();
    await expect(create()).rejects.toThrow(AlreadyExists);
  });

  it('never makes a deleted object again by applying to it', async () => {
    const seen = await create();
    await kube.delete(ConfigMap, seen);
    await expect(kube.apply(ConfigMap, intent(seen))).rejects.toThrow(Gone);
    expect(await kube.get(ConfigMap, key)).toBeUndefined();
  });

  it('never applies to a namesake that took the place of the object', async () => {
    const seen = await create('first');
    await kube.delete(ConfigMap, seen);
    await create('second');
    await expect(kube.apply(ConfigMap, intent(seen))).rejects.toThrow(Gone);
    expect((await kube.get(ConfigMap, key))?.data).toEqual({ value: 'second' });
  });

  it('applies the status of a custom object likewise', async () => {
    const seen = await kube.create(Cluster, { metadata: key, spec: { paused: true } });
    const status = { phase: 'Pending' };
    const written = await kube.applyStatus(Cluster, { metadata: { ...key, uid: seen.metadata.uid }, status });
    expect(written.status?.phase).toBe('Pending');
    await kube.delete(Cluster, seen);
    await expect(kube.applyStatus(Cluster, { metadata: { ...key, uid: seen.metadata.uid }, status })).rejects.toThrow(Gone);
  });

  it('patches only what was seen', async () => {
    const seen = await create();
    const operations = [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }] as const;
    const patched = await kube.patch(ConfigMap, seen, operations);
    expect(patched.metadata.labels).toEqual({ a: 'b' });
    await expect(kube.patch(ConfigMap, seen, operations)).rejects.toThrow(Conflict);
    await kube.delete(ConfigMap, patched);
    await expect(kube.patch(ConfigMap, patched, operations)).rejects.toThrow(Gone);
  });

  it('deletes exactly what was seen, and takes it as done when it is gone', async () => {
    const seen = await create();
    const changed = await kube.patch(ConfigMap, seen, [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }]);
    await expect(kube.delete(ConfigMap, seen, { ifUnchanged: true })).rejects.toThrow(Conflict);
    await kube.delete(ConfigMap, changed, { ifUnchanged: true });
    await kube.delete(ConfigMap, changed);
    await create();
    await kube.delete(ConfigMap, changed); // the namesake stays
    expect(await kube.get(ConfigMap, key)).toBeDefined();
  });

  it('tells its listeners, and those of the client that it came from, of every write', async () => {
    const heard: string[] = [];
    kube.onWrite((_kind, { metadata }) => { heard.push(`parent ${metadata.name}`); });
    const child = kube.as('child');
    child.onWrite((_kind, { metadata }) => { heard.push(`child ${metadata.name}`); });
    const made = await child.create(ConfigMap, { metadata: key });
    expect(heard).toEqual(['child a', 'parent a']);
    expect(store.resourceVersion).toBe(made.metadata.resourceVersion);
  });

  it('asks without the bound when the server has not reached it, as after a restore', async () => {
    const seen = await create();
    const asked = kube.get(ConfigMap, key, { atLeast: String(Number(seen.metadata.resourceVersion) + 1_000) });
    await clock.advance(10_000);
    expect((await asked)?.metadata.uid).toBe(seen.metadata.uid);
  });

  it('gives up when it is told to', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(kube.as('x', stop.signal).get(ConfigMap, key)).rejects.toThrow(Unreachable);
  });
});

describe('errorOf', () => {
  const status = (reason: string, more: object = {}): string => JSON.stringify({ kind: 'Status', reason, message: `because ${reason}`, ...more });

  it.each<[string, number, string, new (...args: never[]) => Error, boolean]>([
    ['a name that is taken', 409, status('AlreadyExists'), AlreadyExists, true],
    ['a conflict', 409, status('Conflict'), Conflict, true],
    ['history that is gone', 410, status('Expired'), Expired, true],
    ['a version that is not reached', 504, status('Timeout', { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }), TooLargeResourceVersion, true],
    ['a server that is overburdened', 429, status('TooManyRequests'), ApiError, true],
    ['a refusal', 422, status('Invalid'), ApiError, false],
    ['a page of a proxy', 502, '<html>', ApiError, true],
  ])('knows %s', (_case, code, body, type, retryable) => {
    const error = errorOf(code, body, 'ConfigMap default/a');
    expect(error).toBeInstanceOf(type);
    expect(error.retryable).toBe(retryable);
    expect(error.message).toBe(body === '<html>' ? 'ConfigMap default/a: HTTP 502' : (JSON.parse(body) as { message: string }).message);
  });
});
