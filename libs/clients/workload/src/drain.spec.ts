import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Labels, Node, Pod, VolumeAttachment } from '@handoff/api';
import { inProcessTransport, KubeClient } from '@handoff/kube';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { createStore } from '@handoff/simulator-kube-apiserver';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { Store } from '@handoff/simulator-kube-apiserver';
import { seededRandom, VirtualClock } from '@handoff/time';
import { drainNode } from './drain.js';
import { probe } from './probe.js';
import { attachedVolumes } from './volumes.js';
import { WorkloadClusters } from './workload-clusters.js';

const namespace = 'default';
let store: Store;
let clock: VirtualClock;
let kube: KubeClient;
let node: Node;

beforeEach(async () => {
  clock = new VirtualClock();
  store = createStore({ clock, random: seededRandom(1) });
  kube = new KubeClient(inProcessTransport(store), 'spec');
  node = await kube.create(Node, { metadata: { name: 'node-1' } });
});
afterEach(() => { store[Symbol.dispose](); });

const pod = (name: string, metadata: Record<string, unknown> = {}, spec: Record<string, unknown> = {}): Promise<Pod> => kube.create(Pod, {
  metadata: { name, namespace, ...metadata },
  spec: { nodeName: 'node-1', containers: [{ name: 'c', image: 'registry.example.test/app:1' }], ...spec },
});
const ownedBy = (kind: string): Record<string, unknown> =>
  ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'owner', uid: 'uid-of-owner', controller: true }] });
const living = async (): Promise<string[]> => (await kube.list(Pod, { namespace })).items
  .filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.name).sort();

describe('drainNode', () => {
  it('cordons the Node and asks those to leave that somebody brings back elsewhere', async () => {
    await pod('app', ownedBy('ReplicaSet'));
    await pod('daemon', ownedBy('DaemonSet'));
    await pod('static', { annotations: { 'kubernetes.io/config.mirror': 'x' } });
    await pod('stays', { labels: { [Labels.drain]: 'skip' } });
    await pod('elsewhere', {}, { nodeName: 'node-2' });
    expect(await drainNode(kube, node)).toEqual(['Pod default/app was asked to leave']);
    expect((await kube.get(Node, { name: 'node-1' }))?.spec?.unschedulable).toBe(true);
    expect(await living()).not.toContain('app');
    expect(await living()).toEqual(expect.arrayContaining(['daemon', 'elsewhere', 'static', 'stays']));
  });

  it('says in the server\'s words who holds a Pod back', async () => {
    const app = await pod('app', { labels: { app: 'a' } });
    const running = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await kube.patch(Pod, app, [{ op: 'add', path: '/status', value: running }], 'status');
    await kube.raw('/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
      method: 'POST',
      body: {
        apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'keep', namespace },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
      },
    });
    await clock.advance(1_000);
    const [words] = await drainNode(kube, node);
    expect(words).toMatch(/^Pod default\/app cannot leave yet: .*disruption budget/);
    expect(await living()).toContain('app');
  });

  it('is done when the Node is gone', async () => {
    await kube.delete(Node, node);
    expect(await drainNode(kube, node)).toEqual([]);
  });
});

describe('attachedVolumes', () => {
  const attach = (name: string, on: string): Promise<VolumeAttachment> => kube.create(VolumeAttachment, {
    metadata: { name: `attachment-${name}` }, spec: { attacher: 'csi.example.test', nodeName: on, source: { persistentVolumeName: name } },
  });
  const volume = (name: string, claim: string): Promise<unknown> => kube.raw('/api/v1/persistentvolumes', {
    method: 'POST',
    body: {
      apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name },
      spec: {
        capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], csi: { driver: 'csi.example.test', volumeHandle: name },
        claimRef: { namespace, name: claim },
      },
    },
  });

  it('names what is still attached here, but for Pods that stay', async () => {
    await volume('pv-app', 'app-data');
    await volume('pv-daemon', 'daemon-data');
    await attach('pv-app', 'node-1');
    await attach('pv-daemon', 'node-1');
    await attach('pv-other', 'node-2');
    await pod('daemon', ownedBy('DaemonSet'), { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'daemon-data' } }] });
    expect(await attachedVolumes(kube, node)).toEqual(['volume pv-app of default/app-data']);
  });

  it('asks nothing more where nothing is attached', async () => {
    expect(await attachedVolumes(kube, node)).toEqual([]);
  });
});

describe('WorkloadClusters', () => {
  const cluster = { namespace, name: 'prod' };

  it('says what is missing while there is no kubeconfig, and shows nothing of a damaged one', async () => {
    await using clusters = new WorkloadClusters(kube, 'spec');
    expect(await probe(() => clusters.client(cluster)))
      .toEqual({ reachable: false, message: 'Secret default/prod-kubeconfig has no key "value" yet: the control plane writes it' });
    await kube.raw('/api/v1/namespaces/default/secrets', {
      method: 'POST',
      body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'prod-kubeconfig' }, stringData: { value: 'users: [{token: "s3cret"' } },
    });
    const answer = await probe(() => clusters.client(cluster));
    expect(answer).toMatchObject({ reachable: false, message: expect.stringContaining('is not a kubeconfig') });
    expect(JSON.stringify(answer)).not.toContain('s3cret');
  });
});
