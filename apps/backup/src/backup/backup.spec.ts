import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Backup, Cluster, ClusterResourceSet, ConfigMap, IPAddressClaim, Namespace, ownerReferenceTo, Secret, VSphereClusterIdentity,
} from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { objectPath } from '@handoff/kube';
import { entriesOf, startHarness, tree } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const at = (name: string, namespace = 'default') => ({ name, namespace });

async function fill({ kube }: Harness): Promise<void> {
  await kube.create(Namespace, { metadata: { name: 'other' } });
  await kube.create(Namespace, { metadata: { name: 'empty' } });
  const cluster = await kube.create(Cluster, { metadata: at('prod'), spec: { paused: true } });
  await kube.create(ConfigMap, { metadata: { ...at('prod-lock'), ownerReferences: [ownerReferenceTo(cluster)] } });
  await kube.create(Secret, { metadata: at('prod-ca'), type: 'cluster.x-k8s.io/secret', stringData: { 'tls.key': 'x' } });
  await kube.create(Secret, { metadata: { ...at('bootstrap'), labels: { 'cluster.x-k8s.io/cluster-name': 'prod' } } });
  await kube.create(ClusterResourceSet, {
    metadata: at('cni'), spec: { clusterSelector: { matchLabels: { a: 'b' } }, resources: [{ kind: 'ConfigMap', name: 'cilium' }] },
  });
  await kube.create(ConfigMap, { metadata: at('cilium'), data: { 'a.yaml': 'ünïcode' } });
  await kube.create(VSphereClusterIdentity, { metadata: { name: 'login' }, spec: { secretName: 'vcenter' } });
  await kube.create(Secret, { metadata: at('vcenter', 'other') });
  await kube.create(Secret, { metadata: at('unrelated') });
  await kube.create(ConfigMap, { metadata: at('unrelated') });
  const poolRef = { apiGroup: 'ipam.cluster.x-k8s.io', kind: 'InClusterIPPool', name: 'pool' };
  for (let index = 0; index < 510; index += 1) {
    await kube.create(IPAddressClaim, { metadata: at(`claim-${String(index)}`, 'other'), spec: { poolRef } });
  }
}

const DEFAULTS = [
  'resources/clusterresourcesets.addons.cluster.x-k8s.io/namespaces/default/cni.json',
  'resources/clusters.cluster.x-k8s.io/namespaces/default/prod.json',
  'resources/configmaps/namespaces/default/cilium.json',
  'resources/configmaps/namespaces/default/prod-lock.json',
  'resources/namespaces/cluster/default.json',
  'resources/namespaces/cluster/other.json',
  'resources/secrets/namespaces/default/bootstrap.json',
  'resources/secrets/namespaces/default/prod-ca.json',
  'resources/secrets/namespaces/other/vcenter.json',
  'resources/vsphereclusteridentities.infrastructure.cluster.x-k8s.io/cluster/login.json',
];

