import { describe, expect, it } from '@jest/globals';
import { aCluster, aControlPlane, aMember, anInfrastructure, aScope, condition } from '../testing/objects.js';
import { nextStep } from './control-plane.step.js';
import type { Step } from './control-plane.step.js';

/** One line per step: what it does, and to or for whom. */
function line(step: Step): string {
  switch (step.do) {
    case 'remove': return `remove ${step.member.machine.metadata.name}`;
    case 'wait': return `wait: ${step.wait.reason} ${step.wait.awaited ?? ''}`;
    default: return step.do;
  }
}

const failed = anInfrastructure('a', 'demo-template', [condition('BootstrapSucceeded', 'False', 'kubeadm failed')]);
const old = ['version v1.32.0, v1.33.1 is wanted'];
const [a, b, c, d] = [aMember('a'), aMember('b'), aMember('c'), aMember('d')];
const external = { kubeadmConfigSpec: { clusterConfiguration: { etcd: { external: { endpoints: ['https://192.0.2.9:2379'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } } };

describe('the next step of a control plane', () => {
  it.each([
    ['starts with one Machine', aScope({ initialized: false }), 'add'],
    ['waits until that serves', aScope({ initialized: false, members: [aMember('a', { node: false })] }), 'wait: WaitingForControlPlaneInitialized a'],
    ['waits until a first Machine that goes is gone', aScope({ initialized: false, members: [aMember('a', { deleting: true })] }), 'wait: WaitingForMachineDeletion a'],
    ['adds the second once the first is healthy', aScope({ members: [a] }), 'add'],
    ['waits for the second to get its Node', aScope({ members: [a, aMember('b', { node: false })] }), 'wait: WaitingForMachine b'],
    ['waits for the second to be a healthy member', aScope({ members: [a, aMember('b', { sick: 'EtcdPodHealthy' })] }), 'wait: WaitingForMachine b'],
    ['does nothing when all are there', aScope({ members: [a, b, c] }), 'nothing'],
    ['does nothing about a sick member when all are there', aScope({ members: [a, b, aMember('c', { sick: 'EtcdPodHealthy' })] }), 'nothing'],
    ['waits for a deletion before it adds', aScope({ members: [a, b, aMember('c', { deleting: true })] }), 'wait: WaitingForMachineDeletion c'],
    ['removes the oldest when there are too many', aScope({ members: [a, b, c, d] }), 'remove a'],
    ['removes the sick one first', aScope({ members: [a, b, aMember('c', { sick: 'EtcdPodHealthy' }), d] }), 'remove c'],
    ['removes the marked one before a sick one', aScope({ members: [a, aMember('b', { marked: true }), c, d] }), 'remove b'],
    ['removes nothing while another is sick', aScope({ members: [aMember('a', { marked: true }), aMember('b', { sick: 'EtcdPodHealthy' }), c, d] }), 'wait: WaitingForMachine b'],
  ])('%s', (_name, scope, expected) => { expect(line(nextStep(scope))).toBe(expected); });
});

describe('the next step of a rollout', () => {
  const outdated = (name: string, more: object = {}): ReturnType<typeof aMember> => aMember(name, { outdated: old, ...more });
  const noSurge = { rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0 } } } };
  it.each([
    ['adds one more first', aScope({ members: [outdated('a'), outdated('b'), outdated('c')] }), 'add'],
    ['then removes the oldest that is outdated', aScope({ members: [outdated('a'), outdated('b'), outdated('c'), d] }), 'remove a'],
    ['and waits until that is gone', aScope({ members: [outdated('a', { deleting: true }), outdated('b'), outdated('c'), d] }), 'wait: WaitingForMachineDeletion a'],
    ['and goes on', aScope({ members: [outdated('b'), outdated('c'), d] }), 'add'],
    ['removes first where there is to be no surge', aScope({ spec: noSurge, members: [outdated('a'), b, c] }), 'remove a'],
    ['and adds then', aScope({ spec: noSurge, members: [outdated('b'), c] }), 'add'],
    ['lets an outdated one that is sick go', aScope({ members: [outdated('a'), outdated('b', { sick: 'EtcdPodHealthy' }), c, d] }), 'remove b'],
    ['takes it from the fullest failure domain', aScope({
      cluster: aCluster({ status: { initialization: { infrastructureProvisioned: true }, failureDomains: [{ name: 'x', controlPlane: true }, { name: 'y', controlPlane: true }] } }),
      members: [outdated('a', { failureDomain: 'x' }), outdated('b', { failureDomain: 'y' }), aMember('c', { failureDomain: 'y' }), aMember('d', { failureDomain: 'y' })],
    }), 'remove b'],
    ['takes back one that could not join, once its declaration is corrected', aScope({
      members: [outdated('a'), outdated('b', { node: false, providerID: 'vsphere://1', infrastructure: failed })],
    }), 'remove b'],
    ['takes back one that has no VM yet', aScope({ members: [outdated('a'), b, c, outdated('d', { node: false })] }), 'remove d'],
    ['waits for one that may still join', aScope({ members: [outdated('a'), outdated('b', { node: false, providerID: 'vsphere://1' })] }), 'wait: WaitingForMachine b'],
    ['replaces the only Machine where etcd is elsewhere', aScope({ spec: { replicas: 1, ...external }, members: [outdated('a')] }), 'add'],
  ])('%s', (_name, scope, expected) => { expect(line(nextStep(scope))).toBe(expected); });
});

describe('a first Machine whose declaration changed', () => {
  const first = (traits: object): ReturnType<typeof aScope> => aScope({ initialized: false, members: [aMember('a', { node: false, outdated: old, ...traits })] });
  const waits = 'wait: WaitingForControlPlaneInitialized a';
  it.each([
    ['is made anew while it has no VM', first({}), 'remove a'],
    ['is made anew when its VM says that kubeadm failed', first({ providerID: 'vsphere://1', infrastructure: failed }), 'remove a'],
    ['stays while its VM may still come up', first({ providerID: 'vsphere://1' }), waits],
    ['stays when it has a Node', first({ node: true }), waits],
    ['stays when there are others: a restore has not told yet that the cluster runs', aScope({ initialized: false, members: [aMember('a', { outdated: old }), b] }), waits],
  ])('%s', (_name, scope, expected) => { expect(line(nextStep(scope))).toBe(expected); });

  it('is looked at again soon when its API answers already', () => {
    const cluster = aCluster({ status: { conditions: [condition('RemoteConnectionProbe', 'True')] } });
    expect(nextStep(aScope({ initialized: false, cluster, members: [a] }))).toMatchObject({ wait: { lookAgainMs: 1000 } });
  });
});

describe('a step that somebody has to decide first', () => {
  it.each([
    ['a rollout of the only etcd member', aScope({ spec: { replicas: 1 }, members: [aMember('a', { outdated: old })] }), /etcd members/],
    ['going from two etcd members to one', aScope({ spec: { replicas: 1 }, members: [a, b] }), /set spec.replicas to 3/],
    ['a control plane without any Machine left', aScope({ members: [] }), /every control-plane Machine is gone/],
  ])('is refused with the way out: %s', (_name, scope, message) => { expect(() => nextStep(scope)).toThrow(message); });

  it('goes from three to one as far as a quorum lasts', () => {
    expect(line(nextStep(aScope({ controlPlane: aControlPlane({ replicas: 1 }), members: [a, b, c] })))).toBe('remove a');
  });
});
