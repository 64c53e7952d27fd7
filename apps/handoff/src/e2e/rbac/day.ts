import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Backup, Cluster, ConfigMap, GlobalInClusterIPPool, InClusterIPPool, IPAddressClaim, KubeadmControlPlane, Machine, Secret, VSphereMachine,
} from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { isTrue } from '@handoff/reconcile';
import { systemClock } from '@handoff/time';
import { isGone } from '../../fleet/phases.js';
import { deadline } from '../../process/deadline.js';
import type { House } from '../house.js';
import { oneOfEach, spares } from './one-of-each.js';
import type { OneOfEachOptions } from './one-of-each.js';

const ONE_OF_EACH = 'infrastructure/management-cluster/one-of-each.yaml';
const SPARES = 'infrastructure/management-cluster/spares.yaml';
const LOOK_EVERY_MS = 500;

/** Polls what no fleet watches. @throws TimedOut */
async function eventually(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  using limit = deadline(systemClock, seconds);
  while (!(await holds())) {
    await systemClock.sleep(LOOK_EVERY_MS, limit.signal).catch((cause: unknown) => { throw new Error(`not within ${String(seconds)} s: ${what}`, { cause }); });
  }
}

const find = <T extends KubeObject>(house: House, kind: Kind<T>, name: string): Promise<T | undefined> =>
  house.kube.get(kind, { namespace: 'default', name });

/** Two clusters and one of everything else, from a commit to ready. */
export async function declare(house: House, login: Pick<OneOfEachOptions, 'username' | 'password'>, backups: string): Promise<void> {
  await mkdir(backups, { recursive: true });
  const { address: server, thumbprint } = house.vcenter;
  await writeFile(join(house.repository.directory, ONE_OF_EACH), oneOfEach({ server, thumbprint, ...login, backups }));
  await writeFile(join(house.repository.directory, SPARES), spares);
  await leaveLock(house);
  await house.follow();
  await Promise.all([house.untilReady('production', 120), house.untilReady('staging', 120)]);
}

/** What a restore may leave: the lock of a Machine that is gone. */
async function leaveLock(house: House): Promise<void> {
  await house.kube.create(ConfigMap, {
    metadata: { name: 'staging-lock', namespace: 'default', labels: { 'cluster.x-k8s.io/cluster-name': 'staging' } },
    data: { 'lock-information': JSON.stringify({ machineName: 'gone' }) },
  });
}

type PoolKind = Pick<typeof InClusterIPPool, 'group' | 'kind'> & Kind;

/** Claims that wait for their pools, as any tool may make them. */
export async function claimAddresses(house: House): Promise<void> {
  await claimFrom(house, InClusterIPPool, 'default');
  await claimFrom(house, GlobalInClusterIPPool, undefined);
}

async function claimFrom(house: House, kind: PoolKind, namespace: string | undefined): Promise<void> {
  const poolRef = { apiGroup: kind.group, kind: kind.kind, name: 'later' };
  const claim = await house.kube.create(IPAddressClaim, { metadata: { name: 'early', namespace: 'default' }, spec: { poolRef } });
  await eventually('the claim says that it waits', 30, async () => ((await find(house, IPAddressClaim, 'early'))?.status?.conditions?.length ?? 0) > 0);
  const spec = { addresses: ['198.51.100.240-198.51.100.250'], gateway: '198.51.100.1', prefix: 24 };
  const pool = await house.kube.create(kind, { metadata: { name: 'later', namespace }, spec });
  await eventually('the claim is answered', 30, async () => (await find(house, IPAddressClaim, 'early'))?.status?.addressRef !== undefined);
  await house.kube.delete(IPAddressClaim, claim);
  await eventually('the claim is gone', 30, async () => await find(house, IPAddressClaim, 'early') === undefined);
  await house.kube.delete(kind, pool);
  await eventually('the pool is gone', 30, async () => await house.kube.get(kind, { namespace, name: 'later' }) === undefined);
}

/** Workers more, workers less, workers from another template; a label on the control plane. */
export async function changeWorkers(house: House): Promise<void> {
  const edit = (change: (text: string) => string): Promise<void> => house.derive('staging', 'machinedeployment.yaml', 'machinedeployment.yaml', change);
  const settled = async (what: string, workers: number): Promise<void> => {
    await house.repository.commit(what);
    await house.until(what, () => house.cluster('staging').machines.length === workers + 1 && house.cluster('staging').deployments[0]?.spec.replicas === workers, 60);
    await house.untilReady('staging', 60);
  };
  await edit((text) => text.replace(/replicas: \d+/, 'replicas: 2'));
  await settled('two workers', 2);
  await edit((text) => text.replace(/replicas: \d+/, 'replicas: 1'));
  await settled('one worker', 1);
  const before = house.cluster('staging').machines.map(({ metadata }) => metadata.name);
  await edit((text) => text.replaceAll(/(kind: VSphereMachineTemplate\n\s*(?:metadata:\n\s+)?name: staging-workers)\b/g, '$1-b'));
  await house.derive('staging', 'cluster.yaml', 'cluster.yaml', (text) => text.replace('  machineTemplate:\n', '  machineTemplate:\n    metadata:\n      labels:\n        tier: one\n'));
  await house.repository.commit('Workers from another template');
  await house.until('the worker is another', () => house.cluster('staging').machines.filter(({ metadata }) => !before.includes(metadata.name)).length === 1
    && house.cluster('staging').machines.length === 2, 90);
  await house.untilReady('staging', 60);
}