describe('a Backup', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
    await fill(harness);
    await harness.start();
  });
  afterAll(async () => { await harness[Symbol.asyncDispose](); });

  const take = (name: string, spec: object = {}) =>
    harness.kube.create(Backup, { metadata: at(name), spec: { storage: { directory: harness.directory }, ...spec } });
  const ended = (name: string, phase: string): Promise<Backup> => harness.until(Backup, at(name), ({ status }) => status?.phase === phase);

  it('holds everything that a management cluster needs, as the API has it, and nothing else', async () => {
    const heard: string[] = [];
    const following = harness.bus.follow(({ event }) => heard.push(event.name));
    await take('one');
    const { status } = await ended('one', 'Completed');
    const entries = await entriesOf(status?.path ?? '');
    expect(entries.get('metadata/version')).toBe('1.1.0\n');
    expect(status?.items).toBe(entries.size - 1);
    const paths = [...entries.keys()];
    expect(paths.filter((path) => path.startsWith('resources/ipaddressclaims.ipam.cluster.x-k8s.io/namespaces/other/claim-'))).toHaveLength(510);
    expect(paths).toContain('resources/customresourcedefinitions.apiextensions.k8s.io/cluster/clusters.cluster.x-k8s.io.json');
    const rest = paths.filter((path) => !/^metadata|customresourcedefinitions|ipaddressclaims/.test(path));
    expect(rest.sort()).toEqual(DEFAULTS);
    for (const [kind, key] of [[Cluster, at('prod')], [Secret, at('prod-ca')], [ConfigMap, at('cilium')]] as const) {
      const group = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
      const kept: unknown = JSON.parse(entries.get(`resources/${group}/namespaces/${key.namespace}/${key.name}.json`) ?? '');
      expect(kept).toEqual(await harness.kube.raw(objectPath(kind, key)));
    }
    expect(heard).toEqual(['backup.completed']);
    following[Symbol.dispose]();
  });

  it('lies as Velero wants it, for its owner only', async () => {
    const whole = ['backups 700', 'backups/one 700', 'backups/one/one.tar.gz 600', 'backups/one/velero-backup.json 600'];
    expect(await tree(harness.directory)).toEqual(whole);
    const manifest: unknown = JSON.parse(await readFile(join(harness.directory, 'backups/one/velero-backup.json'), 'utf8'));
    const { status } = await ended('one', 'Completed');
    expect(manifest).toMatchObject({
      apiVersion: 'velero.io/v1', kind: 'Backup', metadata: { name: 'one' },
      status: { version: 1, formatVersion: '1.1.0', phase: 'Completed', progress: { itemsBackedUp: status?.items } },
    });
  });

  it('of some namespaces holds those, and what is in none', async () => {
    await take('some', { includedNamespaces: ['default'] });
    const { status } = await ended('some', 'Completed');
    const paths = [...(await entriesOf(status?.path ?? '')).keys()].filter((path) => !/^metadata|customresourcedefinitions/.test(path));
    expect(paths.sort()).toEqual(DEFAULTS); // the login's Secret is needed wherever it is
  });

  it('goes with its archive', async () => {
    const { kube } = harness;
    await kube.delete(Backup, await ended('some', 'Completed'));
    await harness.untilGone(Backup, at('some'));
    expect((await tree(harness.directory)).filter((path) => path.includes('some'))).toEqual([]);
  });

  it('that failed names the path and the fix, and is taken once that is done', async () => {
    const { kube, directory } = harness;
    await writeFile(join(directory, 'file'), '');
    await take('relative', { storage: { directory: 'backups' } });
    const relative = await ended('relative', 'Failed');
    expect(relative.status?.message).toBe('spec.storage.directory "backups" is not an absolute path: begin it with /');
    await take('misplaced', { storage: { directory: join(directory, 'file') } });
    const misplaced = await ended('misplaced', 'Failed');
    expect(misplaced.status?.message).toBe(`${join(directory, 'file')}: a part of it is a file; name a folder in spec.storage.directory`);
    await kube.patch(Backup, misplaced, [{ op: 'replace', path: '/spec/storage/directory', value: directory }]);
    await ended('misplaced', 'Completed');
  });

  it('never replaces the archive of another of its name', async () => {
    await mkdir(join(harness.directory, 'backups/taken'));
    await writeFile(join(harness.directory, 'backups/taken/velero-backup.json'), '{}');
    await take('taken');
    const taken = await ended('taken', 'Failed');
    expect(taken.status?.message).toContain('is there already and was made for another Backup: choose another name or folder');
    await harness.kube.delete(Backup, taken);
    await harness.untilGone(Backup, at('taken'));
    expect(await readFile(join(harness.directory, 'backups/taken/velero-backup.json'), 'utf8')).toBe('{}');
  });

  it('that was finished before a crash could be told of is not taken twice', async () => {
    const { kube } = harness;
    const before = await ended('one', 'Completed');
    await harness.stop();
    const forgetful = await kube.patch(Backup, before, [{ op: 'remove', path: '/status' }], 'status');
    await kube.create(Cluster, { metadata: at('late'), spec: { paused: true } });
    await harness.start();
    const after = await ended('one', 'Completed');
    expect(after.metadata.uid).toBe(forgetful.metadata.uid);
    const { items, sizeBytes, startTime } = before.status ?? {};
    expect(after.status).toMatchObject({ items, sizeBytes, startTime });
  });

  it('clears away what a crash left half-made of it', async () => {
    const { kube, directory } = harness;
    await harness.stop();
    const created: KubeObject = await take('crashed');
    const partial = join(directory, 'backups', `.crashed.${created.metadata.uid}.partial`);
    await mkdir(partial);
    await writeFile(join(partial, 'crashed.tar.gz'), 'half');
    await harness.start();
    await ended('crashed', 'Completed');
    expect((await tree(directory)).filter((path) => path.includes('partial'))).toEqual([]);
    expect(await kube.get(Backup, at('crashed'))).toBeDefined();
  });

  it('goes when its time is over', async () => {
    await take('short', { ttlSeconds: 60 });
    const { status } = await ended('short', 'Completed');
    expect(Date.parse(status?.expirationTime ?? '') - Date.parse(status?.completionTime ?? '')).toBe(60_000);
    harness.clock.travel(61_000);
    await harness.untilGone(Backup, at('short'));
    expect((await tree(harness.directory)).filter((path) => path.includes('short'))).toEqual([]);
  });
});
