import type { VirtualMachineCloneSpec } from '../infrastructure/clone-spec.js';

/** Heard only when the power-off mode is trySoft. */
export const GUEST_SOFT_POWER_OFF_TIMEOUT_SECONDS = 300;

const filled = (spec: VirtualMachineCloneSpec) => ({
  cloneMode: spec.cloneMode ?? 'linkedClone',
  datacenter: spec.datacenter ?? '*', // any: right where there is but one
  guestSoftPowerOffTimeoutSeconds: spec.guestSoftPowerOffTimeoutSeconds ?? GUEST_SOFT_POWER_OFF_TIMEOUT_SECONDS,
  memoryMiB: spec.memoryMiB ?? 2048,
  numCPUs: spec.numCPUs ?? 2,
  os: spec.os ?? 'Linux',
  powerOffMode: spec.powerOffMode ?? 'hard',
});

/** A virtual machine with what upstream fills in, on write or when it clones. */
export const effectiveVirtualMachine = <Spec extends VirtualMachineCloneSpec>(spec: Spec): Spec & ReturnType<typeof filled> => ({
  ...spec,
  ...filled(spec),
});
