import {
  Annotations, Cluster, KubeadmConfig, Machine, MachineDeployment, MachineSet, Node, VSphereMachine, VSphereMachineTemplate,
} from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Core } from '@handoff/events';
import { conditionOf } from '@handoff/reconcile';
import { systemClock } from '@handoff/time';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { CLUSTER, Players, WORKERS } from '../testing/players.js';

/** Longer than what Machines tell is gathered for, and than a write takes. */
const QUIET_MS = 800;

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
});

const names = (objects: readonly KubeObject[]): readonly string[] => objects.map(({ metadata }) => metadata.name).sort();

describe('a MachineDeployment', () => {
  it('makes Machines whose parts are owned from birth, and puts their names on their Nodes', async () => {
    const players = await Players.over(harness, 'birth');
    const machines = await players.bringUp(2);
    const parts = [...await players.list(VSphereMachine), ...await players.list(KubeadmConfig)];
    expect(machines.map(({ status }) => status?.phase)).toEqual(['Running', 'Running']);
    for (const machine of machines) {
      const { name, uid } = machine.metadata;
      const own = parts.filter(({ metadata }) => metadata.name === name);
      expect(own.map(({ metadata }) => metadata.ownerReferences)).toEqual([1, 2].map(() => [
        { apiVersion: Machine.apiVersion, kind: Machine.kind, name, uid, controller: true, blockOwnerDeletion: true },
      ]));
      expect((await harness.kube.get(Node, { name }))?.metadata.annotations?.['cluster.x-k8s.io/machine']).toBe(name);
    }
  });

  it('scales up at once, and down by the Machine that is marked for it', async () => {
    const players = await Players.over(harness, 'scale');
    const [first] = await players.bringUp(1);
    const kept = first?.metadata.name ?? '';
    await players.change(MachineDeployment, WORKERS, { op: 'replace', path: '/spec/replicas', value: 3 });
    const marked = (await players.settled(3)).find(({ metadata }) => metadata.name !== kept)?.metadata.name ?? '';
    await players.change(Machine, marked, { op: 'add', path: '/metadata/annotations', value: { [Annotations.deleteMachine]: '' } });
    await players.change(MachineDeployment, WORKERS, { op: 'replace', path: '/spec/replicas', value: 2 });
    const left = names(await players.settled(2));
    expect(left).toContain(kept);
    expect(left).not.toContain(marked);
    expect(await players.get(VSphereMachine, marked)).toBeUndefined();
    expect(await harness.kube.get(Node, { name: marked })).toBeUndefined();
  });

  it('rolls to a changed template one by one and drops the old set', async () => {
    const players = await Players.over(harness, 'roll');
    const old = names(await players.bringUp(2));
    let most = 0;
    let fewest = 2;
    await players.change(MachineDeployment, WORKERS, { op: 'replace', path: '/spec/template/spec/version', value: 'v1.34.0' });
    await players.eventually(() => players.list(Machine), (machines) => {
      const living = machines.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      most = Math.max(most, living.length);
      fewest = Math.min(fewest, living.filter((machine) => conditionOf(machine, 'Available')?.status === 'True').length);
      return machines.length === 2 && machines.every(({ spec }) => spec.version === 'v1.34.0');
    });
    const rolled = await players.settled(2);
    expect(names(rolled).filter((name) => old.includes(name))).toEqual([]);
    expect([most, fewest]).toEqual([3, 2]);
    await players.eventually(() => players.list(MachineSet), (sets) => sets.length === 1);
  });

  it('applies what makes no new revision without making a Machine anew', async () => {
    const players = await Players.over(harness, 'in-place');
    const before = names(await players.bringUp(1));
    await players.change(MachineDeployment, WORKERS, { op: 'add', path: '/spec/template/spec/minReadySeconds', value: 0 });
    await players.until(MachineDeployment, WORKERS, ({ metadata, status }) => status?.observedGeneration === metadata.generation);
    expect(names(await players.settled(1))).toEqual(before);
    expect(await players.list(MachineSet)).toHaveLength(1);
  });

  it('names a template that is missing, begins nothing that it could not finish, and goes on when it looks again', async () => {
    const players = await Players.over(harness, 'missing');
    await players.declareCluster();
    await players.declareWorkers(1);
    await players.provideCluster();
    const scalingUp = (deployment: MachineDeployment): string => conditionOf(deployment, 'ScalingUp')?.message ?? '';
    const told = await players.until(MachineDeployment, WORKERS, (object) => scalingUp(object).includes('is not there'));
    expect(scalingUp(told)).toContain(VSphereMachineTemplate.kind);
    expect(scalingUp(told)).toContain('named by spec.template.spec.infrastructureRef');
    expect(await players.list(Machine)).toEqual([]);
    await players.declareTemplate(WORKERS);
    await players.ring(Core.InfrastructureProvisioned, Cluster, await players.until(Cluster, CLUSTER, () => true));
    expect(await players.settled(1)).toHaveLength(1);
  });

  it('writes nothing when all is settled, however often it is woken', async () => {
    const players = await Players.over(harness, 'settled');
    const machines = await players.bringUp(2);
    const seen = ['/settled/', ...names(machines)];
    const own = (): readonly string[] => harness.writes.filter((write) => seen.some((part) => write.includes(part)));
    let before: readonly string[] = [];
    for (let now = own(); now.length !== before.length; now = own()) {
      before = now;
      await systemClock.sleep(QUIET_MS);
    }
    expect(before).not.toEqual([]);
    for (const machine of machines) await players.ring(Core.MachineChanged, Machine, machine);
    for (const set of await players.list(MachineSet)) await players.ring(Core.MachineSetChanged, MachineSet, set);
    const cluster = await players.until(Cluster, CLUSTER, () => true);
    for (const event of [Core.InfrastructureProvisioned, Core.WorkloadReachable]) await players.ring(event, Cluster, cluster);
    await systemClock.sleep(QUIET_MS);
    expect(own()).toEqual(before);
  });
});
