import type { MoRef } from '../model/moref.js';
import type { DelayName } from '../delays.js';
import type { TaskWork } from '../model/task.js';
import { ResourcePool } from '../model/compute.js';
import { invalidArgument, invalidPowerState, invalidState, notSupported, VimFault } from '../soap/faults.js';
import { handler, sessionOf } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import { carryOutClone, planClone } from '../vm/clone.js';
import { scheduleCustomization } from '../vm/customize.js';
import type { CustomizationSpec } from '../vm/customize.js';
import { checkFree, checkName } from '../vm/names.js';
import { checkPowerOn, checkShutdownGuest, powerOff, powerOn, requirePowerState, reset } from '../vm/power.js';
import { reconfigure, stampChange } from '../vm/reconfigure.js';
import { setResourcePool, unregisterVirtualMachine } from '../vm/registry.js';
import { createSnapshot, removeAllSnapshots, removeSnapshot } from '../vm/snapshots.js';
import type { CloneSpec, ConfigSpec } from '../vm/types.js';
import { VirtualMachine, VirtualMachineSnapshot } from '../vm/virtual-machine.js';

interface VmTask {
  readonly descriptionId: string;
  readonly cancelable?: boolean;
  readonly exclusive?: boolean;
  readonly run: (work: TaskWork) => unknown;
}

/** Starts a task on a virtual machine, which must still be there when its turn comes. */
function startVmTask(call: Call, vm: VirtualMachine, { descriptionId, cancelable = false, exclusive = true, run }: VmTask): MoRef {
  const { vcenter } = call;
  const description = { name: call.method, descriptionId, entity: vm.ref, entityName: vm.name, cancelable, exclusive };
  return vcenter.tasks.start(description, sessionOf(call, vm).user.name, async (work) => {
    if (call.taskFault) throw call.taskFault;
    vcenter.inventory.get(VirtualMachine, vm.ref);
    return run(work);
  });
}

/** A task that checks, takes its simulated time, and then acts. */
function delayedTask(call: Call, vm: VirtualMachine, what: DelayName, descriptionId: string, check: () => void, act: () => unknown): MoRef {
  const run = async (work: TaskWork) => {
    check();
    await call.vcenter.delays.spend(what, vm.name, work.signal, work.progress);
    return act();
  };
  return startVmTask(call, vm, { descriptionId, run });
}

function cloneTask(call: Call, source: VirtualMachine, { folder, name, spec }: { folder: MoRef; name: string; spec: CloneSpec }): MoRef {
  const { vcenter } = call;
  checkName(name);
  const run = async (work: TaskWork) => {
    const plan = planClone(vcenter, { config: source.config, vm: source }, folder, name, spec);
    checkFree(vcenter.inventory, plan.folder, name);
    const release = vcenter.reserveName(plan.folder, name);
    try {
      await vcenter.delays.spend('clone', name, work.signal, work.progress);
      checkFree(vcenter.inventory, plan.folder, name);
      const vm = carryOutClone(vcenter, plan);
      if (spec.customization) scheduleCustomization(vm, spec.customization as CustomizationSpec, vcenter.newUuid());
      if (spec.powerOn) {
        await vcenter.delays.spend('powerOn', name, work.signal, work.progress);
        powerOn(vcenter, vm);
      }
      return vm.ref;
    } finally {
      release();
    }
  };
  return startVmTask(call, source, { descriptionId: 'VirtualMachine.clone', cancelable: true, exclusive: false, run });
}

function reconfigureTask(call: Call, vm: VirtualMachine, { spec }: { spec: ConfigSpec }): MoRef {
  const act = () => {
    const parent = call.vcenter.inventory.parentOf(vm);
    if (spec.name && parent) {
      checkName(spec.name);
      checkFree(call.vcenter.inventory, parent, spec.name, vm);
    }
    reconfigure(call.vcenter, vm, spec);
  };
  return delayedTask(call, vm, 'reconfigure', 'VirtualMachine.reconfigure', () => undefined, act);
}

function shutdownGuest(call: Call, vm: VirtualMachine): void {
  checkShutdownGuest(vm);
  const { vcenter } = call;
  const run = async (work: TaskWork) => {
    await vcenter.delays.spend('shutdownGuest', vm.name, work.signal, work.progress);
    if (vm.powerState === 'poweredOn') powerOff(vcenter, vm);
  };
  startVmTask(call, vm, { descriptionId: 'VirtualMachine.shutdownGuest', run });
}

/** Destroys a virtual machine or template with its files. */
export function destroyTask(call: Call, vm: VirtualMachine): MoRef {
  const check = () => {
    if (vm.powerState !== 'poweredOff') throw invalidPowerState('poweredOff', vm.powerState);
  };
  return delayedTask(call, vm, 'destroy', 'VirtualMachine.destroy', check, () => {
    check();
    unregisterVirtualMachine(call.vcenter, vm);
  });
}

function markAsTemplate(call: Call, vm: VirtualMachine): void {
  if (vm.config.template) throw notSupported();
  requirePowerState(vm, 'poweredOff');
  vm.config = { ...vm.config, template: true };
  setResourcePool(call.vcenter, vm, undefined);
}

