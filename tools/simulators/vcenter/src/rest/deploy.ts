import { z } from 'zod';
import { ComputeResource, ResourcePool } from '../model/compute.js';
import { Datacenter, DistributedVirtualPortgroup, Network } from '../model/entities.js';
import { MoRef } from '../model/moref.js';
import { VimFault } from '../soap/faults.js';
import { carryOutClone, planClone } from '../vm/clone.js';
import { checkFree, checkName } from '../vm/names.js';
import { powerOn } from '../vm/power.js';
import type { CloneSpec, ConfigSpec, VirtualDevice } from '../vm/types.js';
import { isEthernetCard } from '../vm/devices.js';
import type { VirtualMachine } from '../vm/virtual-machine.js';
import type { LibraryItem, LibraryItemType } from './content-library.js';
import { RestError } from './errors.js';
import { requirePrivilege } from './router.js';
import type { RestCall } from './router.js';

const target = z.strictObject({ resource_pool_id: z.string(), host_id: z.string().optional(), folder_id: z.string().optional() });
const storageGroup = z.strictObject({
  type: z.enum(['DATASTORE', 'STORAGE_PROFILE']),
  datastore_id: z.string().optional(),
  storage_profile_id: z.string().optional(),
  provisioning: z.string().optional(),
});
const ovfDeploy = z.strictObject({
  target,
  deployment_spec: z.strictObject({
    name: z.string().optional(),
    annotation: z.string().optional(),
    accept_all_EULA: z.boolean(),
    network_mappings: z.array(z.strictObject({ key: z.string(), value: z.string() })).optional(),
    storage_mappings: z.array(z.strictObject({ key: z.string(), value: storageGroup })).optional(),
    storage_provisioning: z.string().optional(),
    storage_profile_id: z.string().optional(),
    default_datastore_id: z.string().optional(),
    locale: z.string().optional(),
    flags: z.array(z.string()).optional(),
    additional_parameters: z.array(z.looseObject({})).optional(),
  }),
});
const storage = z.strictObject({
  datastore: z.string().optional(),
  storage_policy: z.strictObject({ type: z.string(), policy: z.string().optional() }).optional(),
});
const templateDeploy = z.strictObject({
  spec: z.strictObject({
    name: z.string(),
    description: z.string().optional(),
    placement: z.strictObject({
      folder: z.string().optional(),
      resource_pool: z.string().optional(),
      host: z.string().optional(),
      cluster: z.string().optional(),
    }),
    disk_storage: storage.optional(),
    vm_home_storage: storage.optional(),
    powered_on: z.boolean().optional(),
  }),
});

/** What a deployment needs of the request, whichever of the two forms it came in. */
interface Deployment {
  readonly item: LibraryItem;
  readonly name: string;
  readonly folder: string | undefined;
  readonly pool: string;
  readonly host: string | undefined;
  readonly datastore: string | undefined;
  readonly profileId: string | undefined;
  readonly config: ConfigSpec;
  readonly powerOn: boolean;
}

function itemOfType({ vcenter, id }: RestCall, type: LibraryItemType): LibraryItem {
  const item = vcenter.library.item(id);
  if (item.type !== type) throw new RestError('invalid_element_type', `The library item ${item.name} is of type ${item.type}, not ${type}.`);
  return item;
}

/** What can be asked before an OVF is deployed. */
export function filterOvf(call: RestCall) {
  call.body(z.strictObject({ target }));
  const item = itemOfType(call, 'ovf');
  return { name: item.name, Annotation: '', EULAs: [], Networks: networkNames(item), storage_groups: ['group1'], additional_params: [] };
}

/** Deploys an OVF. What goes wrong with the deployment itself is said inside a reply of status 200. */
export async function deployOvf(call: RestCall) {
  const item = itemOfType(call, 'ovf');
  const { target: where, deployment_spec: spec } = call.body(ovfDeploy);
  const group = spec.storage_mappings?.[0]?.value;
  try {
    const vm = await deploy(call, {
      item,
      name: spec.name ?? item.name,
      folder: where.folder_id,
      pool: where.resource_pool_id,
      host: where.host_id,
      datastore: group?.datastore_id ?? spec.default_datastore_id,
      profileId: group?.storage_profile_id ?? spec.storage_profile_id,
      config: { ...annotated(spec.annotation), ...mapNetworks(call, item, spec.network_mappings ?? []) },
      powerOn: false,
    });
    return { succeeded: true, resource_id: { type: 'VirtualMachine', id: vm.ref.id } };
  } catch (error) {
    if (!(error instanceof VimFault)) throw error;
    const message = { id: `com.vmware.vim.fault.${error.type}`, default_message: error.message, args: [] };
    const reason = { '@class': 'com.vmware.vapi.std.errors.error', messages: [message] };
    return { succeeded: false, error: { errors: [{ category: 'SERVER', error: reason }] } };
  }
}

