import { describe, expect, it } from '@jest/globals';
import { Report, waitFor } from '@handoff/reconcile';
import { aControlPlane, aMember, aScope, condition } from '../testing/objects.js';
import type { ControlPlaneScope } from './control-plane.scope.js';
import { controlPlaneFacts } from './control-plane.handoffs.js';
import { controlPlaneStatus } from './control-plane.status.js';

const healthy = [aMember('a'), aMember('b'), aMember('c')];
const sick = (name: string): ReturnType<typeof aMember> => aMember(name, { sick: 'EtcdPodHealthy' });

function said(scope: ControlPlaneScope, type: string, report = new Report()): string {
  const found = controlPlaneStatus(scope, report).conditions?.find((entry) => entry.type === type);
  return `${found?.status ?? '-'} ${found?.reason ?? '-'}${found?.message === '' ? '' : `: ${found?.message ?? ''}`}`;
}

function waiting(reason: string, message: string): Report {
  const report = new Report();
  report.waits.push({ phase: 'scaleControlPlane', ...waitFor(reason, message) });
  return report;
}

describe('what a control plane says', () => {
  it.each([
    ['Available', 'when all is well', aScope({ members: healthy }), 'True Available'],
    ['Available', 'while a majority is healthy', aScope({ members: [...healthy.slice(0, 2), sick('c')] }), 'True Available'],
    ['Available', 'without a majority', aScope({ members: [aMember('a'), sick('b'), sick('c')] }),
      'False NotAvailable: 1 of 3 Machines are healthy, and 2 must be: Machine b: EtcdPodHealthy is broken; Machine c: EtcdPodHealthy is broken'],
    ['Available', 'before it serves', aScope({ initialized: false }), 'False NotAvailable: it is not initialized yet'],
    ['Available', 'while it is deleted', aScope({ controlPlane: aControlPlane({}, { deleting: true }), members: healthy }), 'False NotAvailable: it is being deleted'],
    ['Initialized', 'in the first Machine\'s words', aScope({
      initialized: false, members: [aMember('a', { node: false, conditions: [condition('handoff.dev/Waiting', 'True', 'the VM is being cloned')] })],
    }), 'False NotInitialized: Machine a is to initialize the control plane, and its API does not serve yet: the VM is being cloned'],
    ['EtcdClusterHealthy', 'naming the member', aScope({ members: [aMember('a'), sick('b')] }), 'False NotHealthy: Machine b: EtcdPodHealthy is broken'],
    ['EtcdClusterHealthy', 'before anything could be read', aScope({ initialized: false }), 'Unknown InspectionFailed: the control plane is not initialized yet'],
    ['ControlPlaneComponentsHealthy', 'apart from etcd', aScope({ members: [aMember('a'), sick('b')] }), 'True Healthy'],
    ['RollingOut', 'with why', aScope({ members: [aMember('a', { outdated: ['version v1.32.0, v1.33.1 is wanted'] }), aMember('b')] }),
      'True RollingOut: 1 of 2 Machines are to be replaced: version v1.32.0, v1.33.1 is wanted'],
    ['MachinesUpToDate', 'with why', aScope({ members: [aMember('a', { outdated: ['old'] })] }), 'False NotUpToDate: Machine a: old'],
    ['MachinesReady', 'in each Machine\'s words', aScope({ members: [aMember('a', { conditions: [condition('Ready', 'False', 'no CNI')] })] }), 'False NotReady: Machine a: no CNI'],
    ['ScalingUp', 'no more', aScope({ members: healthy }), 'False NotScalingUp'],
    ['ScalingDown', 'not at all', aScope({ members: healthy }), 'False NotScalingDown'],
    ['CertificatesAvailable', 'when all four are there', aScope(), 'True Available'],
  ])('%s %s', (type, _when, scope, expected) => { expect(said(scope, type)).toBe(expected); });

  it('names the Machine that scaling up awaits, and why', () => {
    const scope = aScope({ members: [aMember('a'), aMember('b', { node: false })] });
    expect(said(scope, 'ScalingUp', waiting('WaitingForMachine', 'Machine b is not a healthy member yet: boots'))).toBe('True ScalingUp: scaling up from 1 to 3: Machine b is not a healthy member yet: boots');
  });

  it('counts replicas, versions and names the lowest', () => {
    const first = aMember('a', { version: 'v1.33.1', conditions: [condition('Ready', 'True'), condition('Available', 'True')] });
    const members = [first, aMember('b', { version: 'v1.9.0' }), aMember('c', { outdated: ['x'] })];
    expect(controlPlaneStatus(aScope({ members }), new Report())).toMatchObject({
      replicas: 3, readyReplicas: 1, availableReplicas: 1, upToDateReplicas: 2, version: 'v1.9.0',
      versions: [{ version: 'v1.9.0', replicas: 1 }, { version: 'v1.33.1', replicas: 2 }],
      selector: 'cluster.x-k8s.io/cluster-name=demo,cluster.x-k8s.io/control-plane',
    });
  });

  it('keeps what remediation remembers', () => {
    const lastRemediation = { machine: 'x', retryCount: 1, time: '2026-01-01T00:00:00Z' };
    const controlPlane = aControlPlane({}, { status: { lastRemediation } });
    expect(controlPlaneStatus(aScope({ controlPlane }), new Report())).toMatchObject({ lastRemediation });
  });
});

describe('what a control plane rings for', () => {
  const names = (scope: ControlPlaneScope): readonly string[] => controlPlaneFacts(scope, new Report()).map(({ event }) => event.name);
  const told = (version: string): ReturnType<typeof aControlPlane> => aControlPlane({}, { status: { version } });

  it.each([
    ['certificates before anything else', aScope({ initialized: false, kubeconfig: undefined }), ['bootstrap.certificates-ready', 'bootstrap.control-plane-changed']],
    ['its availability', aScope({ members: healthy }), ['bootstrap.certificates-ready', 'bootstrap.kubeconfig-ready', 'bootstrap.control-plane-changed', 'bootstrap.control-plane-available']],
  ])('%s', (_name, scope, expected) => { expect(names(scope)).toEqual(expected); });

  it('the beginning and the end of an upgrade, and not its own birth', () => {
    expect(names(aScope({ controlPlane: told('v1.32.0'), members: [aMember('a', { version: 'v1.32.0' })] }))).toContain('bootstrap.upgrade-started');
    expect(names(aScope({ controlPlane: told('v1.32.0'), members: healthy }))).toContain('bootstrap.upgrade-finished');
    expect(names(aScope({ controlPlane: told('v1.33.1'), members: healthy }))).not.toContain('bootstrap.upgrade-finished');
    expect(names(aScope({ members: healthy }))).not.toContain('bootstrap.upgrade-finished');
  });
});
