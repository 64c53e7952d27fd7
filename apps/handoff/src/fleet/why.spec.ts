import { describe, expect, it } from '@jest/globals';
import { Cluster, Machine, MachineDeployment, MachineSet, VSphereMachine } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import type { ClusterObjects } from './fleet.js';
import { fold } from './fold.js';
import { clusterTree } from './tree.js';
import { whyCluster } from './why.js';

const SINCE = '2026-01-01T00:00:00Z';

interface Made {
  readonly spec?: object;
  readonly status?: object;
  readonly owner?: KubeObject;
  readonly says?: readonly [reason: string, message: string];
}

function made<T extends KubeObject>(kind: Kind<T>, name: string, { spec = {}, status = {}, owner, says }: Made = {}): T {
  const conditions = says === undefined ? [] : [{ type: 'handoff.dev/Waiting', status: 'True', reason: says[0], message: says[1], lastTransitionTime: SINCE }];
  const ownerReferences = owner === undefined ? []
    : [{ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true }];
  return kind.parse({
    apiVersion: kind.apiVersion, kind: kind.kind, spec, status: { ...status, conditions },
    metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: SINCE, ownerReferences },
  });
}

/** A cluster with one MachineDeployment of two Machines, which say so of themselves and of their infrastructure. */
function cluster(says: { readonly cluster?: Made['says']; readonly machine?: Made['says']; readonly infrastructure?: Made['says'] }, paused = false): ClusterObjects {
  const template = {
    spec: {
      clusterName: 'c', infrastructureRef: { apiGroup: 'x', kind: 'VSphereMachineTemplate', name: 'workers' },
      bootstrap: { configRef: { apiGroup: 'x', kind: 'KubeadmConfigTemplate', name: 'workers' } },
    },
  };
  const root = made(Cluster, 'c', { spec: { paused, infrastructureRef: { apiGroup: 'x', kind: 'VSphereCluster', name: 'c' } }, ...(says.cluster === undefined ? {} : { says: says.cluster }) });
  const deployment = made(MachineDeployment, 'workers', { spec: { clusterName: 'c', replicas: 2, selector: {}, template } });
  const set = made(MachineSet, 'workers-1', { owner: deployment, spec: { clusterName: 'c', replicas: 2, selector: {}, template } });
  const machines = ['a', 'b'].map((name) => made(Machine, `workers-1-${name}`, { owner: set, spec: template.spec, status: { phase: 'Provisioning' }, ...(says.machine === undefined ? {} : { says: says.machine }) }));
  const vsphereMachines = machines.map((machine) => made(VSphereMachine, machine.metadata.name, {
    owner: machine, spec: { template: 't', network: { devices: [{ networkName: 'n' }] } }, ...(says.infrastructure === undefined ? {} : { says: says.infrastructure }),
  }));
  return {
    name: 'c', namespace: 'default', cluster: root, infrastructure: undefined, controlPlane: undefined, deployments: [deployment], sets: [set], machines,
    configs: [], vsphereMachines, vms: [], claims: [], addresses: [], plans: [], bindings: [],
  };
}

describe('why', () => {
  it('finds the problem below what only waits for it, once for all Machines that have it', () => {
    const why = whyCluster(cluster({ machine: ['WaitingForInfrastructure', 'waits'], infrastructure: ['TemplateNotFound', 'no template'] }));
    expect(why.state).toBe('problem');
    expect(why.blockers).toHaveLength(1);
    expect(why.blockers[0]).toMatchObject({ object: 'VSphereMachine/workers-1-a', also: ['VSphereMachine/workers-1-b'], reason: 'TemplateNotFound', since: SINCE });
    expect(why.blockers[0]?.fix).toContain('MachineDeployment workers spec.template.spec.infrastructureRef (now workers)');
  });

  it('names the Machine whose guest failed, and the template that its bootstrap data was made from', () => {
    const why = whyCluster(cluster({ machine: ['BootstrapFailed', 'kubeadm: no'], infrastructure: ['BootstrapFailed', 'kubeadm: no'] }));
    expect(why.blockers.map(({ object }) => object)).toEqual(['Machine/workers-1-a']);
    expect(why.blockers[0]?.fix).toContain('KubeadmConfigTemplate workers');
  });

  it.each([
    ['what is being worked on, where nobody need act', { machine: ['WaitingForInfrastructure', ''], infrastructure: ['WaitingForClone', 'clones'] }, 'progress', 'WaitingForClone'],
    ['a consequence, where there is nothing else', { machine: ['WaitingForBootstrapData', 'no data'] }, 'progress', 'WaitingForBootstrapData'],
    ['a reason that nobody has foreseen as a problem', { infrastructure: ['SomethingNew', 'what?'] }, 'problem', 'SomethingNew'],
  ] as const)('tells %s', (_what, says, state, reason) => {
    const why = whyCluster(cluster(says));
    expect([why.state, why.blockers[0]?.reason]).toEqual([state, reason]);
  });

  it('says so when there is no such cluster', () => {
    expect(whyCluster({ ...cluster({}), cluster: undefined })).toMatchObject({ state: 'absent', blockers: [] });
  });
});

describe('the folded tree', () => {
  it('shows Machines that are alike as one, under their MachineDeployment, with the cause from below', () => {
    const tree = clusterTree(cluster({ machine: ['WaitingForInfrastructure', 'waits'], infrastructure: ['WaitingForClone', 'clones'] }));
    const [deployment] = tree === undefined ? [] : fold(tree).children;
    expect(deployment).toMatchObject({ kind: 'MachineDeployment', state: '0/2 ready', health: 'working' });
    expect(deployment?.children).toEqual([expect.objectContaining({ names: ['workers-1-a', 'workers-1-b'], health: 'working', waiting: expect.objectContaining({ reason: 'WaitingForClone' }) })]);
  });
});
