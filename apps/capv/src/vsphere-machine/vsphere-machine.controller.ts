import { Finalizers, Machine, VSphereCluster, VSphereDeploymentZone, VSphereFailureDomain, VSphereMachine, VSphereVM } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Core, Vsphere } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import { keyOf, keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { byMachine, machineOfVm, ofCluster } from '../references.js';
import { byVm } from './vm-name.js';
import { adoptProviderId, deleteVm, ensureVm, keepVmInStep } from './vsphere-machine.phases.js';
import { observeMachine } from './vsphere-machine.scope.js';
import type { MachineScope } from './vsphere-machine.scope.js';
import { machineFacts, machineStatus } from './vsphere-machine.status.js';

const ofMachine = (about: Pick<ObjectReference, 'namespace' | 'name'>, own: StoreView<VSphereMachine>): Key[] =>
  own.by(byMachine, keyOf(about)).map(keyOfObject);

/** Found by the name that the VSphereVM was given: it may be gone by now, and with it its owner reference. */
const ofVm = (about: ObjectReference, own: StoreView<VSphereMachine>): Key[] => own.by(byVm, keyOf(about)).map(keyOfObject);

/** Whoever waits for a zone or a failure domain. */
const unplaced = (_zone: KubeObject, own: StoreView<VSphereMachine>): Key[] =>
  own.list().filter(({ spec }) => spec.providerID === undefined).map(keyOfObject);

/** The virtual machine behind a Machine: makes the VSphereVM when it may be made, and tells upwards how far it is. */
export const vsphereMachineController = (): Controller => controller<VSphereMachine, MachineScope>({
  name: 'vspheremachine',
  for: VSphereMachine,
  hears: [
    hears(Core.BootstrapReady, ofMachine),
    hears(Core.InfrastructureProvisioned, ofCluster),
    hears(Vsphere.VmChanged, ofVm),
    hears(Vsphere.VmDeleted, ofVm),
  ],
  mirrors: [
    mirrors(Machine, (machine, own) => ofMachine(machine.metadata, own)),
    mirrors(VSphereVM, machineOfVm),
    mirrors(VSphereCluster, () => []),
    mirrors(VSphereDeploymentZone, unplaced),
    mirrors(VSphereFailureDomain, unplaced),
  ],
  observe: observeMachine,
  phases: [ensureVm, keepVmInStep, adoptProviderId],
  status: machineStatus,
  gatherStatus: STATUS_GATHER_MS,
  handoffs: machineFacts,
  gone: Vsphere.MachineGone,
  finalize: { finalizer: Finalizers.vsphereMachine, phases: [deleteVm] },
});
