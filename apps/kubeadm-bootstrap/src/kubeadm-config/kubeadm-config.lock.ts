import { Cluster, ConfigMap, Labels, Machine, ownerReferenceTo } from '@handoff/api';
import { AlreadyExists } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import { z } from 'zod';
import { isInitialized, lockName } from './kubeadm-config.scope.js';

/** The key under which upstream keeps the holder: a moved cluster's lock is understood by both. */
const KEY = 'lock-information';
const Content = z.object({ machineName: z.string() });

/** What came of trying to take the lock; `why` is for a person. */
export type LockOutcome = { readonly held: true } | { readonly held: false; readonly why: string };

/**
 * Takes the lock under which one Machine alone runs `kubeadm init`. Two nodes that both initialize would be two clusters.
 * A holder that is gone or going without having initialized loses it.
 */
export async function acquireInitLock(context: Context, cluster: Cluster, machine: Machine): Promise<LockOutcome> {
  const create = (): Promise<boolean> => createLock(context, cluster, machine);
  if (!await create()) {
    const why = await whyHeld(context, cluster, machine);
    if (why !== undefined) return { held: false, why };
    const isOurs = isHolder(await readLock(context, cluster), machine) || await create();
    if (!isOurs) return { held: false, why: 'another Machine was quicker to take the lock' };
  }
  // The lock is released when the cluster is initialized: who takes it only then must not initialize it again.
  const live = await context.kube.get(Cluster, cluster.metadata);
  return isInitialized(live) ? { held: false, why: 'the cluster has just been initialized: this Machine joins it' } : { held: true };
}

/** Whether the lock is this Machine's. */
export const isHolder = (lock: ConfigMap | undefined, machine: Machine): boolean =>
  lock !== undefined && machineIn(lock) === machine.metadata.name;

const readLock = (context: Context, cluster: Cluster): Promise<ConfigMap | undefined> =>
  context.kube.get(ConfigMap, { namespace: cluster.metadata.namespace, name: lockName(cluster) });

async function createLock(context: Context, cluster: Cluster, machine: Machine): Promise<boolean> {
  const labels = { [Labels.clusterName]: cluster.metadata.name };
  try {
    await context.kube.create(ConfigMap, {
      metadata: { name: lockName(cluster), namespace: cluster.metadata.namespace, labels, ownerReferences: [ownerReferenceTo(cluster)] },
      data: { [KEY]: JSON.stringify({ machineName: machine.metadata.name }) },
    });
    return true;
  } catch (error) {
    if (error instanceof AlreadyExists) return false;
    throw error;
  }
}

/**
 * Why the lock cannot be had; undefined when it is this Machine's or nobody's. One whose Machine will not initialize any more is taken
 * away.
 */
async function whyHeld(context: Context, cluster: Cluster, machine: Machine): Promise<string | undefined> {
  const { namespace } = cluster.metadata;
  const lock = await readLock(context, cluster);
  if (lock === undefined) return undefined;
  const name = machineIn(lock);
  if (name === undefined) return `ConfigMap ${lockName(cluster)} cannot be read: delete it if no Machine initializes the cluster`;
  if (name === machine.metadata.name) return undefined;
  const holder = await context.kube.get(Machine, { namespace, name });
  if (holder !== undefined && holder.metadata.deletionTimestamp === undefined) return `Machine ${name} initializes the cluster; this one joins it afterwards`;
  await context.gate();
  await context.kube.delete(ConfigMap, lock, { ifUnchanged: true });
  return undefined;
}

function machineIn(lock: ConfigMap): string | undefined {
  try {
    return Content.parse(JSON.parse(lock.data?.[KEY] ?? '')).machineName;
  } catch {
    return undefined; // written by hand or by something else: the caller says so
  }
}
