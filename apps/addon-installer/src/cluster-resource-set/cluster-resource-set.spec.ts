import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cluster, ClusterResourceSet, ClusterResourceSetBinding, ConfigMap, Secret } from '@handoff/api';
import type { Condition } from '@handoff/api';
import { conditionOf } from '@handoff/reconcile';
import { Core } from '@handoff/events';
import { SELECTOR, startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const at = (name: string, namespace = 'default') => ({ name, namespace });

const config = (name: string, value: string, namespace = 'csi'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata: { value: ${value} }\n`;

describe('a ClusterResourceSet', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
    await harness.initialize(await harness.declare());
  });
  afterAll(async () => { await harness[Symbol.asyncDispose](); });

  const create = (name: string, resources: readonly { kind: string; name: string }[], strategy = 'ApplyOnce') =>
    harness.management.kube.create(ClusterResourceSet, { metadata: at(name), spec: { clusterSelector: SELECTOR, resources, strategy } });

  const applied = async (set: string, wanted: (condition: Condition) => boolean): Promise<Condition> => {
    const found = await harness.management.until(ClusterResourceSet, at(set), (object) => {
      const condition = conditionOf(object, 'ResourcesApplied');
      return condition !== undefined && wanted(condition);
    });
    const condition = conditionOf(found, 'ResourcesApplied');
    if (condition === undefined) throw new Error('no condition');
    return condition;
  };

  it('applies its resources in their order, notes it in the cluster\'s binding, and owns what it refers to', async () => {
    const { management, workload } = harness;
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: credentials, namespace: csi }\nstringData: { password: hunter2 }\n';
    await management.kube.create(Secret, { metadata: at('first'), type: 'addons.cluster.x-k8s.io/resource-set', stringData: { data: secret } });
    await harness.configMap('second', { data: `${config('settings', 'one')}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: csi }\n` });
    const set = await create('csi', [{ kind: 'Secret', name: 'first' }, { kind: 'ConfigMap', name: 'second' }]);
    await applied('csi', ({ status }) => status === 'True');

    const credentials = await workload.kube.get(Secret, at('credentials', 'csi'));
    expect(Buffer.from(credentials?.data?.['password'] ?? '', 'base64').toString()).toBe('hunter2');
    const binding = await management.kube.get(ClusterResourceSetBinding, at('demo'));
    expect(binding?.metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'ClusterResourceSet', uid: set.metadata.uid })]);
    expect(binding?.spec.bindings).toEqual([{
      clusterResourceSetName: 'csi',
      resources: [expect.objectContaining({ kind: 'Secret', name: 'first', applied: true }), expect.objectContaining({ kind: 'ConfigMap', name: 'second', applied: true })],
    }]);
    const owned = await management.kube.get(ConfigMap, at('second'));
    expect(owned?.metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'ClusterResourceSet', uid: set.metadata.uid })]);
  });

  it('applies the rest when one resource fails, names the cause, and goes on as soon as it comes', async () => {
    const { workload } = harness;
    await harness.configMap('fine', { a: config('fine', 'x', 'default') });
    await harness.configMap('broken', { 'b.yaml': `${config('ok', 'x', 'default')}---\nkind: ConfigMap\nmetadata: [\n` });
    await create('partly', [{ kind: 'ConfigMap', name: 'absent' }, { kind: 'ConfigMap', name: 'broken' }, { kind: 'ConfigMap', name: 'fine' }]);
    const failed = await applied('partly', ({ status, message }) => status === 'False' && message.includes('broken'));
    expect(failed.message).toContain('Cluster demo: ConfigMap default/absent is not there: apply it, or take it out of spec.resources');
    expect(failed.message).toMatch(/Cluster demo: ConfigMap broken: ConfigMap broken, key b.yaml, document 2, line \d+: is not YAML/);
    expect(await workload.kube.get(ConfigMap, at('fine'))).toBeDefined();

    const { kube } = harness.management;
    const broken = await kube.get(ConfigMap, at('broken'));
    if (broken === undefined) throw new Error('not there');
    await kube.patch(ConfigMap, broken, [{ op: 'replace', path: '/data', value: { 'b.yaml': config('ok', 'x', 'default') } }]);
    await harness.configMap('absent', { c: config('late', 'x', 'default') });
    await applied('partly', ({ status }) => status === 'True');
    expect(await workload.kube.get(ConfigMap, at('late'))).toBeDefined();
  });

  it('refuses a Secret of another type and says how to put it right', async () => {
    await harness.management.kube.create(Secret, { metadata: at('opaque'), stringData: { data: config('never', 'x', 'default') } });
    await create('typed', [{ kind: 'Secret', name: 'opaque' }]);
    const refused = await applied('typed', ({ status }) => status === 'False');
    expect(refused).toMatchObject({ reason: 'WrongSecretType', message: expect.stringContaining('make it anew with that type') });
  });

  it('applies once unless told to reconcile', async () => {
    const { kube } = harness.management;
    await harness.configMap('once', { a: config('once', 'before', 'default') });
    await harness.configMap('ever', { a: config('ever', 'before', 'default') });
    await create('once', [{ kind: 'ConfigMap', name: 'once' }]);
    await create('ever', [{ kind: 'ConfigMap', name: 'ever' }], 'Reconcile');
    for (const name of ['once', 'ever']) {
      await applied(name, ({ status }) => status === 'True');
      const found = await kube.get(ConfigMap, at(name));
      if (found === undefined) throw new Error('not there');
      await kube.patch(ConfigMap, found, [{ op: 'replace', path: '/data/a', value: config(name, 'after', 'default') }]);
    }
    const changed = await harness.workload.until(ConfigMap, at('ever'), ({ data }) => data?.['value'] === 'after');
    expect(changed.data).toEqual({ value: 'after' });
    expect((await harness.workload.kube.get(ConfigMap, at('once')))?.data).toEqual({ value: 'before' });
  });

  it('says no word of a Secret when the cluster refuses it', async () => {
    const text = 'apiVersion: v1\nkind: Secret\nmetadata: { name: bad, namespace: default }\ndata: { password: "hunter2!" }\n';
    await harness.management.kube.create(Secret, { metadata: at('bad'), type: 'addons.cluster.x-k8s.io/resource-set', stringData: { data: text } });
    await create('secretive', [{ kind: 'Secret', name: 'bad' }]);
    const refused = await applied('secretive', ({ status }) => status === 'False');
    expect(refused.message).toContain('Secret default/bad');
    expect(refused.message).not.toContain('hunter2');
  });

  it('takes its entry back when it is deleted, and leaves the cluster as it is', async () => {
    const { kube } = harness.management;
    const set = await kube.get(ClusterResourceSet, at('csi'));
    if (set === undefined) throw new Error('not there');
    await kube.delete(ClusterResourceSet, set);
    await harness.management.untilGone(ClusterResourceSet, at('csi'));
    const binding = await kube.get(ClusterResourceSetBinding, at('demo'));
    expect(binding?.spec.bindings?.map(({ clusterResourceSetName }) => clusterResourceSetName)).not.toContain('csi');
    expect(await harness.workload.kube.get(ConfigMap, at('settings', 'csi'))).toBeDefined();
  });

  it('loses its binding with the cluster', async () => {
    const { kube } = harness.management;
    const found = await kube.get(Cluster, at('demo'));
    if (found === undefined) throw new Error('not there');
    const held = await kube.patch(Cluster, found, [{ op: 'add', path: '/metadata/finalizers', value: ['example.invalid/held'] }]);
    await kube.delete(Cluster, held);
    const deleting = await harness.management.until(Cluster, at('demo'), ({ metadata }) => metadata.deletionTimestamp !== undefined);
    await harness.ring(Core.ClusterDeleting, deleting);
    await harness.management.untilGone(ClusterResourceSetBinding, at('demo'));
    expect(await kube.get(ClusterResourceSetBinding, at('demo'))).toBeUndefined();
  });
});
