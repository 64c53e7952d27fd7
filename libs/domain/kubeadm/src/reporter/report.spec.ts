import { describe, expect, it } from '@jest/globals';
import { bootstrapReportEntries, parseBootstrapReport } from './report.js';

describe('a bootstrap report', () => {
  it('is read as it was written, and the state is written last', () => {
    const report = { state: 'failed', step: 'kubeadm: etcd', error: 'x', at: '2026-01-02T03:04:05Z' } as const;
    const entries = bootstrapReportEntries(report);
    expect(entries.at(-1)).toEqual(['guestinfo.handoff.state', 'failed']);
    expect(parseBootstrapReport(Object.fromEntries(entries))).toEqual(report);
    expect(parseBootstrapReport(Object.fromEntries(bootstrapReportEntries({ state: 'running' })))).toEqual({ state: 'running' });
  });

  it.each([[{}], [{ 'guestinfo.handoff.step': 'x' }], [{ 'guestinfo.handoff.state': 'confused' }]])('is none while the host has said nothing that is understood (%#)', (variables) => {
    expect(parseBootstrapReport(variables)).toBeUndefined();
  });

  it('loses a time that is none', () => {
    expect(parseBootstrapReport({ 'guestinfo.handoff.state': 'done', 'guestinfo.handoff.at': 'soon' })).toEqual({ state: 'done' });
  });
});
