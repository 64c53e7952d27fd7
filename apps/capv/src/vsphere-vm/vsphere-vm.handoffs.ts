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
 * What cannot wait: what its VSphereMachine does something about, and how it was cloned, which only the status remembers. A task can:
 * should the process end before it is noted, the mark of the clone and the inventory tell what came of it.
 */
function actedOn({ spec, metadata }: VSphereVM, fields: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { deletionTimestamp } = metadata;
  const { ready, addresses, cloneMode, snapshot } = fields;
  const isSomething = ready === true || cloneMode !== undefined || deletionTimestamp !== undefined;
  return isSomething ? [spec.biosUUID, ready, addresses, cloneMode, snapshot, deletionTimestamp] : [];
}
