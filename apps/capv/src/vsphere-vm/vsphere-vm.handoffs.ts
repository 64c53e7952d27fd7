import { VSphereVMReasons as Reason } from '@handoff/api';
import type { VSphereVM } from '@handoff/api';
import { Vsphere } from '@handoff/events';
import { fact } from '@handoff/reconcile';
import type { Fact, Report } from '@handoff/reconcile';
import { reportOf } from './bootstrap-report.js';
import type { VmScope } from './vsphere-vm.scope.js';
import { vmStatus } from './vsphere-vm.status.js';

/** The facts that hold of a machine now. */
export function vmFacts(scope: VmScope, report: Report): readonly Fact[] {
  const { vm, live, task } = scope;
  const { conditions: said = [], ...fields } = vmStatus(scope, report);
  const conditions = said.map(({ type, status, reason, message }) => [type, status, reason, message]);
  const cloning = report.waits.find(({ reason }) => reason === Reason.WaitingForClone);
  const guest = reportOf(live);
  return [
    fact(Vsphere.VmChanged, [vm.spec.biosUUID, fields, conditions, vm.metadata.deletionTimestamp], { actsOn: actedOn(vm, fields) }),
    ...(cloning === undefined ? [] : [fact(Vsphere.VmCloning, task?.ref.value, cloning)]),
    ...(live?.powerState === 'poweredOn' ? [fact(Vsphere.VmPoweredOn)] : []),
    ...(guest?.state === 'running' ? [fact(Vsphere.VmBootstrapping, guest.step, { reason: 'Bootstrapping', message: guest.step })] : []),
    ...(guest?.state === 'failed' ? [fact(Vsphere.VmBootstrapFailed, guest.error, { reason: 'BootstrapFailed', message: guest.error })] : []),
  ];
}

/**
 * What cannot wait: what its VSphereMachine does something about, and that a task failed, which only the status remembers. A task that runs
 * can: should the process end before it is noted, the mark of the clone and the inventory tell what came of it.
 */
function actedOn({ spec, metadata }: VSphereVM, fields: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { ready, addresses, taskRef, retryAfter } = fields;
  const { deletionTimestamp } = metadata;
  const isSomething = ready === true || retryAfter !== undefined || deletionTimestamp !== undefined;
  const failed = retryAfter === undefined ? [] : [taskRef, retryAfter];
  return isSomething ? [spec.biosUUID, ready, addresses, deletionTimestamp, ...failed] : [];
}