/** What a restore leaves: a kubeconfig that nobody owns. */
export async function orphanKubeconfig(house: House): Promise<void> {
  const name = 'staging-kubeconfig';
  const secret = await find(house, Secret, name);
  if (secret === undefined) throw new Error(`Secret ${name} is not there`);
  await house.kube.patch(Secret, secret, [{ op: 'remove', path: '/metadata/ownerReferences' }]);
  await eventually('the kubeconfig is owned again', 60, async () => (await find(house, Secret, name))?.metadata.ownerReferences?.length === 1);
}

/** What a restore may leave: a VSphereMachine whose Machine is not there. */
export async function strayMachine(house: House): Promise<void> {
  const [like] = house.cluster('staging').vsphereMachines;
  if (like === undefined) throw new Error('staging has no VSphereMachine');
  const stray = await house.kube.create(VSphereMachine, {
    metadata: {
      name: 'stray', namespace: 'default', labels: like.metadata.labels,
      ownerReferences: [{ apiVersion: Machine.apiVersion, kind: Machine.kind, name: 'gone', uid: '00000000-0000-4000-8000-000000000000' }],
    },
    spec: { ...like.spec, providerID: undefined },
  });
  await eventually('the stray machine is looked at', 30, async () => {
    const now = await find(house, VSphereMachine, 'stray');
    return now?.metadata.resourceVersion !== stray.metadata.resourceVersion;
  });
  await house.kube.delete(VSphereMachine, stray);
  await eventually('the stray machine is gone', 60, async () => await find(house, VSphereMachine, 'stray') === undefined);
}

/** A pool of workers and spare parts go from Git, while the cluster stays. */
export async function removeSome(house: House): Promise<void> {
  await house.derive('staging', 'machinedeployment.yaml', 'more.yaml', (text) => text.replaceAll('staging-workers', 'more'));
  await house.repository.commit('More workers');
  await eventually('the spare control plane is there', 60, async () => await find(house, KubeadmControlPlane, 'spare') !== undefined);
  await house.until('there are more workers', () => house.cluster('staging').deployments.length === 2, 60);
  await house.untilReady('staging', 90);
  await house.repository.remove('infrastructure/workload-clusters/staging/more.yaml');
  await house.repository.remove(SPARES);
  await house.repository.commit('Fewer workers, no spares');
  await house.until('the workers are gone', () => house.cluster('staging').deployments.length === 1 && house.cluster('staging').machines.length === 2, 90);
  await eventually('the spare pool is gone', 60, async () => await find(house, InClusterIPPool, 'spare') === undefined);
  await eventually('the spare control plane is gone', 60, async () => await find(house, KubeadmControlPlane, 'spare') === undefined);
}

/** Paused and let go on. */
export async function pauseAndResume(house: House): Promise<void> {
  const set = async (paused: boolean): Promise<void> => {
    const uid = house.cluster('staging').cluster?.metadata.uid ?? '';
    await house.kube.apply(Cluster, { metadata: { name: 'staging', namespace: 'default', uid }, spec: { paused } });
    await house.until(`paused is ${String(paused)}`, () => house.cluster('staging').machines.every((machine) => isTrue(machine, 'Paused') === paused), 60);
  };
  await set(true);
  await set(false);
}

/** A Backup that was asked for is taken and goes when its time is over; a schedule makes its own. */
export async function awaitBackups(house: House): Promise<void> {
  const scheduled = async (): Promise<readonly Backup[]> => (await house.kube.list(Backup)).items.filter(({ metadata }) => metadata.name.startsWith('every-minute-'));
  await eventually('a scheduled Backup is taken', 90, async () => (await scheduled()).some(({ status }) => status?.phase === 'Completed'));
  await eventually('the Backup that was asked for expires', 90, async () => await find(house, Backup, 'once') === undefined);
}

/** All that Git had goes from Git. */
export async function removeAll(house: House): Promise<void> {
  await house.remove('production');
  await house.remove('staging');
  await house.repository.remove(ONE_OF_EACH);
  await house.repository.commit('Remove everything but the pool of addresses');
  await house.until('nothing is left', () => ['production', 'staging', 'shared'].every((name) => isGone(house.cluster(name))), 120);
}
