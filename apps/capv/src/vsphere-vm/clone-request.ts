import { effectiveVirtualMachine } from '@handoff/api';
import type { VSphereVM } from '@handoff/api';
import type { Random } from '@handoff/time';
import { NotFoundError } from '@handoff/vsphere';
import type { CloneSpec, MoRef, VSphereClient } from '@handoff/vsphere';
import { allocations } from './allocations.js';

type Spec = ReturnType<typeof effectiveVirtualMachine<VSphereVM['spec']>>;

/** Below this vCenter would take it, but kubeadm would not; upstream's floor. */
const MIN_CPUS = 2;

/** Finds in vCenter everything that the spec names. @throws NotFoundError, AmbiguousError; RangeError for a quantity that is none */
export async function cloneRequest(client: VSphereClient, vm: VSphereVM, random: Random, signal: AbortSignal): Promise<CloneSpec> {
  const spec = effectiveVirtualMachine(vm.spec);
  const at = { datacenter: spec.datacenter, signal };
  // The template first: of everything that may be missing it is missing most often.
  const template = await client.findTemplate(spec.template, at);
  const folder = await client.findFolder(spec.folder, at);
  const pool = await client.findResourcePool(spec.resourcePool, at);
  const networks = await Promise.all(spec.network.devices.map(async ({ networkName, macAddr }) =>
    ({ networkRef: (await client.findNetwork(networkName, at)).ref, ...(macAddr === undefined ? {} : { mac: macAddr }) })));
  return {
    name: vm.metadata.name,
    template,
    folder: folder.ref,
    resourcePool: pool.ref,
    networks,
    instanceUuid: vm.metadata.uid,
    ...await storage(client, spec, pool.ref, { random, signal }),
    ...hardware(spec),
  };
}

function hardware(spec: Spec): Partial<CloneSpec> {
  const { cloneMode, snapshot, numCoresPerSocket, memoryMiB, diskGiB, additionalDisksGiB, dataDisks, nestedHV, customVMXKeys } = spec;
  return {
    cloneMode,
    memoryMiB,
    numCPUs: Math.max(MIN_CPUS, spec.numCPUs),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(numCoresPerSocket === undefined ? {} : { numCoresPerSocket }),
    ...(diskGiB === undefined ? {} : { diskGiB }),
    ...(additionalDisksGiB === undefined ? {} : { additionalDisksGiB }),
    ...(dataDisks === undefined ? {} : { dataDisks: dataDisks.map(withoutUndefinedMode) }),
    ...(nestedHV === undefined ? {} : { nestedHV }),
    ...(customVMXKeys === undefined ? {} : { extraConfig: new Map(Object.entries(customVMXKeys)) }),
    ...allocations(spec.resources),
  };
}

const withoutUndefinedMode = ({ name, sizeGiB, provisioningMode }: NonNullable<Spec['dataDisks']>[number]): NonNullable<CloneSpec['dataDisks']>[number] =>
  ({ name, sizeGiB, ...(provisioningMode === undefined ? {} : { provisioningMode }) });

/** The named datastore; with a policy, one that the policy allows; with neither, vCenter takes the template's. */
async function storage(
  client: VSphereClient, spec: Spec, pool: MoRef, { random, signal }: { random: Random; signal: AbortSignal },
): Promise<Pick<CloneSpec, 'datastore' | 'storageProfileId'>> {
  const at = { datacenter: spec.datacenter, signal };
  const named = spec.datastore === undefined ? undefined : (await client.findDatastore(spec.datastore, at)).ref;
  if (spec.storagePolicyName === undefined) return named === undefined ? {} : { datastore: named };
  const policy = await client.findStoragePolicy(spec.storagePolicyName, signal);
  const fitting = await client.compatibleDatastores(policy, pool, signal);
  if (named !== undefined && fitting.some(({ value }) => value === named.value)) return { datastore: named, storageProfileId: policy.id };
  if (named !== undefined) throw new NotFoundError('datastore', spec.datastore ?? '', [], { hint: `it does not meet storage policy "${spec.storagePolicyName}"` });
  const chosen = fitting[Math.floor(random.next() * fitting.length)];
  if (chosen === undefined) throw new NotFoundError('datastore', `meeting storage policy ${spec.storagePolicyName}`, [], { hint: 'the hosts of the resource pool reach none' });
  return { datastore: chosen, storageProfileId: policy.id };
}
