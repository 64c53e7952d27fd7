import { VSphereMachineConditions as Type } from '@handoff/api';
import type { Condition, MachineAddress, VSphereVM } from '@handoff/api';
import { Vsphere } from '@handoff/events';
import { condition, conditionOf, fact } from '@handoff/reconcile';
import type { ConditionIntent, Fact, Report, StatusIntent } from '@handoff/reconcile';
import { BOOTSTRAP_SUCCEEDED } from '../vsphere-vm/bootstrap-report.js';
import type { MachineScope } from './vsphere-machine.scope.js';

/** Once provisioned it stays so. */
const isProvisioned = ({ machine, vm }: MachineScope): boolean =>
  machine.status?.initialization?.provisioned === true || (machine.spec.providerID !== undefined && vm?.status?.ready === true);

/** Every address counts as external, as upstream has it, and as internal, which the contract asks for; the name is known inside. */
export function machineAddresses(vm: VSphereVM): readonly MachineAddress[] {
  const addresses = vm.status?.addresses ?? [];
  return [
    ...addresses.map((address): MachineAddress => ({ type: 'ExternalIP', address })),
    ...addresses.map((address): MachineAddress => ({ type: 'InternalIP', address })),
    { type: 'InternalDNS', address: vm.metadata.name },
  ];
}

export function machineStatus(scope: MachineScope, report: Report): StatusIntent {
  const { machine, vm } = scope;
  const { network = [] } = vm?.status ?? machine.status ?? {};
  const addresses = vm === undefined ? machine.status?.addresses ?? [] : machineAddresses(vm);
  return {
    ...(isProvisioned(scope) ? { initialization: { provisioned: true } } : {}),
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(network.length === 0 ? {} : { network }),
    conditions: conditions(scope, report),
  };
}

function conditions({ machine, vm }: MachineScope, report: Report): ConditionIntent[] {
  const { blocker } = report;
  const bootstrap = copyOf(conditionOf(vm, BOOTSTRAP_SUCCEEDED), BOOTSTRAP_SUCCEEDED);
  const provisioned = (type: string, of: string): ConditionIntent => {
    if (machine.metadata.deletionTimestamp !== undefined) return condition(type, false, 'Deleting', conditionOf(vm, of)?.message || (blocker?.message ?? ''));
    if (blocker !== undefined) return condition(type, false, blocker.reason, blocker.message);
    return copyOf(conditionOf(vm, of), type) ?? condition(type, undefined, 'WaitingForVirtualMachine', `VSphereVM ${vm?.metadata.name ?? ''} has not told yet how far it is`);
  };
  return [
    provisioned(Type.Ready, 'Ready'),
    provisioned(Type.VirtualMachineProvisioned, 'VirtualMachineProvisioned'),
    ...(bootstrap === undefined ? [] : [bootstrap]),
  ];
}

const copyOf = (original: Condition | undefined, type: string): ConditionIntent | undefined =>
  original && { type, status: original.status, reason: original.reason, message: original.message };

/** The facts that hold of a VSphereMachine now. Its Machine looks at all of its status. */
export function machineFacts(scope: MachineScope, report: Report): readonly Fact[] {
  const { machine } = scope;
  const { conditions: held = [], ...fields } = machineStatus(scope, report);
  const said = held.map(({ type, status, reason, message }) => [type, status, reason, message]);
  const looksAt = [machine.spec.providerID, fields, said, machine.metadata.deletionTimestamp];
  const ready = held.find(({ type }) => type === Type.Ready);
  // A Machine tells on why it is not ready; it does something about one that is, or that is going.
  const { deletionTimestamp } = machine.metadata;
  return [ready?.status === 'True'
    ? fact(Vsphere.MachineReady, looksAt, { actsOn: [machine.spec.providerID, fields, deletionTimestamp] })
    : fact(Vsphere.MachineNotReady, looksAt, {
      reason: ready?.reason, message: ready?.message, actsOn: deletionTimestamp === undefined ? [] : [deletionTimestamp],
    })];
}
