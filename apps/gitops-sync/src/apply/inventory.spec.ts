import { describe, expect, it } from '@jest/globals';
import { readManifests } from '../manifest/manifest.js';
import type { Manifest } from '../manifest/manifest.js';
import { MANAGEMENT } from '../manifest/route.js';
import { describeEntry, entryId, entryOf, Inventory } from './inventory.js';

function secret(name: string, data = 'same'): Manifest {
  const content = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  password: ${data}\n`;
  const [manifest] = readManifests('a.yaml', content).manifests;
  if (manifest === undefined) throw new Error('no manifest');
  return manifest;
}

describe('an inventory entry', () => {
  it('is the same object in another version of its group', () => {
    const entry = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', namespace: 'default', name: 'prod' };
    expect(entryId({ ...entry, apiVersion: 'cluster.x-k8s.io/v1beta2' })).toBe(entryId(entry));
    expect(entryId({ ...entry, apiVersion: 'example.com/v1beta1' })).not.toBe(entryId(entry));
  });

  it.each([{ namespace: 'other' }, { name: 'other' }, { kind: 'ConfigMap' }, { cluster: 'prod' }])('is another object with %o', (difference) => {
    const entry = { apiVersion: 'v1', kind: 'Secret', namespace: 'default', name: 'a' };
    expect(entryId({ ...entry, ...difference })).not.toBe(entryId(entry));
  });

  it('changes its digest with the content, and only with it', () => {
    const digest = (manifest: Manifest): string => entryOf(manifest, 'default', MANAGEMENT).digest;
    expect(digest(secret('a'))).toBe(digest({ ...secret('a'), file: 'moved.yaml', line: 9 }));
    expect(digest(secret('a'))).not.toBe(digest(secret('a', 'changed')));
  });

  it('does not show that two secrets are equal', () => {
    const digests = [
      entryOf(secret('a'), 'default', MANAGEMENT), entryOf(secret('b'), 'default', MANAGEMENT),
      entryOf(secret('a'), 'default', { kind: 'workload', cluster: 'prod' }), entryOf(secret('a'), 'default', { kind: 'workload', cluster: 'test' }),
    ].map((entry) => entry.digest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('says nothing of what a Secret holds, and comes back from its record as it was', () => {
    const entries = [entryOf(secret('a', 'hunter2'), 'default', MANAGEMENT)];
    const written = JSON.stringify(entries);
    expect(written).not.toContain('hunter2');
    expect(Inventory.parse(JSON.parse(written))).toEqual(entries);
  });

  it('is named for people', () => {
    expect(describeEntry({ kind: 'Namespace', name: 'shop' })).toBe('Namespace shop');
    expect(describeEntry({ kind: 'Secret', namespace: 'shop', name: 'a', cluster: 'prod' })).toBe('Secret shop/a in prod');
  });
});