/** Deploys a virtual machine template of the library; the reply is the new machine's id. */
export async function deployTemplate(call: RestCall): Promise<string> {
  const item = itemOfType(call, 'vm-template');
  const { spec } = call.body(templateDeploy);
  const home = spec.vm_home_storage ?? spec.disk_storage;
  const vm = await deploy(call, {
    item,
    name: spec.name,
    folder: spec.placement.folder,
    pool: spec.placement.resource_pool ?? rootPoolOf(call, spec.placement.cluster),
    host: spec.placement.host,
    datastore: home?.datastore,
    profileId: home?.storage_policy?.policy,
    config: annotated(spec.description),
    powerOn: spec.powered_on ?? false,
  }).catch((error: unknown) => {
    if (!(error instanceof VimFault)) throw error;
    throw new RestError(error.type === 'DuplicateName' ? 'already_exists' : 'invalid_argument', error.message);
  });
  return vm.ref.id;
}

function annotated(annotation: string | undefined): ConfigSpec {
  return annotation === undefined ? {} : { annotation };
}

function rootPoolOf({ vcenter }: RestCall, cluster: string | undefined): string {
  const compute = cluster === undefined ? undefined : vcenter.inventory.find(new MoRef('ClusterComputeResource', cluster));
  const pool = compute instanceof ComputeResource ? compute.resourcePool : undefined;
  if (!pool) throw new RestError('invalid_argument', 'placement needs a resource pool or a cluster.');
  return pool.id;
}

async function deploy({ vcenter, session, signal }: RestCall, deployment: Deployment): Promise<VirtualMachine> {
  const { inventory, delays } = vcenter;
  const { item, name, config, profileId } = deployment;
  checkName(name);
  const pool = inventory.get(ResourcePool, new MoRef('ResourcePool', deployment.pool));
  const datacenter = inventory.ancestry(pool).find((entity) => entity instanceof Datacenter);
  const datastore = deployment.datastore ?? datacenter?.datastore[0]?.id ?? '';
  const folder = new MoRef('Folder', deployment.folder ?? datacenter?.vmFolder.id ?? '');
  const profile = profileId === undefined ? {} : { profile: [{ profileId }] };
  const host = deployment.host === undefined ? {} : { host: new MoRef('HostSystem', deployment.host) };
  const location = { pool: pool.ref, datastore: new MoRef('Datastore', datastore), ...host, ...profile };
  const spec: CloneSpec = { location, template: false, powerOn: deployment.powerOn, config };
  requirePrivilege(session, 'Resource.AssignVMToPool');
  requirePrivilege(session, 'Datastore.AllocateSpace');
  const plan = planClone(vcenter, { config: item.image }, folder, name, spec);
  checkFree(inventory, plan.folder, name);
  const release = vcenter.reserveName(plan.folder, name);
  try {
    await delays.spend('clone', name, signal, () => undefined);
    const vm = carryOutClone(vcenter, plan);
    if (deployment.powerOn) powerOn(vcenter, vm);
    return vm;
  } finally {
    release();
  }
}

function networkNames(item: LibraryItem): string[] {
  const names = item.image.hardware.device.filter(isEthernetCard).map((card) => card.backing?.deviceName ?? '');
  return [...new Set(names)];
}

/** Connects the image's cards to the networks chosen for them; the key is the network's name inside the OVF. */
function mapNetworks({ vcenter }: RestCall, item: LibraryItem, mappings: readonly { key: string; value: string }[]): ConfigSpec {
  const unknown = mappings.find(({ key }) => !networkNames(item).includes(key));
  if (unknown) throw new RestError('invalid_argument', `The image has no network ${unknown.key}.`);
  const deviceChange = mappings.flatMap(({ key, value }) => {
    const network = vcenter.inventory.all(Network).find((candidate) => candidate.ref.id === value);
    if (!network) throw new RestError('invalid_argument', `There is no network ${value}.`);
    const cards = item.image.hardware.device.filter((device) => isEthernetCard(device) && device.backing?.deviceName === key);
    return cards.map((card) => ({ operation: 'edit' as const, device: onNetwork(card, network) }));
  });
  return deviceChange.length === 0 ? {} : { deviceChange };
}

function onNetwork({ macAddress: _unused, ...card }: VirtualDevice, network: Network): VirtualDevice {
  const backing =
    network instanceof DistributedVirtualPortgroup
      ? {
          $type: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
          port: { switchUuid: network.distributedVirtualSwitch.uuid, portgroupKey: network.key },
        }
      : { $type: 'VirtualEthernetCardNetworkBackingInfo', deviceName: network.name, network: network.ref };
  return { ...card, key: card.key, backing };
}
