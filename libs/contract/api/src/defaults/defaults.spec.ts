import { describe, expect, it } from '@jest/globals';
import { countOf } from './count.js';
import { effectiveMachineHealthCheck } from './health-check.js';
import { effectiveKubeadmControlPlane } from './kubeadm.js';
import { labelValueOf } from './label-value.js';
import { effectiveMachineDeployment, effectiveMachineSet } from './machine-group.js';
import { effectiveMachine } from './machine.js';
import { effectiveVirtualMachine } from './virtual-machine.js';
import { MachineHealthCheck } from '../core/machine-health-check.js';
import { MachineSet } from '../core/machine-set.js';
import { matches } from '../helpers/selector.js';
import { Annotations } from '../names/annotations.js';
import { Labels } from '../names/labels.js';
import { aKubeadmControlPlane, aMachine, aMachineDeployment, aVSphereMachine } from '../testdata/objects.js';

describe('an effective MachineDeployment', () => {
  it('selects its own Machines when nothing is selected', () => {
    const { selector, template } = effectiveMachineDeployment(aMachineDeployment()).spec;
    const labels = { [Labels.clusterName]: 'demo', [Labels.deploymentName]: 'demo' };
    expect([selector.matchLabels, template.metadata?.labels]).toEqual([labels, labels]);
  });

  it('adds only the cluster to what a user selects by', () => {
    const labels = { tier: 'web' };
    const deployment = aMachineDeployment({
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: aMachine().spec },
    });
    const { selector, template } = effectiveMachineDeployment(deployment).spec;
    expect(selector.matchLabels).toEqual({ tier: 'web', [Labels.clusterName]: 'demo' });
    expect(matches(selector, template.metadata?.labels)).toBe(true);
  });

  it.each([
    ['one Machine', {}, {}, 1],
    ['as many as asked for, even none', { replicas: 0 }, {}, 0],
    ['the least size of an autoscaled group', {}, { [Annotations.autoscalerMinSize]: '3', [Annotations.autoscalerMaxSize]: '9' }, 3],
    ['one Machine where only half of the range is given', {}, { [Annotations.autoscalerMinSize]: '3' }, 1],
  ])('starts with %s', (_, spec, annotations, replicas) => {
    expect(effectiveMachineDeployment(aMachineDeployment(spec, { annotations })).spec.replicas).toBe(replicas);
  });

  it('adds before it removes, unless told otherwise', () => {
    const rollingUpdate = (spec: Record<string, unknown>) =>
      effectiveMachineDeployment(aMachineDeployment(spec)).spec.rollout.strategy.rollingUpdate;
    expect(rollingUpdate({})).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(rollingUpdate({ rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } } } })).toEqual({
      maxSurge: 1, maxUnavailable: '25%',
    });
  });

  it('is the same when it is made effective again, and leaves the original alone', () => {
    const deployment = aMachineDeployment();
    const before = structuredClone(deployment);
    const once = effectiveMachineDeployment(deployment);
    expect(effectiveMachineDeployment(once)).toEqual(once);
    expect(deployment).toEqual(before);
  });
});

describe('other effective objects', () => {
  it('a MachineSet selects by its own name', () => {
    const { apiVersion, kind } = MachineSet;
    const set = MachineSet.parse({ ...aMachineDeployment(), apiVersion, kind });
    expect(effectiveMachineSet(set).spec.selector.matchLabels).toMatchObject({ [Labels.setName]: 'demo' });
  });

  it('a Machine has its label, the v of its version, and ten seconds to delete its Node', () => {
    const machine = effectiveMachine(aMachine({ version: '1.33.1', deletion: { nodeDrainTimeoutSeconds: 5 } }));
    expect(machine.metadata.labels).toEqual({ [Labels.clusterName]: 'demo' });
    expect(machine.spec.version).toBe('v1.33.1');
    expect(machine.spec.deletion).toEqual({ nodeDrainTimeoutSeconds: 5, nodeDeletionTimeoutSeconds: 10 });
  });

  it('a KubeadmControlPlane is one Machine, replaced by adding first, booted by cloud-init', () => {
    expect(effectiveKubeadmControlPlane(aKubeadmControlPlane({ version: '1.33.1' })).spec).toMatchObject({
      replicas: 1,
      version: 'v1.33.1',
      kubeadmConfigSpec: { format: 'cloud-config' },
      rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
    });
  });

  it('a MachineHealthCheck waits ten minutes for a Node and never holds back; zero stays zero', () => {
    const check = (spec: object) =>
      effectiveMachineHealthCheck(
        MachineHealthCheck.parse({ ...aMachine(), kind: 'MachineHealthCheck', spec: { clusterName: 'demo', selector: {}, ...spec } }),
      ).spec;
    expect(check({})).toMatchObject({
      checks: { nodeStartupTimeoutSeconds: 600 },
      remediation: { triggerIf: { unhealthyLessThanOrEqualTo: '100%' } },
    });
    expect(check({ checks: { nodeStartupTimeoutSeconds: 0 } }).checks.nodeStartupTimeoutSeconds).toBe(0);
  });

  it('a virtual machine has what upstream clones with', () => {
    expect(effectiveVirtualMachine(aVSphereMachine({ numCPUs: 8 }).spec)).toMatchObject({
      cloneMode: 'linkedClone', datacenter: '*', memoryMiB: 2048, numCPUs: 8, os: 'Linux', powerOffMode: 'hard',
    });
  });
});

describe('a count or percentage', () => {
  it.each([
    [3, 10, 'up', 3],
    ['3', 10, 'up', 3],
    ['25%', 10, 'up', 3],
    ['25%', 10, 'down', 2],
    ['0%', 10, 'up', 0],
  ] as const)('%p of %p, rounded %s, is %p', (value, total, round, expected) => {
    expect(countOf(value, total, round)).toBe(expected);
  });

  it('is nothing else', () => {
    for (const value of ['many', '-1', '1.5%', -1]) expect(() => countOf(value, 10, 'up')).toThrow(RangeError);
  });
});

describe('a name as a label', () => {
  it('stays as it is where it fits', () => {
    expect(labelValueOf('demo-md-0')).toBe('demo-md-0');
  });

  it('becomes a digest where it is too long, another one for every name', () => {
    const [a, b] = [labelValueOf('x'.repeat(64)), labelValueOf('x'.repeat(65))];
    expect(a).toMatch(/^sha256-[0-9a-f]{40}$/);
    expect(a).not.toBe(b);
  });
});
