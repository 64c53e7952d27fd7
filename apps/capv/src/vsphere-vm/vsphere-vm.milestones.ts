import type { VSphereVM } from '@handoff/api';
import { conditionOf } from '@handoff/reconcile';
import type { Milestone } from '@handoff/reconcile';
import { BOOTSTRAP_SUCCEEDED, reportOf } from './bootstrap-report.js';
import type { VmScope } from './vsphere-vm.scope.js';

/** The stages of a machine after its start; what vCenter itself does is told by its tasks. */
export function vmMilestones({ live, vm }: VmScope, written: VSphereVM): readonly Milestone[] {
  if (vm.metadata.deletionTimestamp !== undefined) return [];
  const isOn = live?.powerState === 'poweredOn';
  const report = reportOf(live);
  const booted = conditionOf(written, BOOTSTRAP_SUCCEEDED);
  const isDone = report?.state === 'done';
  const attributes = report?.step === undefined ? {} : { 'handoff.step': report.step };
  return [
    { name: 'boot', begun: isOn, ended: written.status?.ready === true },
    { name: 'cloud-init', begun: isOn, ended: isDone && booted?.status === 'True' ? booted.lastTransitionTime : undefined, attributes },
    { name: 'kubeadm', begun: report?.step?.startsWith('kubeadm') === true || isDone, ended: isDone, attributes },
  ];
}
