import { describe, expect, it } from '@jest/globals';
import type { Manifest } from './manifest.js';
import { inOrder, rankOf } from './order.js';

const manifest = (kind: string, name: string): Manifest =>
  ({ file: 'a.yaml', line: 1, apiVersion: 'v1', kind, name, namespace: undefined, object: {} });

describe('the order of applying', () => {
  it('puts what others refer to before those that refer to it', () => {
    const kinds = ['MachineDeployment', 'Cluster', 'KubeadmControlPlane', 'VSphereMachineTemplate', 'InClusterIPPool', 'Secret', 'Namespace'];
    const groups = inOrder(kinds.map((kind) => manifest(kind, 'x')));
    expect(groups.map((group) => group.map(({ kind }) => kind))).toEqual([...kinds].reverse().map((kind) => [kind]));
  });

  it('puts a kind that it does not know after templates and before what selects clusters', () => {
    expect(rankOf('Widget')).toBeGreaterThan(rankOf('ClusterClass'));
    expect(rankOf('Widget')).toBeLessThan(rankOf('ClusterResourceSet'));
  });

  it('keeps kinds of one rank together, in the order of the files', () => {
    const groups = inOrder([manifest('Secret', 'b'), manifest('Namespace', 'n'), manifest('ConfigMap', 'a'), manifest('Secret', 'a')]);
    expect(groups.map((group) => group.map(({ kind, name }) => `${kind}/${name}`))).toEqual([['Namespace/n'], ['Secret/b', 'ConfigMap/a', 'Secret/a']]);
  });

  it('has nothing to order in an empty repository', () => {
    expect(inOrder([])).toEqual([]);
  });
});
