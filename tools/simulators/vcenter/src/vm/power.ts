import { invalidPowerState, invalidState, toolsUnavailable } from '../soap/faults.js';
import type { VCenter } from '../vcenter.js';
import { customizeGuest } from './customize.js';
import { syncNetworks } from './networks.js';
import type { PowerState } from './types.js';
import type { VirtualMachine } from './virtual-machine.js';

/** @throws VimFault InvalidPowerState unless the virtual machine is in the given state */
export function requirePowerState(vm: VirtualMachine, required: PowerState): void {
  if (vm.powerState !== required) throw invalidPowerState(required, vm.powerState);
}

/** @throws VimFault InvalidState for a template, InvalidPowerState when it is on already */
export function checkPowerOn(vm: VirtualMachine): void {
  if (vm.config.template) throw invalidState('A template cannot be powered on.');
  if (vm.powerState === 'poweredOn') throw invalidPowerState('poweredOn', vm.powerState);
}

export function powerOn(vcenter: VCenter, vm: VirtualMachine): void {
  checkPowerOn(vm);
  setPower(vcenter, vm, 'poweredOn');
  customizeGuest(vcenter, vm);
  vcenter.inventory.touch(vm.ref);
}

/** Off, as by the plug: what VMware Tools said is forgotten. */
export function powerOff(vcenter: VCenter, vm: VirtualMachine): void {
  if (vm.powerState === 'poweredOff') throw invalidPowerState('poweredOff', vm.powerState);
  setPower(vcenter, vm, 'poweredOff');
  vcenter.inventory.touch(vm.ref);
}

/** Off and on again. */
export function reset(vcenter: VCenter, vm: VirtualMachine): void {
  requirePowerState(vm, 'poweredOn');
  powerOff(vcenter, vm);
  powerOn(vcenter, vm);
}

/** @throws VimFault InvalidPowerState when it is not on, ToolsUnavailable when there is nobody inside to ask */
export function checkShutdownGuest(vm: VirtualMachine): void {
  requirePowerState(vm, 'poweredOn');
  if (vm.guest.toolsRunningStatus !== 'guestToolsRunning') throw toolsUnavailable();
}

function setPower(vcenter: VCenter, vm: VirtualMachine, state: 'poweredOn' | 'poweredOff'): void {
  const on = state === 'poweredOn';
  vm.powerState = state;
  vm.bootTime = on ? vcenter.now() : undefined;
  const device = vm.config.hardware.device.map((item) =>
    item.connectable ? { ...item, connectable: { ...item.connectable, connected: on && item.connectable.startConnected } } : item,
  );
  vm.config = { ...vm.config, hardware: { ...vm.config.hardware, device } };
  vm.guest = { toolsStatus: 'toolsNotRunning', toolsRunningStatus: 'guestToolsNotRunning', guestState: 'notRunning', net: [] };
  syncNetworks(vcenter, vm);
}
