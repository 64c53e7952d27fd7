import { describe, expect, it } from '@jest/globals';
import {
  contractRefOf, controllerOf, groupKindOf, groupOf, isControlledBy, isOwnedBy, ownerOf, ownerReferenceTo, refersTo, refKey,
} from './references.js';
import { Cluster } from '../core/cluster.js';
import { Machine } from '../core/machine.js';
import { aCluster, aMachine } from '../testdata/objects.js';

const cluster = aCluster();
const controlled = aMachine({}, { ownerReferences: [ownerReferenceTo(cluster, { controller: true, block: true })] });

describe('an owner', () => {
  it('is found by group and kind, whatever the version of the reference', () => {
    const old = { ...ownerReferenceTo(cluster), apiVersion: 'cluster.x-k8s.io/v1beta1' };
    expect(ownerOf(aMachine({}, { ownerReferences: [old] }), Cluster)).toEqual(old);
    expect(ownerOf(aMachine({}, { ownerReferences: [{ ...old, apiVersion: 'example.com/v1' }] }), Cluster)).toBeUndefined();
    expect(ownerOf(aMachine(), Cluster)).toBeUndefined();
  });

  it('controls only where the reference says so', () => {
    const owned = aMachine({}, { ownerReferences: [ownerReferenceTo(cluster)] });
    expect(controllerOf(owned)).toBeUndefined();
    expect([isOwnedBy(owned, cluster), isControlledBy(owned, cluster)]).toEqual([true, false]);
    expect([isOwnedBy(controlled, cluster), isControlledBy(controlled, cluster)]).toEqual([true, true]);
  });

  it('that was made anew under the same name is another', () => {
    const namesake = aCluster({}, { uid: 'another' });
    expect([isOwnedBy(controlled, namesake), isControlledBy(controlled, namesake)]).toEqual([false, false]);
  });

  it('says neither controller nor block unless asked to', () => {
    expect(ownerReferenceTo(cluster)).toEqual({ apiVersion: Cluster.apiVersion, kind: 'Cluster', name: 'demo', uid: 'uid-of-Cluster' });
    expect(ownerReferenceTo(cluster, { controller: true, block: true })).toMatchObject({ controller: true, blockOwnerDeletion: true });
  });
});

describe('a contract reference', () => {
  it('names an object without its version', () => {
    expect(contractRefOf(aMachine())).toEqual({ apiGroup: 'cluster.x-k8s.io', kind: 'Machine', name: 'demo' });
  });

  it('speaks of the namespace that it is held in', () => {
    const ref = contractRefOf(aMachine());
    expect(refersTo(ref, 'default', aMachine())).toBe(true);
    expect(refersTo(ref, 'other', aMachine())).toBe(false);
    expect(refKey(ref, 'default')).toBe('Machine.cluster.x-k8s.io/default/demo');
  });

  it('has the core group as an empty group', () => {
    expect([groupOf('v1'), groupOf(Machine.apiVersion)]).toEqual(['', 'cluster.x-k8s.io']);
    expect(groupKindOf(contractRefOf(aMachine()))).toBe('Machine.cluster.x-k8s.io');
  });
});
