import { describe, expect, it } from '@jest/globals';
import type { ApiObject, OwnerReference } from '../machinery/object.js';
import { configMaps, testStore } from '../testing/store.js';
import type { Store } from '../store.js';

const at = (name: string): { namespace: string; name: string } => ({ namespace: 'default', name });

const ownedBy = (owner: ApiObject, blockOwnerDeletion = false): OwnerReference =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', name: owner.metadata.name, uid: owner.metadata.uid, blockOwnerDeletion });

async function make(store: Store, name: string, owners: readonly OwnerReference[] = [], more: object = {}): Promise<ApiObject> {
  return store.create(configMaps, { metadata: { name, namespace: 'default', ownerReferences: owners, ...more } });
}

async function names(store: Store): Promise<readonly string[]> {
  return (await store.list(configMaps, { namespace: 'default' })).items.map((item) => item.metadata.name);
}

describe('the garbage collector', () => {
  it('deletes dependents in the background, and theirs', async () => {
    const { store, clock } = testStore();
    const owner = await make(store, 'owner');
    const child = await make(store, 'child', [ownedBy(owner)]);
    await make(store, 'grandchild', [ownedBy(child)]);
    await store.delete(configMaps, at('owner'));
    await clock.advance(10);
    expect(await names(store)).toEqual([]);
  });

  it('collects within a second what is owned by nobody who is there', async () => {
    const { store, clock } = testStore();
    const owner = await make(store, 'owner');
    await make(store, 'orphan', [{ ...ownedBy(owner), uid: 'of-another-time' }]);
    await clock.advance(1000);
    expect(await names(store)).toEqual(['owner']);
  });

  it('keeps what still has one owner, and strikes out the others', async () => {
    const { store, clock } = testStore();
    const [one, two] = [await make(store, 'one'), await make(store, 'two')];
    await make(store, 'shared', [ownedBy(one), ownedBy(two)]);
    await store.delete(configMaps, at('one'));
    await clock.advance(10);
    const shared = await store.get(configMaps, at('shared'));
    expect(shared.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['two']);
  });

  it('decides nothing about owners of kinds that are not served', async () => {
    const { store, clock } = testStore();
    await make(store, 'foreign', [{ apiVersion: 'unknown.example.com/v1', kind: 'Thing', name: 'x', uid: 'y' }]);
    await clock.advance(1000);
    expect(await names(store)).toEqual(['foreign']);
  });

  it('leaves dependents behind when asked to orphan them', async () => {
    const { store, clock } = testStore();
    await make(store, 'left', [ownedBy(await make(store, 'owner'))]);
    await store.delete(configMaps, at('owner'), { propagationPolicy: 'Orphan' });
    await clock.advance(10);
    expect(await names(store)).toEqual(['left']);
    expect((await store.get(configMaps, at('left'))).metadata.ownerReferences).toBeUndefined();
  });

  it('keeps an owner in the foreground until the dependents that block it are gone', async () => {
    const { store, clock } = testStore();
    const owner = await make(store, 'owner');
    await make(store, 'blocking', [ownedBy(owner, true)], { finalizers: ['example.com/hold'] });
    await make(store, 'loose', [ownedBy(owner)], { finalizers: ['example.com/hold'] });
    await store.delete(configMaps, at('owner'), { propagationPolicy: 'Foreground' });
    await clock.advance(10);
    expect((await store.get(configMaps, at('owner'))).metadata.finalizers).toEqual(['foregroundDeletion']);
    expect((await store.get(configMaps, at('loose'))).metadata.deletionTimestamp).toBeDefined();
    await store.patch(configMaps, at('blocking'), 'merge', { metadata: { finalizers: null } });
    await clock.advance(10);
    expect(await names(store)).toEqual(['loose']);
  });

  it('goes on in the foreground through the generations', async () => {
    const { store, clock } = testStore();
    const owner = await make(store, 'owner');
    const child = await make(store, 'child', [ownedBy(owner, true)]);
    await make(store, 'grandchild', [ownedBy(child, true)], { finalizers: ['example.com/hold'] });
    await store.delete(configMaps, at('owner'), { propagationPolicy: 'Foreground' });
    await clock.advance(10);
    expect(await names(store)).toEqual(['child', 'grandchild', 'owner']);
    await store.patch(configMaps, at('grandchild'), 'merge', { metadata: { finalizers: null } });
    await clock.advance(10);
    expect(await names(store)).toEqual([]);
  });
});
