import { VSphereVM, VSphereVMReasons as Reason } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import { addressesOf, expectsNoAddress } from './guest-network.js';
import { isSettled } from './vsphere-vm.scope.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';
import { command } from './vsphere-vm.task.js';

/** vCenter must be reached, and says so itself when it cannot be. */
export const reachVCenter: Phase<VmScope> = async ({ vm, cluster, unreachable }) => {
  if (unreachable !== undefined) throw unreachable;
  return Promise.resolve(cluster !== undefined ? undefined
    : waitFor('WaitingForVSphereCluster', `no VSphereCluster bears the label of the cluster of ${vm.metadata.name}: it tells which vCenter to use`));
};

/** A machine is worked on only as it is. */
export const awaitSight: Phase<VmScope> = async ({ vm, client, ref, live, task }) =>
  Promise.resolve(client === undefined || ref === undefined || live !== undefined || task !== undefined ? undefined
    : waitFor('WaitingForVCenter', `vCenter ${client.server} has not told yet how ${vm.metadata.name} is`));

/** The BIOS UUID is what the machine is known by from now on, and what its provider id is made of. */
export const recordIdentity: Phase<VmScope> = async (scope, { kube }) => {
  if (scope.live?.biosUuid === undefined || scope.vm.spec.biosUUID !== undefined) return undefined;
  scope.vm = await kube.patch(VSphereVM, scope.vm, [{ op: 'add', path: '/spec/biosUUID', value: scope.live.biosUuid }]);
  return undefined;
};

const versionOf = (hardware: string | undefined): number => Number(/^vmx-(\d+)$/.exec(hardware ?? '')?.[1] ?? 0);

/** Raises the virtual hardware before the first start; it is never lowered. */
export const upgradeHardware = (deps: VmDeps): Phase<VmScope> => async function upgradeVirtualHardware(scope, context) {
  const wanted = scope.vm.spec.hardwareVersion;
  if (!isSettled(scope) || wanted === undefined || scope.live.powerState === 'poweredOn' || versionOf(scope.live.hardwareVersion) >= versionOf(wanted)) return undefined;
  const wait = await command(deps, scope, context, () => scope.client.upgradeHardware(scope.ref, wanted));
  if (wait === undefined) scope.live = { ...scope.live, hardwareVersion: wanted };
  return wait;
};

/** Starts the guest once it has everything that it boots with. */
export const powerOn = (deps: VmDeps): Phase<VmScope> => async function powerOnMachine(scope, context) {
  if (!isSettled(scope) || !scope.configured || scope.live.powerState === 'poweredOn') return undefined;
  const wait = await command(deps, scope, context, () => scope.client.powerOn(scope.ref));
  if (wait === undefined) scope.live = { ...scope.live, powerState: 'poweredOn' };
  return wait;
};

/** Tags, until the machine has been ready once: to attach one again changes nothing. */
export const attachTags: Phase<VmScope> = async (scope) => {
  const { tagIDs = [] } = scope.vm.spec;
  if (tagIDs.length > 0 && isSettled(scope) && scope.live.powerState === 'poweredOn' && scope.vm.status?.ready !== true) await scope.client.attachTags(scope.ref, tagIDs);
  return undefined;
};

/** The guest tells its addresses through its tools, and vCenter pushes them. */
export const awaitAddresses: Phase<VmScope> = async (scope) => {
  if (!isSettled(scope) || scope.live.powerState !== 'poweredOn' || expectsNoAddress(scope.vm)) return undefined;
  return Promise.resolve(addressesOf(scope.vm, scope.live).length > 0 ? undefined
    : waitFor(Reason.WaitingForIPAddress, `${scope.vm.metadata.name} is powered on and its guest has not reported an address yet${scope.live.guest.toolsRunning ? '' : ': its VMware Tools do not run (yet)'}`));
};