function markAsVirtualMachine(call: Call, vm: VirtualMachine, { pool, host }: { pool: MoRef; host?: MoRef }): void {
  if (!vm.config.template) throw notSupported();
  call.vcenter.inventory.get(ResourcePool, pool);
  if (host && !host.equals(vm.host)) throw invalidArgument('host');
  vm.config = { ...vm.config, template: false };
  setResourcePool(call.vcenter, vm, pool);
}

interface SnapshotParameters {
  readonly name: string;
  readonly description?: string;
  readonly memory: boolean;
  readonly quiesce: boolean;
}

function createSnapshotTask(call: Call, vm: VirtualMachine, { name, description = '', quiesce }: SnapshotParameters): MoRef {
  const check = () => {
    if (vm.config.template) throw invalidState('A template takes no snapshots.');
  };
  const act = () => createSnapshot(call.vcenter, vm, { name, description, quiesce });
  return delayedTask(call, vm, 'snapshot', 'VirtualMachine.createSnapshot', check, act);
}

const newestVersion = 21;

/** Raises the virtual hardware to a version, `vmx-N`, or to the newest that the hosts know. */
function upgradeTask(call: Call, vm: VirtualMachine, { version }: { version?: string }): MoRef {
  const wanted = version === undefined ? newestVersion : Number(/^vmx-(\d+)$/.exec(version)?.[1] ?? Number.NaN);
  if (!(wanted <= newestVersion)) throw invalidArgument('version');
  const run = () => {
    const current = Number(vm.config.version.replace('vmx-', ''));
    requirePowerState(vm, 'poweredOff');
    if (wanted <= current) throw new VimFault('AlreadyUpgraded', `The virtual hardware is at ${vm.config.version} already.`);
    vm.config = { ...vm.config, version: `vmx-${String(wanted).padStart(2, '0')}` };
    stampChange(call.vcenter, vm);
    call.vcenter.inventory.touch(vm.ref);
  };
  return startVmTask(call, vm, { descriptionId: 'VirtualMachine.upgradeVirtualHardware', run });
}

function customizeTask(call: Call, vm: VirtualMachine, { spec }: { spec: CustomizationSpec }): MoRef {
  const run = () => {
    scheduleCustomization(vm, spec, call.vcenter.newUuid());
    call.vcenter.inventory.touch(vm.ref);
  };
  return startVmTask(call, vm, { descriptionId: 'VirtualMachine.customize', run });
}

function removeSnapshotTask(call: Call, snapshot: VirtualMachineSnapshot, { removeChildren }: { removeChildren: boolean }): MoRef {
  const vm = call.vcenter.inventory.get(VirtualMachine, snapshot.vm);
  const run = () => removeSnapshot(call.vcenter, vm, snapshot.ref, removeChildren);
  return startVmTask(call, vm, { descriptionId: 'VirtualMachineSnapshot.remove', run });
}

function unregister(call: Call, vm: VirtualMachine): void {
  requirePowerState(vm, 'poweredOff');
  unregisterVirtualMachine(call.vcenter, vm);
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the schema has checked the parameters to be this
function on<P>(run: (call: Call, vm: VirtualMachine, parameters: P) => unknown): Handler {
  return handler<VirtualMachine, P>(VirtualMachine, (vm, parameters, call) => run(call, vm, parameters));
}

export const virtualMachineMethods: Readonly<Record<string, Handler>> = {
  CloneVM_Task: on(cloneTask),
  ReconfigVM_Task: on(reconfigureTask),
  PowerOnVM_Task: on((call, vm) => {
    if (vm.config.template) checkPowerOn(vm);
    return delayedTask(call, vm, 'powerOn', 'VirtualMachine.powerOn', () => checkPowerOn(vm), () => powerOn(call.vcenter, vm));
  }),
  PowerOffVM_Task: on((call, vm) => {
    const check = () => requirePoweredUp(vm);
    return delayedTask(call, vm, 'powerOff', 'VirtualMachine.powerOff', check, () => powerOff(call.vcenter, vm));
  }),
  ResetVM_Task: on((call, vm) =>
    delayedTask(call, vm, 'powerOn', 'VirtualMachine.reset', () => requirePowerState(vm, 'poweredOn'), () => reset(call.vcenter, vm)),
  ),
  ShutdownGuest: on(shutdownGuest),
  MarkAsTemplate: on(markAsTemplate),
  MarkAsVirtualMachine: on(markAsVirtualMachine),
  CreateSnapshot_Task: on(createSnapshotTask),
  RemoveAllSnapshots_Task: on((call, vm) =>
    startVmTask(call, vm, { descriptionId: 'VirtualMachine.removeAllSnapshots', run: () => removeAllSnapshots(call.vcenter, vm) }),
  ),
  UpgradeVM_Task: on(upgradeTask),
  CustomizeVM_Task: on(customizeTask),
  UnregisterVM: on(unregister),
  RemoveSnapshot_Task: handler<VirtualMachineSnapshot, { removeChildren: boolean }>(VirtualMachineSnapshot, (snapshot, parameters, call) =>
    removeSnapshotTask(call, snapshot, parameters),
  ),
};

function requirePoweredUp(vm: VirtualMachine): void {
  if (vm.powerState === 'poweredOff') throw invalidPowerState('poweredOff', vm.powerState);
}
