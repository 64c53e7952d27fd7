import { describe, expect, it } from '@jest/globals';
import { bootstrapReportEntries } from '@handoff/kubeadm';
import type { BootstrapReport } from '@handoff/kubeadm';
import { machineWith } from '../testing/objects.js';
import { bootstrapCondition, reportOf } from './bootstrap-report.js';

const told = (report: BootstrapReport | undefined): ReturnType<typeof bootstrapCondition> =>
  bootstrapCondition(reportOf(machineWith({}, { extraConfig: new Map(report === undefined ? [] : bootstrapReportEntries(report)) })));

describe('how far the bootstrap of a guest is', () => {
  it.each<[BootstrapReport | undefined, string, string, string]>([
    [undefined, 'Unknown', 'NotReported', 'the guest has not reported how far its bootstrap is'],
    [{ state: 'running', step: 'kubeadm: etcd' }, 'Unknown', 'Bootstrapping', 'kubeadm: etcd'],
    [{ state: 'done' }, 'True', 'BootstrapSucceeded', ''],
    [{ state: 'failed', step: 'kubeadm: preflight', error: 'port 6443 is in use' }, 'False', 'BootstrapFailed', 'kubeadm: preflight: port 6443 is in use'],
    [{ state: 'failed' }, 'False', 'BootstrapFailed', 'failed without saying why'],
  ])('after %j is %s, %s', (report, status, reason, message) => {
    expect(told(report)).toEqual({ type: 'BootstrapSucceeded', status, reason, message });
  });
});
