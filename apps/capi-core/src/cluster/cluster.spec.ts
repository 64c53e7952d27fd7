import {
  Cluster, KubeadmControlPlane, Machine, MachineDeployment, MachineSet, VSphereCluster, VSphereMachine, VSphereMachineTemplate,
} from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Bootstrap, Vsphere } from '@handoff/events';
import { conditionOf } from '@handoff/reconcile';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { reference } from '../testing/objects.js';
import { CLUSTER, HOLD, Players, WORKERS } from '../testing/players.js';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
});

const goes = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined;
const waitsFor = (reason: string) => (cluster: Cluster): boolean => conditionOf(cluster, 'Deleting')?.reason === reason;

describe('a Cluster', () => {
  it('owns its parts and templates, takes their endpoint, and is available when all serve', async () => {
    const players = await Players.over(harness, 'whole');
    await players.bringUp(1);
    const cluster = await players.until(Cluster, CLUSTER, (object) => conditionOf(object, 'Available')?.status === 'True');
    expect(cluster.spec.controlPlaneEndpoint).toEqual({ host: '192.0.2.1', port: 6443 });
    expect(cluster.status).toMatchObject({ phase: 'Provisioned', workers: { desiredReplicas: 1, availableReplicas: 1 } });
    const parts = [
      [VSphereCluster, CLUSTER], [KubeadmControlPlane, 'prod-cp'], [MachineDeployment, WORKERS], [VSphereMachineTemplate, WORKERS],
    ] as const;
    for (const [kind, name] of parts) {
      const owned = await players.until<KubeObject>(kind, name, ({ metadata }) => metadata.ownerReferences !== undefined);
      expect(owned.metadata.ownerReferences).toMatchObject([{ kind: 'Cluster', uid: cluster.metadata.uid }]);
    }
  });

  it('names what it waits for while a part is missing', async () => {
    const players = await Players.over(harness, 'lacking');
    await harness.kube.create(Cluster, { metadata: players.key(CLUSTER), spec: { infrastructureRef: reference(VSphereCluster, 'nowhere') } });
    const cluster = await players.until(Cluster, CLUSTER, (object) => conditionOf(object, 'InfrastructureReady') !== undefined);
    expect(conditionOf(cluster, 'InfrastructureReady')).toMatchObject({ status: 'False', reason: 'InfrastructureNotFound' });
    expect(conditionOf(cluster, 'InfrastructureReady')?.message).toContain('nowhere named by spec.infrastructureRef');
  });

  it('goes from its workers by its control plane to its infrastructure', async () => {
    const players = await Players.over(harness, 'end');
    const [machine] = await players.bringUp(1);
    const worker = machine?.metadata.name ?? '';
    await players.change(VSphereMachine, worker, { op: 'add', path: '/metadata/finalizers', value: [HOLD] });

    await players.remove(Cluster, CLUSTER);
    await players.until(VSphereMachine, worker, goes);
    await players.until(Cluster, CLUSTER, waitsFor('WaitingForWorkersDeletion'));
    expect(goes(await players.until(KubeadmControlPlane, 'prod-cp', () => true))).toBe(false);

    await players.release(VSphereMachine, worker, Vsphere.MachineGone);
    await players.until(KubeadmControlPlane, 'prod-cp', goes);
    await players.until(Cluster, CLUSTER, waitsFor('WaitingForControlPlaneDeletion'));
    for (const kind of [Machine, MachineSet, MachineDeployment]) expect(await players.list<KubeObject>(kind)).toEqual([]);
    expect(goes(await players.until(VSphereCluster, CLUSTER, () => true))).toBe(false);

    await players.release(KubeadmControlPlane, 'prod-cp', Bootstrap.ControlPlaneDeleted);
    await players.until(VSphereCluster, CLUSTER, goes);
    await players.until(Cluster, CLUSTER, waitsFor('WaitingForInfrastructureDeletion'));

    await players.release(VSphereCluster, CLUSTER, Vsphere.ClusterDeleted);
    await players.untilGone(Cluster, CLUSTER);
  });
});
