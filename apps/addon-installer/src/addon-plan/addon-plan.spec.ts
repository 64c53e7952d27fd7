import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddonPlan, Cluster, ConfigMap, CSIDriver, Deployment, Node, unstructuredKind } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import { startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const deployment = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: addons }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: example.invalid/${name} }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: addons }
`;

const Gadget = unstructuredKind({ group: 'example.invalid', version: 'v1', kind: 'Gadget', plural: 'gadgets', namespaced: true });
const gadget = 'apiVersion: example.invalid/v1\nkind: Gadget\nmetadata: { name: one }\n';
const gadgetKind = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.example.invalid }
spec:
  group: example.invalid
  scope: Namespaced
  names: { kind: Gadget, listKind: GadgetList, plural: gadgets, singular: gadget }
  versions:
  - name: v1
    served: true
    storage: true
    schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

const available = { deploymentAvailable: { namespace: 'addons', name: 'cni' } };

const becomesAvailable = async (workload: KubeClient, name: string): Promise<void> => {
  const found = await workload.get(Deployment, { namespace: 'addons', name });
  if (found === undefined) throw new Error(`${name} is not there`);
  const { uid, generation } = found.metadata;
  await workload.applyStatus(Deployment, { metadata: { name, namespace: 'addons', uid }, status: { observedGeneration: generation, replicas: 1, readyReplicas: 1, availableReplicas: 1 } });
};

describe('an AddonPlan', () => {
  let harness: Harness;
  beforeAll(async () => { harness = await startHarness(); });
  afterAll(async () => { await harness[Symbol.asyncDispose](); });

  it('goes through its steps, each when the gates of the one before hold, and tells what it waits for', async () => {
    const { management, workload } = harness;
    await harness.configMap('cni', { 'cni.yaml': deployment('cni') });
    await harness.plan('plan', [
      { name: 'cni', manifests: [{ kind: 'ConfigMap', name: 'cni' }], readyWhen: [available] },
      { name: 'nodes', manifests: [{ kind: 'ConfigMap', name: 'late' }], readyWhen: [{ nodesReady: { nodes: 'ControlPlane' } }] },
    ]);
    const cluster = await harness.declare();
    const early = await harness.planned('plan', ({ phase }) => phase === 'Waiting');
    expect(early.message).toBe('Cluster demo: waiting for its control plane to be initialized');

    await harness.initialize(cluster);
    const first = await harness.planned('plan', ({ step, message }) => step === 'cni' && message?.includes('0 of 1') === true);
    expect(first.message).toBe('Deployment addons/cni: 0 of 1 replicas available');
    expect(await workload.kube.get(ConfigMap, { namespace: 'default', name: 'late' })).toBeUndefined();

    await becomesAvailable(workload.kube, 'cni');
    const second = await harness.planned('plan', ({ step }) => step === 'nodes');
    expect(second.message).toBe('ConfigMap late with the manifests of step nodes is not there: apply it to namespace default');

    await harness.configMap('late', { 'a.yaml': '' });
    await harness.planned('plan', ({ message }) => message === 'no control-plane node has registered');
    const node = await workload.kube.create(Node, { metadata: { name: 'cp-1', labels: { 'node-role.kubernetes.io/control-plane': '' } } });
    await harness.planned('plan', ({ message }) => message === 'node cp-1: not Ready');
    const status = { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }] };
    await workload.kube.applyStatus(Node, { metadata: { name: 'cp-1', uid: node.metadata.uid }, status });
    await harness.planned('plan', ({ phase, message }) => phase === 'Ready' && message === undefined);
    const done = await management.kube.get(AddonPlan, { namespace: 'default', name: 'plan' });
    expect(done?.status).toMatchObject({ matchedClusters: 1, readyClusters: 1, conditions: expect.arrayContaining([expect.objectContaining({ type: 'Ready', status: 'True' })]) });
  });

  it('installs a kind and its objects in one step, and waits for what they say', async () => {
    const { workload } = harness;
    await harness.configMap('kind', { 'a.yaml': `${gadget}---\n${gadgetKind}` });
    const cel = 'self.status.ready + 1 == 3';
    const gate = { objectMatches: { apiVersion: 'example.invalid/v1', kind: 'Gadget', namespace: 'default', name: 'one', cel } };
    await harness.plan('gadgets', [{ name: 'gadget', manifests: [{ kind: 'ConfigMap', name: 'kind' }], readyWhen: [gate] }]);
    await harness.planned('gadgets', ({ message }) => message === `Gadget default/one: waiting for ${cel}`);
    const found = await workload.kube.get(Gadget, { namespace: 'default', name: 'one' });
    if (found === undefined) throw new Error('not there');
    await workload.kube.patch(Gadget, found, [{ op: 'add', path: '/status', value: { ready: 2 } }]);
    await harness.planned('gadgets', ({ phase }) => phase === 'Ready');
  });

  it('waits for an object of a kind that somebody else brings', async () => {
    const gate = { objectMatches: { apiVersion: 'late.example.invalid/v1', kind: 'Late', namespace: 'default', name: 'one', cel: 'true', message: 'the late one' } };
    await harness.plan('foreign', [{ name: 'foreign', readyWhen: [gate] }]);
    await harness.planned('foreign', ({ message }) => message?.includes('does not serve') === true);
    await harness.configMap('late-kind', { 'a.yaml': gadgetKind.replaceAll('example.invalid', 'late.example.invalid').replaceAll('Gadget', 'Late').replaceAll('gadget', 'late') });
    await harness.plan('bringer', [{ name: 'kind', manifests: [{ kind: 'ConfigMap', name: 'late-kind' }] }]);
    await harness.planned('foreign', ({ message }) => message === 'the late one');
  });

  it('names the manifest that cannot be read, and goes on when it is corrected', async () => {
    const { kube } = harness.management;
    const broken = await harness.configMap('broken', { 'a.yaml': 'kind: [' });
    await harness.plan('broken', [{ name: 'only', manifests: [{ kind: 'ConfigMap', name: 'broken' }] }]);
    await harness.planned('broken', ({ message }) => message?.includes('ConfigMap broken, key a.yaml, document 1, line 1: is not YAML') === true);
    await kube.patch(ConfigMap, broken, [{ op: 'replace', path: '/data', value: { 'a.yaml': '' } }]);
    await harness.planned('broken', ({ phase }) => phase === 'Ready');
  });

  it('is Failed when a step takes too long, and goes on trying', async () => {
    const gate = { csiDriver: { name: 'late.example.invalid' } };
    await harness.plan('slow', [{ name: 'slow', timeoutSeconds: 1, readyWhen: [gate] }]);
    const failed = await harness.planned('slow', ({ phase }) => phase === 'Failed');
    expect(failed.message).toBe('step slow is not ready after 1 s, and is tried on: CSIDriver late.example.invalid is not there');
    await harness.workload.kube.create(CSIDriver, { metadata: { name: 'late.example.invalid' }, spec: {} });
    await harness.planned('slow', ({ phase }) => phase === 'Ready');
  });

  it('knows after a restart which steps were finished, and applies again what is gone', async () => {
    const { management, workload } = harness;
    const applied = { namespace: 'default', name: 'applied' };
    await harness.configMap('restart', { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: applied }\n' });
    const steps = [
      { name: 'first', manifests: [{ kind: 'ConfigMap', name: 'restart' }], readyWhen: [{ csiDriver: { name: 'first.example.invalid' } }] },
      { name: 'second', readyWhen: [{ csiDriver: { name: 'second.example.invalid' } }] },
    ];
    const driver = await workload.kube.create(CSIDriver, { metadata: { name: 'first.example.invalid' }, spec: {} });
    await harness.plan('restart', steps);
    const before = await harness.planned('restart', ({ step }) => step === 'second');
    const found = await workload.kube.get(ConfigMap, applied);
    if (found === undefined) throw new Error('not there');
    await workload.kube.delete(ConfigMap, found);
    await workload.kube.delete(CSIDriver, driver); // the first step's gate holds no more, but it has been passed
    await harness.restart();
    await workload.until(ConfigMap, applied, () => true);
    const after = await management.kube.get(AddonPlan, { namespace: 'default', name: 'restart' });
    expect(after?.status?.clusters).toEqual([before]);
    await workload.kube.create(CSIDriver, { metadata: { name: 'second.example.invalid' }, spec: {} });
    await harness.planned('restart', ({ phase }) => phase === 'Ready');
  });

  it('touches no cluster that is paused', async () => {
    const { kube } = harness.management;
    const cluster = await kube.get(Cluster, { namespace: 'default', name: 'demo' });
    if (cluster === undefined) throw new Error('not there');
    const paused = await kube.patch(Cluster, cluster, [{ op: 'add', path: '/spec/paused', value: true }]);
    await harness.configMap('held', { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: held }\n' });
    await harness.plan('held', [{ name: 'held', manifests: [{ kind: 'ConfigMap', name: 'held' }] }]);
    await harness.planned('held', ({ message }) => message === 'Cluster demo is paused');
    expect(await harness.workload.kube.get(ConfigMap, { namespace: 'default', name: 'held' })).toBeUndefined();
    await kube.patch(Cluster, paused, [{ op: 'replace', path: '/spec/paused', value: false }]);
    await harness.planned('held', ({ phase }) => phase === 'Ready');
  });

  it('begins anew in a cluster that is made anew', async () => {
    const { management } = harness;
    const cluster = await management.kube.get(Cluster, { namespace: 'default', name: 'demo' });
    if (cluster === undefined) throw new Error('not there');
    await management.kube.delete(Cluster, cluster);
    await management.untilGone(Cluster, { namespace: 'default', name: 'demo' });
    await harness.declare();
    const anew = await harness.planned('held', ({ phase }) => phase === 'Waiting');
    expect(anew.message).toBe('Cluster demo: waiting for its control plane to be initialized');
  });
});
