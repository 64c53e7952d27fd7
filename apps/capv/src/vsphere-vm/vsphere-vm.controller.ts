import { Finalizers, IPAddressClaim, VSphereCluster, VSphereVM } from '@handoff/api';
import { Ipam, Vsphere } from '@handoff/events';
import { controller, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { ofNamedCluster, ofSameCluster, vmsOfClaim } from '../references.js';
import { awaitStaticAddresses } from './static-addresses.js';
import { claimAddresses } from './vsphere-vm.claim.js';
import { cloneMachine } from './vsphere-vm.clone.js';
import { configureGuest } from './vsphere-vm.configure.js';
import { destroy, powerOff, reachForDeletion, releaseAddresses, settleTask } from './vsphere-vm.delete.js';
import { vmFacts } from './vsphere-vm.handoffs.js';
import { vmMilestones } from './vsphere-vm.milestones.js';
import { observeVm } from './vsphere-vm.scope.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';
import { attachTags, awaitAddresses, awaitSight, powerOn, reachVCenter, recordIdentity, upgradeHardware } from './vsphere-vm.start.js';
import { vmStatus } from './vsphere-vm.status.js';
import { finishTask } from './vsphere-vm.task.js';

/** Makes one machine in vCenter, follows it, and takes it away again. */
export const vsphereVmController = (deps: VmDeps): Controller => controller<VSphereVM, VmScope>({
  name: 'vspherevm',
  for: VSphereVM,
  hears: [
    hears(Ipam.AddressAllocated, (about, own) => vmsOfClaim(about, own)),
    hears(Vsphere.InfrastructureReady, ofNamedCluster),
  ],
  mirrors: [
    mirrors(IPAddressClaim, (claim, own) => vmsOfClaim(claim.metadata, own)),
    mirrors(VSphereCluster, ofSameCluster),
  ],
  observe: observeVm(deps),
  phases: [
    awaitStaticAddresses, claimAddresses, reachVCenter, finishTask(deps), cloneMachine(deps), awaitSight, recordIdentity,
    upgradeHardware(deps), configureGuest(deps), powerOn(deps), attachTags, awaitAddresses,
  ],
  status: vmStatus,
  gatherStatus: STATUS_GATHER_MS,
  handoffs: vmFacts,
  milestones: vmMilestones,
  gone: Vsphere.VmDeleted,
  finalize: {
    finalizer: Finalizers.vsphereVM,
    phases: [reachForDeletion, settleTask(deps), powerOff(deps), destroy(deps), releaseAddresses(deps)],
  },
});
