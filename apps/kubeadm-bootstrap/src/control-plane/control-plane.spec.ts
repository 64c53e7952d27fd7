import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigMap, KubeadmConfig, KubeadmControlPlane, Machine, Secret, VSphereMachine } from '@handoff/api';
import { createCertificate, generateKeys } from '@handoff/pki';
import { conditionOf, WAITING } from '@handoff/reconcile';
import { systemClock, systemRandom } from '@handoff/time';
import { secretData, secretText } from '../cluster-secrets/secrets.js';
import { startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { CLUSTER, CONTROL_PLANE, Players, there } from '../testing/players.js';

const ports = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: systemClock, random: systemRandom };
const PURPOSES = ['ca', 'etcd', 'proxy', 'sa'] as const;

describe('a control plane, over an API server', () => {
  let harness: Harness;
  let players: Players;
  let count = 0;
  beforeAll(async () => { harness = await startHarness(); });
  afterAll(async () => { await harness[Symbol.asyncDispose](); });
  beforeEach(async () => {
    count += 1;
    players = await Players.over(harness, `spec-${count}`);
  });
  afterEach(() => players[Symbol.asyncDispose]());
  const says = (type: string, wanted: (status: string, message: string) => boolean): Promise<KubeadmControlPlane> =>
    players.until(KubeadmControlPlane, CONTROL_PLANE, (object) => {
      const found = conditionOf(object, type);
      return found !== undefined && wanted(found.status, found.message);
    });
  const names = (machines: readonly Machine[]): readonly string[] => machines.map(({ metadata }) => metadata.name);

  it('comes up one Machine at a time', async () => {
    await players.declare();
    // keys cost time, and need nothing that is not declared
    await players.listUntil(Secret, (all) => PURPOSES.every((purpose) => all.some(({ metadata }) => metadata.name === `${CLUSTER}-${purpose}`)));
    expect((await harness.kube.list(Machine, { namespace: players.namespace })).items).toHaveLength(0);
    await says(WAITING, (_status, message) => message.includes('infrastructure of Cluster demo is not provisioned'));

    await players.provisionCluster();
    const [first] = names(await players.listUntil(Machine, (all) => all.length > 0));
    const init = await players.dataOf(first ?? '');
    expect(init).toContain('kubeadm init --config');
    expect(await players.get(VSphereMachine, first ?? '')).toBeDefined();
    await says('ScalingUp', (status, message) => status === 'True' && message.includes(`Machine ${first ?? '?'} is to initialize`));

    const workload = await players.serveWorkload();
    await players.seeWorkload();
    await players.copyInitialized();
    await players.runMachine(first ?? '');
    const two = names(await players.listUntil(Machine, (all) => all.length === 2));
    const second = there(two.find((name) => name !== first));
    expect(await players.dataOf(second)).toContain('kubeadm join --config');
    await says('ScalingUp', (status, message) => status === 'True' && message.includes(`Machine ${second}`));
    expect((await workload.list(Secret, { namespace: 'kube-system' })).items.filter(({ type }) => type === 'bootstrap.kubernetes.io/token')).toHaveLength(1);

    await players.bringUpAll(3);
    const settled = await says('ScalingUp', (status) => status === 'False');
    expect(conditionOf(settled, 'Available')?.status).toBe('True');
    expect(settled.status).toMatchObject({ replicas: 3, upToDateReplicas: 3, version: 'v1.33.1' });
    expect(conditionOf(await players.machine(second), 'EtcdMemberHealthy')?.status).toBe('True');
    expect((await players.machine(second)).spec.readinessGates).toContainEqual({ conditionType: 'APIServerPodHealthy' });
    expect(await players.get(ConfigMap, `${CLUSTER}-lock`)).toBeUndefined();
  });

  it('tells of a part that fails, and when it is well again, without being asked', async () => {
    const { first } = await players.bringUp({ replicas: 1 });
    await says('Available', (status) => status === 'True');
    await players.pod('etcd', first, false);
    await says('EtcdClusterHealthy', (status, message) => status === 'False' && message.includes(`Pod etcd-${first} is not ready: containers with unready status`));
    expect(conditionOf(await players.machine(first), 'EtcdPodHealthy')?.status).toBe('False');
    await players.pod('etcd', first, true);
    await says('Available', (status) => status === 'True');
  });

  it('replaces its Machines one by one when the version changes', async () => {
    const { workload } = await players.bringUp();
    const before = new Set(await players.bringUpAll(3));
    await says('ScalingUp', (status) => status === 'False');
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/spec/version', value: 'v1.34.0' });
    for (let round = 0; round < 3; round += 1) {
      await players.bringUpAll(4);
      const going = there((await players.listUntil(Machine, (all) => all.some(({ metadata }) => metadata.deletionTimestamp !== undefined)))
        .find(({ metadata }) => metadata.deletionTimestamp !== undefined));
      expect(before.has(going.metadata.name)).toBe(true);
      await players.finishDeletion(going.metadata.name);
    }
    const settled = await says('RollingOut', (status) => status === 'False');
    expect(settled.status?.versions).toEqual([{ version: 'v1.34.0', replicas: 3 }]);
    const config = await workload.get(ConfigMap, { namespace: 'kube-system', name: 'kubeadm-config' });
    expect(config?.data?.['ClusterConfiguration']).toContain('kubernetesVersion: v1.34.0');
    expect(config?.data?.['ClusterConfiguration']).toContain('certificatesDir: /etc/kubernetes/pki');
  });

  it('changes what needs no new Machine in place', async () => {
    const { first } = await players.bringUp({ replicas: 1 });
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/spec/machineTemplate/spec/deletion', value: { nodeDrainTimeoutSeconds: 30 } });
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/spec/machineTemplate/metadata', value: { labels: { 'node.cluster.x-k8s.io/size': 'big' } } });
    const machine = await players.until(Machine, first, ({ metadata, spec }) =>
      spec.deletion?.nodeDrainTimeoutSeconds === 30 && metadata.labels?.['node.cluster.x-k8s.io/size'] === 'big');
    expect(machine.metadata.deletionTimestamp).toBeUndefined();
  });

  it('refuses to give up etcd\'s only member, and says what to do', async () => {
    await players.bringUp({ replicas: 1 });
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/spec/version', value: 'v1.34.0' });
    await says('RollingOut', (status, message) => status === 'True' && message.includes('set spec.replicas to 3'));
    expect((await harness.kube.list(Machine, { namespace: players.namespace })).items).toHaveLength(1);
  });

  it('makes a first Machine anew when its declaration is corrected', async () => {
    await players.declare({ replicas: 1 });
    await players.provisionCluster();
    const [wrong] = names(await players.listUntil(Machine, (all) => all.length === 1));
    await players.dataOf(wrong ?? '');
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/spec/kubeadmConfigSpec', value: { preKubeadmCommands: ['hostname'] } });
    await players.finishDeletion(wrong ?? '');
    const [right] = names(await players.listUntil(Machine, (all) => all.length === 1 && all[0]?.metadata.name !== wrong));
    expect(await players.dataOf(right ?? '')).toContain('kubeadm init --config');
  });

  it('uses the authority that a user brings, and leaves it the user\'s', async () => {
    const brought = await createCertificate('ca', ports);
    await harness.kube.create(Secret, { metadata: players.key(`${CLUSTER}-ca`), type: 'kubernetes.io/tls', data: secretData({ ...brought }) });
    await players.declare();
    await says('CertificatesAvailable', (status) => status === 'True');
    const [ca, etcd] = [await players.get(Secret, `${CLUSTER}-ca`), await players.get(Secret, `${CLUSTER}-etcd`)];
    expect(secretText(ca, 'tls.crt')).toBe(brought['tls.crt']);
    expect(ca?.metadata.ownerReferences).toBeUndefined();
    expect(etcd?.metadata.ownerReferences).toMatchObject([{ kind: 'KubeadmControlPlane', controller: true }]);
  });

  it('names the Secret of a user\'s that holds no authority', async () => {
    await harness.kube.create(Secret, { metadata: players.key(`${CLUSTER}-ca`), type: 'Opaque', data: secretData({ 'tls.crt': 'none', 'tls.key': 'none' }) });
    await players.declare();
    await says('CertificatesAvailable', (status, message) => status === 'False' && message.includes(`Secret ${CLUSTER}-ca`));
  });

  it('never makes an authority again that nodes trust already', async () => {
    await players.bringUp({ replicas: 1 });
    await harness.kube.delete(Secret, there(await players.get(Secret, `${CLUSTER}-etcd`)));
    await says('CertificatesAvailable', (status, message) => status === 'False' && message.includes(`${CLUSTER}-etcd are gone`));
    expect(await players.get(Secret, `${CLUSTER}-etcd`)).toBeUndefined();
  });

  it('makes a kubeconfig that was deleted anew', async () => {
    await players.bringUp({ replicas: 1 });
    const old = there(await players.get(Secret, `${CLUSTER}-kubeconfig`));
    await harness.kube.delete(Secret, old);
    await players.until(Secret, `${CLUSTER}-kubeconfig`, ({ metadata }) => metadata.uid !== old.metadata.uid);
  });

  it('takes back Machines and Secrets that lost their owner', async () => {
    const { first } = await players.bringUp({ replicas: 1 });
    await players.change(Machine, first, { op: 'remove', path: '/metadata/ownerReferences' });
    await players.change(Secret, `${CLUSTER}-ca`, { op: 'remove', path: '/metadata/ownerReferences' });
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/metadata/annotations', value: { touched: 'yes' } });
    await players.until(Machine, first, ({ metadata }) => metadata.ownerReferences?.[0]?.name === CONTROL_PLANE);
    await players.until(Secret, `${CLUSTER}-ca`, ({ metadata }) => metadata.ownerReferences?.[0]?.name === CONTROL_PLANE);
    expect((await harness.kube.list(Machine, { namespace: players.namespace })).items).toHaveLength(1);
  });

  it('says what is wrong with a declaration, and how to put it right', async () => {
    await players.declare({ replicas: 2 });
    await says(WAITING, (_status, message) => message.includes('spec.replicas') && message.includes('Use an odd number'));
    await players.provisionCluster();
    await players.change(KubeadmControlPlane, CONTROL_PLANE, { op: 'add', path: '/spec/replicas', value: 1 });
    await players.listUntil(Machine, (all) => all.length === 1);
  });

  it('goes after its workers, all Machines at once', async () => {
    const { first } = await players.bringUp({ replicas: 1 });
    await players.makeMachine({ name: 'worker' });
    await players.dataOf('worker');
    await harness.kube.delete(KubeadmControlPlane, await players.controlPlane());
    await says('Deleting', (status, message) => status === 'True' && message.includes('worker Machines worker are still there'));
    await harness.kube.delete(Machine, await players.machine('worker'));
    await players.finishDeletion('worker');
    await players.finishDeletion(first);
    await players.listUntil(KubeadmControlPlane, (all) => all.length === 0);
    await players.listUntil(KubeadmConfig, (all) => all.length === 0);
  });
});

it('gets there without a bus, at mirror speed', async () => {
  await using harness = await startHarness();
  await using players = await Players.over(harness, 'spec');
  await harness.bus[Symbol.asyncDispose]();
  await players.declare({ replicas: 1 });
  await players.until(Secret, `${CLUSTER}-sa`, () => true);
  await players.provisionCluster().catch((error: unknown) => { expect(error).toMatchObject({ name: 'BusUnavailable' }); });
  await players.listUntil(Machine, (all) => all.length === 1);
});
