import { isDeepStrictEqual } from 'node:util';
import { Finalizers, isControlledBy, Machine, ownerOf, ownerReferenceTo, VSphereMachine, VSphereVM } from '@handoff/api';
import { tracedAnnotations } from '@handoff/contract-objects';
import { AlreadyExists, namesOf } from '@handoff/kube';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { inheritedLabels } from '../references.js';
import { placedSpec } from './placement.js';
import { byVm, vmNameOf } from './vm-name.js';
import type { MachineScope } from './vsphere-machine.scope.js';

/** Makes the VSphereVM as soon as the Machine may be provisioned: its cluster's infrastructure stands and its bootstrap data is there. */
export const ensureVm: Phase<MachineScope> = async (scope, context) => {
  const { machine, owner, cluster, placement } = scope;
  if (scope.vm !== undefined) return undefined;
  if (owner === undefined) return waitFor('WaitingForMachine', `no Machine owns it${ownerOf(machine, Machine) === undefined ? '' : ' any more'}: it is made by the owner of a Machine, not by hand`);
  if (cluster?.status?.initialization?.infrastructureProvisioned !== true) return waitFor('WaitingForClusterInfrastructureReady', `the infrastructure of Cluster ${owner.spec.clusterName} is not provisioned yet`);
  const { dataSecretName } = owner.spec.bootstrap;
  if (dataSecretName === undefined || dataSecretName === '') return waitFor('WaitingForBootstrapData', `Machine ${owner.metadata.name} has no bootstrap data yet`);
  if (placement !== undefined && 'missing' in placement) return waitFor('FailureDomainNotFound', `${placement.missing}: apply it`);
  scope.vm = await createVm(scope, context, { ...placedSpec(machine.spec, placement), bootstrapRef: { name: dataSecretName } }, owner);
  return undefined;
};

async function createVm({ machine }: MachineScope, { kube }: Context, spec: Omit<VSphereVM['spec'], 'biosUUID'>, owner: Machine): Promise<VSphereVM> {
  const name = vmNameOf({ machine: owner.metadata.name, template: machine.spec.naming?.template, os: machine.spec.os });
  const { namespace } = machine.metadata;
  try {
    return await kube.create(VSphereVM, {
      metadata: {
        name, namespace,
        labels: inheritedLabels(machine),
        annotations: tracedAnnotations(machine),
        ownerReferences: [ownerReferenceTo(machine, { controller: true, block: true })],
        finalizers: [Finalizers.vsphereVM],
      },
      spec,
    });
  } catch (error) {
    const found = error instanceof AlreadyExists ? await kube.get(VSphereVM, { namespace, name }) : undefined;
    if (found === undefined) throw error;
    if (isControlledBy(found, machine)) return found;
    throw new TerminalError('VSphereVMTaken', `VSphereVM ${name} is there already and belongs to something else: delete it, or change spec.naming.template`);
  }
}

/** What may change in the life of a machine goes on to its VSphereVM. */
export const keepVmInStep: Phase<MachineScope> = async (scope, { kube }) => {
  const { machine, vm, placement } = scope;
  if (vm === undefined || vm.metadata.deletionTimestamp !== undefined || (placement !== undefined && 'missing' in placement)) return undefined;
  const { powerOffMode, guestSoftPowerOffTimeoutSeconds, thumbprint, network } = placedSpec(machine.spec, placement);
  const wanted = withoutUndefined({ powerOffMode, guestSoftPowerOffTimeoutSeconds, thumbprint, network: { devices: network.devices } });
  const live = withoutUndefined({
    powerOffMode: vm.spec.powerOffMode, guestSoftPowerOffTimeoutSeconds: vm.spec.guestSoftPowerOffTimeoutSeconds,
    thumbprint: vm.spec.thumbprint, network: { devices: vm.spec.network.devices },
  });
  const changed = Object.keys(wanted).filter((field) => !isDeepStrictEqual(wanted[field], live[field]));
  const { name, namespace, uid } = vm.metadata;
  if (changed.length > 0) scope.vm = await kube.apply(VSphereVM, { metadata: { name, namespace, uid }, spec: wanted });
  return undefined;
};

const withoutUndefined = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The provider id moves up once the machine runs; it is the only field of the spec that is written here. */
export const adoptProviderId: Phase<MachineScope> = async (scope, { kube }) => {
  const { machine, vm } = scope;
  if (vm?.status?.ready !== true || vm.spec.biosUUID === undefined || machine.spec.providerID !== undefined) return undefined;
  const { name, namespace, uid } = machine.metadata;
  scope.machine = await kube.apply(VSphereMachine, { metadata: { name, namespace, uid }, spec: { providerID: `vsphere://${vm.spec.biosUUID}` } });
  return undefined;
};

/** Deletes the VSphereVM and waits until its machine is gone from vCenter. */
export const deleteVm: Phase<MachineScope> = async ({ machine, vm }, context) => {
  const { namespace, name } = machine.metadata;
  const left = vm ?? await findLeft(machine, context);
  if (left === undefined) return undefined;
  if (left.metadata.deletionTimestamp === undefined) {
    await context.gate();
    await context.kube.delete(VSphereVM, left);
  }
  return waitFor('Deleting', `waiting until VSphereVM ${left.metadata.name} is gone${name === left.metadata.name ? '' : ` (of VSphereMachine ${namespace ?? ''}/${name})`}`);
};

/** One that was made a moment ago may not be in the store of a process that has just taken over: nothing may be left behind. */
async function findLeft(machine: VSphereMachine, { kube }: Context): Promise<VSphereVM | undefined> {
  const [key] = byVm(machine);
  const found = key && await kube.get(VSphereVM, namesOf(key));
  return found !== undefined && isControlledBy(found, machine) ? found : undefined;
}
