import { Report, TerminalError } from '@handoff/reconcile';
import { describe, expect, it } from '@jest/globals';
import { aMachine, aSet, said, setScope, told, waiting } from '../testing/objects.js';
import { machineSetStatus } from './machine-set.status.js';

const quiet = new Report();
const up = (name: string, version = 'v1.33.1'): ReturnType<typeof aMachine> =>
  aMachine(name, { spec: { version }, status: { conditions: [said('Ready'), said('Available'), said('UpToDate')] } });
const set = (replicas: number, deleting = false): ReturnType<typeof aSet> => aSet({ spec: { replicas }, deleting });

describe('what a MachineSet says of itself', () => {
  it('counts its Machines', () => {
    const young = aMachine('c', { status: { conditions: [said('Ready')] } });
    expect(machineSetStatus(setScope(set(3), [up('a'), young, aMachine('d')]), quiet)).toMatchObject({
      replicas: 3, readyReplicas: 2, availableReplicas: 1, upToDateReplicas: 1, observedGeneration: 1,
      selector: 'cluster.x-k8s.io/cluster-name=prod,of=workers',
    });
  });

  it('tells how many run which version, in order', () => {
    const machines = [up('a', 'v1.34.0'), up('b'), up('c', 'v1.34.0')];
    expect(machineSetStatus(setScope(set(3), machines), quiet)).toMatchObject({
      versions: [{ version: 'v1.33.1', replicas: 1 }, { version: 'v1.34.0', replicas: 2 }],
    });
    expect(machineSetStatus(setScope(set(0)), quiet)).not.toHaveProperty('versions');
  });

  it.each<[string, number, number, string, string]>([
    ['is settled', 2, 2, 'False NotScalingUp', 'False NotScalingDown'],
    ['has too few', 3, 1, 'True ScalingUp: scaling up from 1 to 3', 'False NotScalingDown'],
    ['has too many', 1, 2, 'False NotScalingUp', 'True ScalingDown: scaling down from 2 to 1'],
    ['has none and wants none', 0, 0, 'False NotScalingUp', 'False NotScalingDown'],
  ])('says when it %s', (_, replicas, count, scalingUp, scalingDown) => {
    const machines = Array.from({ length: count }, (__, index) => up(String(index)));
    const status = machineSetStatus(setScope(set(replicas), machines), quiet);
    expect([told(status, 'ScalingUp'), told(status, 'ScalingDown')]).toEqual([scalingUp, scalingDown]);
  });

  it('says why it cannot scale up', () => {
    const report = new Report();
    report.fail('scaleMachineSetUp', new TerminalError('TemplateNotFound', 'VSphereMachineTemplate workers is not there'));
    expect(told(machineSetStatus(setScope(set(1)), report), 'ScalingUp'))
      .toBe('True ScalingUp: scaling up from 0 to 1: VSphereMachineTemplate workers is not there');
  });

  it('scales down to nothing and says what it waits for when it is deleted', () => {
    const status = machineSetStatus(setScope(set(2, true), [up('a')]), waiting('deleteMachines', 'WaitingForMachineDeletion', 'a is there'));
    expect(told(status, 'ScalingUp')).toBe('False NotScalingUp');
    expect(told(status, 'ScalingDown')).toBe('True ScalingDown: scaling down from 1 to 0');
    expect(told(status, 'Deleting')).toBe('True WaitingForMachineDeletion: a is there');
  });

  it('is not being deleted otherwise', () => {
    expect(told(machineSetStatus(setScope(set(0)), quiet), 'Deleting')).toBe('False NotDeleting');
  });
});
