import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddonPlan, ConfigMap, Deployment, Node } from '@handoff/api';
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
});
