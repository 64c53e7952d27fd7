import { rename } from 'node:fs/promises';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AddonPlan, Cluster, ConfigMap, InClusterIPPool, Secret } from '@handoff/api';
import { PRUNE, REVISION } from './apply/prune.js';
import { fileOf, freePort, listening, startHarness } from './testing/harness.js';
import type { Harness } from './testing/harness.js';
import { startTestServer } from './testing/servers.js';

const map = (name: string, value: string, metadata: object = {}): string => fileOf(ConfigMap, name, { data: { value } }, metadata);
const pool = (metadata: object = {}): string =>
  fileOf(InClusterIPPool, 'nodes', { spec: { addresses: ['198.51.100.10-198.51.100.20'], prefix: 24, gateway: '198.51.100.1' } }, metadata);
const at = (name: string): { namespace: string; name: string } => ({ namespace: 'default', name });

describe('a Git repository', () => {
  let harness: Harness;
  beforeEach(async () => { harness = await startHarness(); });
  afterEach(async () => { await harness[Symbol.asyncDispose](); });
  const get = (name: string): Promise<ConfigMap | undefined> => harness.management.kube.get(ConfigMap, at(name));

  it('is applied once for each revision: what did not change is not written again', async () => {
    const first = await harness.repository.commit({ 'a.yaml': map('a', '1'), 'b.yaml': map('b', '1') });
    await harness.start();
    expect(await harness.reported(({ revision }) => revision === first)).toMatchObject({ applied: 2, unchanged: 0, problems: [] });
    const before = await get('a');
    expect(before?.metadata.annotations?.[REVISION]).toBe(first);

    const report = await harness.push({ 'b.yaml': map('b', '2') });
    expect(report).toMatchObject({ applied: 1, unchanged: 1, pruned: [], problems: [] });
    expect((await get('a'))?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
    const changed = await get('b');
    expect(changed?.data).toEqual({ value: '2' });
    expect(changed?.metadata.annotations?.[REVISION]).toBe(report.revision);
  });

  it('has files that fail alone, told with file and line, while what they declared before stays', async () => {
    await harness.repository.commit({ 'a.yaml': map('a', '1'), 'b.yaml': map('b', '1') });
    await harness.start();
    await harness.reported(({ applied }) => applied === 2);
    const report = await harness.push({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: }\n', 'b.yaml': map('b', '2') });
    expect(report).toMatchObject({ applied: 1, pruned: [], problems: [{ file: 'a.yaml', line: 3 }] });
    expect((await get('a'))?.data).toEqual({ value: '1' });
    expect((await get('b'))?.data).toEqual({ value: '2' });
    expect(await harness.push({ 'a.yaml': map('a', '1') })).toMatchObject({ applied: 0, unchanged: 2, problems: [] });
  });

  it('keeps what a file declared when the file is renamed and then broken', async () => {
    await harness.repository.commit({ 'a.yaml': map('a', '1') });
    await harness.start();
    await harness.reported(({ applied }) => applied === 1);
    await harness.push({ 'a.yaml': undefined, 'moved.yaml': map('a', '1') });
    expect(await harness.push({ 'moved.yaml': '{' })).toMatchObject({ pruned: [], problems: [{ file: 'moved.yaml' }] });
    expect(await get('a')).toBeDefined();
  });

  it('is told of a field that the kind does not have, with file and line', async () => {
    const plan = fileOf(AddonPlan, 'plan', { spec: { clusterSelector: {}, steps: [], stepz: [] } }, { namespace: 'default' });
    await harness.repository.commit({ 'plans.yaml': `${map('a', '1')}---\n${plan}` });
    await harness.start();
    const report = await harness.reported(({ problems }) => problems.length > 0);
    expect(report).toMatchObject({ applied: 1, problems: [{ file: 'plans.yaml', line: 12, object: 'AddonPlan plan' }] });
    expect(report.problems[0]?.message).toContain('stepz');
    expect(await harness.management.kube.get(AddonPlan, at('plan'))).toBeUndefined();
  });

  it('is told of an object that two files declare; the first one stands', async () => {
    await harness.repository.commit({ 'a.yaml': map('a', '1'), 'b.yaml': map('a', '2') });
    await harness.start();
    const report = await harness.reported(({ applied }) => applied === 1);
    expect(report.problems).toEqual([{ file: 'b.yaml', line: 1, object: 'ConfigMap a', message: 'a.yaml:1 declares it already: remove one' }]);
    expect((await get('a'))?.data).toEqual({ value: '1' });
  });

  it('prunes what it no longer has, and a pool only if that allows it', async () => {
    await harness.repository.commit({ 'a.yaml': map('a', '1'), 'pool.yaml': pool() });
    await harness.start();
    await harness.reported(({ applied }) => applied === 2);
    const report = await harness.push({ 'a.yaml': undefined, 'pool.yaml': undefined });
    expect(report.pruned).toEqual(['ConfigMap default/a']);
    expect(report.kept).toEqual([`InClusterIPPool default/nodes: a InClusterIPPool is deleted only if annotation ${PRUNE} is "true" on it`]);
    await harness.management.untilGone(ConfigMap, at('a'));

    await harness.push({ 'pool.yaml': pool({ annotations: { [PRUNE]: 'true' } }) });
    expect(await harness.push({ 'pool.yaml': undefined })).toMatchObject({ pruned: ['InClusterIPPool default/nodes'], kept: [] });
    await harness.management.untilGone(InClusterIPPool, at('nodes'));
  });

  it('is remembered over a restart: what went meanwhile is pruned', async () => {
    await harness.repository.commit({ 'a.yaml': map('a', '1'), 'b.yaml': map('b', '1') });
    await harness.start();
    await harness.reported(({ applied }) => applied === 2);
    await harness.stop();
    const revision = await harness.repository.commit({ 'a.yaml': undefined });
    await harness.start();
    const report = await harness.reported((now) => now.revision === revision);
    expect(report).toMatchObject({ applied: 0, unchanged: 1, pruned: ['ConfigMap default/a'] });
  });

  it('is fetched when its server tells of a push', async () => {
    const port = await freePort();
    const first = await harness.repository.commit({ 'a.yaml': map('a', '1') });
    await harness.start({ url: harness.repository.path, hook: { host: '127.0.0.1', port } }); // a path is not watched
    await harness.reported(({ revision }) => revision === first);
    const second = await harness.repository.commit({ 'a.yaml': map('a', '2') });
    expect(await post(port, '/other')).toBe(404);
    expect(await post(port, '/hook')).toBe(202);
    await harness.reported(({ revision }) => revision === second);
  });

  it('that cannot be reached is told of without its credentials, and tried again', async () => {
    const port = await freePort();
    const { log, heard } = listening();
    await harness.start({ url: `http://robot:hunter2@127.0.0.1:${port}/fleet.git` }, log);
    const warnings = await heard(2);
    expect(warnings.join()).toContain(`http://127.0.0.1:${port}/fleet.git`);
    expect(warnings.join()).not.toMatch(/robot|hunter2/);
  });

  it('that comes to be later is applied, and watched from then on', async () => {
    const { log, heard } = listening();
    const later = `${harness.repository.path}-later`;
    await harness.repository.commit({ 'a.yaml': map('a', '1') });
    await harness.start({ url: `file://${later}` }, log);
    await heard(1);
    await rename(harness.repository.path, later);
    await harness.reported(({ applied }) => applied === 1);
    await harness.repository.commit({ 'a.yaml': map('a', '2') }, later);
    await harness.management.until(ConfigMap, at('a'), ({ data }) => data?.['value'] === '2');
  });

  it('has applications that wait for their cluster, and say so', async () => {
    await using workload = await startTestServer();
    await harness.repository.commit({ 'a.yaml': map('a', '1'), 'applications/shop/prod/settings.yaml': map('shop', '1') });
    await harness.start();
    const waiting = await harness.reported(({ problems }) => problems.length > 0);
    expect(waiting).toMatchObject({ applied: 1, problems: [{ file: 'applications/shop/prod/settings.yaml', line: 1, object: 'ConfigMap shop' }] });
    expect(waiting.problems[0]?.message).toContain('Secret default/prod-kubeconfig');

    const { kube } = harness.management;
    const cluster = await kube.create(Cluster, {
      metadata: at('prod'), spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'VSphereCluster', name: 'prod' } },
    });
    await kube.create(Secret, { metadata: at('prod-kubeconfig'), stringData: { value: workload.kubeconfig } });
    await kube.applyStatus(Cluster, { metadata: { ...at('prod'), uid: cluster.metadata.uid }, status: { initialization: { controlPlaneInitialized: true } } });
    expect((await workload.until(ConfigMap, at('shop'), () => true)).data).toEqual({ value: '1' });
    expect(await get('shop')).toBeUndefined();
    await harness.reported(({ problems }) => problems.length === 0);

    await kube.delete(Secret, await kube.get(Secret, at('prod-kubeconfig')) ?? cluster);
    await kube.delete(Cluster, cluster);
    const gone = await harness.push({ 'applications/shop/prod/settings.yaml': undefined });
    expect(gone).toMatchObject({ pruned: ['ConfigMap default/shop in prod'], problems: [] });
  });
});

function post(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method: 'POST' }, (response) => { response.resume(); resolve(response.statusCode); });
    call.once('error', reject).end();
  });
}
