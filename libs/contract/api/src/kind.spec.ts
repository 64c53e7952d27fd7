import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { AddonPlan } from './addons/addon-plan.js';
import { KubeadmConfig } from './bootstrap/kubeadm-config.js';
import { Secret } from './builtin/core.js';
import { MachineDrainRule } from './core/machine-drain-rule.js';
import { unstructuredKind } from './kind.js';

const object = (apiVersion: string, kind: string, fields: object) => ({ apiVersion, kind, metadata: { name: 'demo' }, ...fields });

describe('a kind', () => {
  it('knows its apiVersion, with and without a group', () => {
    expect(AddonPlan.apiVersion).toBe('addons.handoff.dev/v1alpha1');
    expect(Secret.apiVersion).toBe('v1');
  });

  it('fills in the defaults of its schema', () => {
    const plan = AddonPlan.parse(
      object(AddonPlan.apiVersion, 'AddonPlan', {
        spec: { clusterSelector: {}, steps: [{ name: 'cilium', readyWhen: [{ nodesReady: {} }, { csiDriver: { name: 'csi' } }] }] },
      }),
    );
    expect(plan.spec.steps).toEqual([
      { name: 'cilium', timeoutSeconds: 600, readyWhen: [{ nodesReady: { nodes: 'All' } }, { csiDriver: { name: 'csi' } }] },
    ]);
  });

  it('reads an absent spec as an empty one where the API server allows it', () => {
    expect(KubeadmConfig.parse(object(KubeadmConfig.apiVersion, 'KubeadmConfig', {})).spec).toEqual({});
  });

  it('refuses an absent spec where the API server does', () => {
    expect(() => MachineDrainRule.parse(object(MachineDrainRule.apiVersion, 'MachineDrainRule', {}))).toThrow(z.ZodError);
  });

  it('without a status drops one, as the API server does', () => {
    const rule = object(MachineDrainRule.apiVersion, 'MachineDrainRule', { spec: { drain: { behavior: 'Skip' } }, status: { phase: 'x' } });
    expect(MachineDrainRule.parse(rule).status).toBeUndefined();
  });

  it('of Kubernetes keeps the fields that are not read here', () => {
    expect(Secret.parse(object('v1', 'Secret', { type: 'Opaque', novelty: 1 }))).toMatchObject({ type: 'Opaque', novelty: 1 });
  });

  it('of another provider keeps everything', () => {
    const kind = unstructuredKind({ group: 'example.com', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true });
    const thing = { ...object('example.com/v1', 'Thing', { spec: { deep: [1] } }), metadata: { name: 'x', managedFields: [] } };
    expect(kind.parse(thing)).toMatchObject(thing);
  });
});
