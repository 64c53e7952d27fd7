import { describe, expect, it } from '@jest/globals';
import type { Unstructured } from '@handoff/api';
import { PRUNE, whyKept } from './prune.js';

const object = (kind: string, metadata: Partial<Unstructured['metadata']> = {}): Unstructured =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'prod', namespace: 'default', uid: 'u1', resourceVersion: '1', ...metadata } });
const owner = (kind: string, controller: boolean): NonNullable<Unstructured['metadata']['ownerReferences']> =>
  [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind, name: 'prod', uid: 'u2', controller }];
const none: ReadonlySet<string> = new Set();

describe('what Git no longer has', () => {
  it('is deleted when it can be made again', () => {
    expect(whyKept(object('ConfigMap'), none)).toBeUndefined();
    expect(whyKept(object('MachineDeployment'), none)).toBeUndefined();
  });

  it.each(['Cluster', 'KubeadmControlPlane', 'VSphereCluster', 'InClusterIPPool', 'GlobalInClusterIPPool', 'Namespace', 'CustomResourceDefinition'])(
    'stays when it is a %s, unless the object itself allows it', (kind) => {
      expect(whyKept(object(kind), none)?.why).toBe(`a ${kind} is deleted only if annotation ${PRUNE} is "true" on it`);
      expect(whyKept(object(kind, { annotations: { [PRUNE]: 'yes' } }), none)).toBeDefined();
      expect(whyKept(object(kind, { annotations: { [PRUNE]: 'true' } }), none)).toBeUndefined();
    },
  );

  it('stays while another object controls it, and is remembered', () => {
    expect(whyKept(object('ConfigMap', { ownerReferences: owner('Widget', true) }), none)).toEqual({ why: 'another object controls it', isSettled: false });
    expect(whyKept(object('ConfigMap', { ownerReferences: owner('Widget', false) }), none)).toBeUndefined();
  });

  it('goes with its Cluster when that is pruned too, in the order that the controllers keep', () => {
    const controlPlane = object('KubeadmControlPlane', { ownerReferences: owner('Cluster', true) });
    expect(whyKept(controlPlane, new Set(['default/prod']))).toEqual({ why: 'it goes with its Cluster, in order', isSettled: true });
    expect(whyKept(controlPlane, new Set(['other/prod']))).toMatchObject({ isSettled: false });
  });

  it('is left alone when it is being deleted already', () => {
    expect(whyKept(object('Cluster', { deletionTimestamp: '2026-01-01T00:00:00Z' }), none)).toEqual({ why: 'it is being deleted already', isSettled: true });
  });
});
