import { describe, expect, it } from '@jest/globals';
import { VSphereCluster } from '@handoff/api';
import { Report, waitFor } from '@handoff/reconcile';
import type { Wait } from '@handoff/reconcile';
import { ConnectionError, moRef } from '@handoff/vsphere';
import { machineWith, vmWith } from '../testing/objects.js';
import type { VmScope } from './vsphere-vm.scope.js';
import { vmStatus } from './vsphere-vm.status.js';

const MAC = '00:50:56:00:00:01';
const READY = { ready: true, addresses: ['198.51.100.20'], host: 'host-1' };
const cluster = VSphereCluster.parse({
  apiVersion: VSphereCluster.apiVersion, kind: 'VSphereCluster', metadata: { name: 'prod', namespace: 'default' }, spec: { server: 'vc' },
});

const scopeWith = (scope: Partial<VmScope>): VmScope => ({
  vm: vmWith([{ networkName: 'a', dhcp4: true }], { biosUUID: 'bios' }),
  cluster, claims: [], client: undefined, unreachable: undefined, task: undefined, retryAfter: undefined, ref: moRef('VirtualMachine', 'vm-1'),
  live: undefined, isJudged: false, configured: false, plan: undefined, ...scope,
});

function reportWith(wait?: Wait, error?: Error): Report {
  const report = new Report();
  if (wait !== undefined) report.waits.push({ phase: 'x', ...wait });
  if (error !== undefined) report.fail('reachVCenter', error);
  return report;
}

const conditionsOf = (scope: VmScope, report: Report): Record<string, string> =>
  Object.fromEntries((vmStatus(scope, report).conditions ?? []).map(({ type, status, reason }) => [type, `${status} ${reason}`]));

describe('the status of a VSphereVM', () => {
  it('tells a machine that runs', () => {
    const scope = scopeWith({ live: machineWith({ [MAC]: ['198.51.100.20'] }) });
    expect(vmStatus(scope, reportWith())).toMatchObject({ ...READY, vmRef: 'VirtualMachine:vm-1' });
    expect(conditionsOf(scope, reportWith())).toMatchObject({ Ready: 'True Provisioned', BootstrapSucceeded: 'Unknown NotReported' });
  });

  it('keeps what was so last while vCenter is away', () => {
    const unreachable = new ConnectionError('refused');
    const vm = { ...vmWith([{ networkName: 'a', dhcp4: true }], { biosUUID: 'bios' }), status: READY };
    const scope = scopeWith({ vm, unreachable, ref: undefined });
    const report = reportWith(undefined, unreachable);
    expect(vmStatus(scope, report)).toMatchObject(READY);
    expect(conditionsOf(scope, report)).toMatchObject({ Ready: 'True Provisioned', VCenterAvailable: 'False VCenterUnreachable' });
  });

  it('is not ready when the machine is off, whatever its addresses were', () => {
    const scope = scopeWith({ live: machineWith({ [MAC]: ['198.51.100.20'] }, { powerState: 'poweredOff' }) });
    expect(vmStatus(scope, reportWith(waitFor('PoweringOn', 'soon')))).toMatchObject({ ready: false });
    expect(conditionsOf(scope, reportWith(waitFor('PoweringOn', 'soon')))).toMatchObject({ Ready: 'False PoweringOn' });
  });

  it('keeps the task and the time of the next attempt', () => {
    const task = { ref: moRef('Task', 'task-7'), outcome: { state: 'failed', error: new Error('full') } } as const;
    expect(vmStatus(scopeWith({ task, retryAfter: 0 }), reportWith())).toMatchObject({ taskRef: 'task-7', retryAfter: '1970-01-01T00:00:00Z' });
  });
});
