import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entriesOf, tree } from '../testing/harness.js';
import { BackupFolder } from './backup-folder.js';
import { belongs, References } from './belonging.js';
import type { Kept } from './contents.js';
import { StorageError, storageError } from './errors.js';
import { writeArchive } from './write-archive.js';

const kept = (index: number): Kept => ({ resource: 'configmaps', namespace: 'default', name: `map-${String(index)}`, object: { index, filler: 'x'.repeat(5000) } });

async function* some(count: number, then: () => void = () => undefined): AsyncGenerator<Kept> {
  for (let index = 0; index < count; index += 1) yield kept(index);
  then();
}

describe('an archive', () => {
  let directory: string;
  let folder: BackupFolder;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'handoff-archive-'));
    folder = BackupFolder.of(directory, { name: 'one', uid: 'uid' });
  });
  afterEach(() => rm(directory, { recursive: true }));

  const options = (signal = new AbortController().signal) => ({ at: 0, signal, wrote: () => undefined });

  it('appears whole', async () => {
    await folder.make(async (archive) => {
      expect(await writeArchive(archive, some(300), options())).toMatchObject({ items: 300 });
      expect(await readdir(join(directory, 'backups'))).toEqual(['.one.uid.partial']);
      return 'manifest';
    });
    const entries = await entriesOf(folder.archive);
    expect(entries.size).toBe(301);
    expect(JSON.parse(entries.get('resources/configmaps/namespaces/default/map-7.json') ?? '')).toEqual(kept(7).object);
    expect(await folder.manifest()).toBe('manifest');
  });

  it.each([
    ['reading fails', () => { throw new Error('the API server is gone'); }, 'the API server is gone'],
    ['the disk is full', () => { throw Object.assign(new Error('write'), { code: 'ENOSPC', syscall: 'write' }); }, 'no space left'],
  ])('leaves nothing behind when %s in the middle', async (_, fail, message) => {
    const made = folder.make(async (archive) => {
      await writeArchive(archive, some(50, fail), options());
      return '';
    });
    await expect(made).rejects.toThrow(message);
    expect(await tree(directory)).toEqual(['backups 700']);
  });

  it('leaves nothing behind when it is stopped in the middle', async () => {
    const stop = new AbortController();
    const made = folder.make(async (archive) => {
      await writeArchive(archive, some(50, () => { stop.abort(new Error('stopped')); }), options(stop.signal));
      return '';
    });
    await expect(made).rejects.toThrow();
    expect(await tree(directory)).toEqual(['backups 700']);
  });

  it('never replaces one that is there', async () => {
    await folder.make(() => Promise.resolve('first'));
    const other = BackupFolder.of(directory, { name: 'one', uid: 'another' });
    await expect(other.make(() => Promise.resolve('second'))).rejects.toThrow('holds another backup');
    expect(await folder.manifest()).toBe('first');
  });

  it('is removed by its owner only', async () => {
    await folder.make(() => Promise.resolve('mine'));
    await folder.remove((manifest) => manifest === 'yours');
    expect(await folder.manifest()).toBe('mine');
    await folder.remove((manifest) => manifest === 'mine');
    expect(await tree(directory)).toEqual(['backups 700']);
    await folder.remove(() => true);
  });
});

describe('a refusal of the operating system', () => {
  it.each([
    ['EACCES', 'PermissionDenied', '/backups: permission denied; let the user that the backup service runs as write there'],
    ['EROFS', 'PermissionDenied', '/backups: the file system is read-only; name another folder in spec.storage.directory'],
    ['ENOSPC', 'NoSpace', '/backups: no space left; free some, or name another folder in spec.storage.directory'],
    ['EIO', 'StorageFailed', '/backups: said the disk'],
  ])('%s is told with path and fix', (code, reason, message) => {
    const error = storageError('/backups', Object.assign(new Error('said the disk'), { code, syscall: 'write' }));
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ code: reason, message, retryable: false });
  });

  it('is not what an API server said', () => {
    const error = Object.assign(new Error('no answer'), { code: 'Unreachable' });
    expect(storageError('/backups', error)).toBe(error);
  });
});

describe('a Secret or ConfigMap', () => {
  const references = new References();
  references.learn({ identityRef: { kind: 'Secret', name: 'login' }, files: [{ contentFrom: { secret: { name: 'file', key: 'a' } } }] }, 'default');
  references.learn({ secretName: 'identity' }, undefined);

  it.each([
    ['of the cluster\'s type', { type: 'cluster.x-k8s.io/secret', metadata: { name: 'a', namespace: 'x' } }, true],
    ['with a label of the project\'s', { metadata: { name: 'a', namespace: 'x', labels: { 'gitops.handoff.dev/source': 's' } } }, true],
    ['that moves along', { metadata: { name: 'a', namespace: 'x', labels: { 'clusterctl.cluster.x-k8s.io/move': '' } } }, true],
    ['with a kept owner', { metadata: { name: 'a', namespace: 'x', ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2' }] } }, true],
    ['that is referred to', { metadata: { name: 'login', namespace: 'default' } }, true],
    ['that a field of a field refers to', { metadata: { name: 'file', namespace: 'default' } }, true],
    ['that is referred to from another namespace', { metadata: { name: 'login', namespace: 'x' } }, false],
    ['of an object without namespace', { metadata: { name: 'identity', namespace: 'x' } }, true],
    ['of somebody else', { type: 'helm.sh/release.v1', metadata: { name: 'a', namespace: 'x', labels: { 'app.kubernetes.io/name': 'b' }, ownerReferences: [{ apiVersion: 'apps/v1' }] } }, false],
  ])('%s belongs: %s', (_, object, expected) => {
    expect(belongs('Secret', object, references)).toBe(expected);
  });
});
