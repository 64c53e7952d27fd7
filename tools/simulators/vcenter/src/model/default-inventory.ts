import { randomUuid } from '../random.js';
import type { VCenter } from '../vcenter.js';
import { ClusterComputeResource, ComputeResource, HostSystem, ResourcePool } from './compute.js';
import {
  Datacenter,
  Datastore,
  DistributedVirtualPortgroup,
  DistributedVirtualSwitch,
  Folder,
  Network,
} from './entities.js';
import { MoRef } from './moref.js';

export const rootFolderRef = new MoRef('Folder', 'group-d1');

const hostsPerCluster = 3;

/** vcsim's default inventory, by the same names: DC0 with the cluster DC0_C0 and the host DC0_H0, LocalDS_0 and its networks. */
export function createDefaultInventory(vcenter: VCenter): void {
  const { inventory } = vcenter;
  const root = inventory.add(new Folder(rootFolderRef, 'Datacenters', ['Folder', 'Datacenter']));
  const datacenter = createDatacenter(vcenter, root, 'DC0');
  const networks = createNetworks(vcenter, datacenter);
  const datastore = new Datastore(inventory.newRef('Datastore', 'datastore-'), 'LocalDS_0');
  inventory.get(Folder, datacenter.datastoreFolder).insert(inventory.add(datastore));
  datacenter.datastore = [datastore.ref];
  datacenter.network = networks.map((network) => network.ref);

  const cluster = new ClusterComputeResource(inventory.newRef('ClusterComputeResource', 'domain-c'), 'DC0_C0');
  const names = Array.from({ length: hostsPerCluster }, (_, index) => `DC0_C0_H${index}`);
  const standalone = new ComputeResource(inventory.newRef('ComputeResource', 'domain-s'), 'DC0_H0');
  furnish(vcenter, datacenter, standalone, ['DC0_H0']);
  furnish(vcenter, datacenter, cluster, names);
}

function createDatacenter(vcenter: VCenter, root: Folder, name: string): Datacenter {
  const { inventory } = vcenter;
  const folder = (folderName: string, prefix: string, ...childType: string[]) =>
    inventory.add(new Folder(inventory.newRef('Folder', prefix), folderName, ['Folder', ...childType]));
  const folders = {
    vmFolder: folder('vm', 'group-v', 'VirtualMachine', 'VirtualApp'),
    hostFolder: folder('host', 'group-h', 'ComputeResource'),
    datastoreFolder: folder('datastore', 'group-s', 'Datastore', 'StoragePod'),
    networkFolder: folder('network', 'group-n', 'Network', 'DistributedVirtualSwitch'),
  };
  const datacenter = inventory.add(new Datacenter(inventory.newRef('Datacenter', 'datacenter-'), name, folders));
  root.insert(datacenter);
  return datacenter;
}

function createNetworks(vcenter: VCenter, datacenter: Datacenter): Network[] {
  const { inventory } = vcenter;
  const folder = inventory.get(Folder, datacenter.networkFolder);
  const uuid = randomUuid(vcenter.random);
  const dvs = new DistributedVirtualSwitch(inventory.newRef('VmwareDistributedVirtualSwitch', 'dvs-'), 'DVS0', uuid, vcenter.now());
  const portgroup = (name: string, uplink: boolean) =>
    new DistributedVirtualPortgroup(inventory.newRef('DistributedVirtualPortgroup', 'dvportgroup-'), name, dvs, uplink);
  const uplinks = portgroup(`DVS0-DVUplinks-${dvs.ref.id.replace(/\D/g, '')}`, true);
  const main = portgroup('DC0_DVPG0', false);
  const network = new Network(inventory.newRef('Network', 'network-'), 'VM Network');
  dvs.portgroup = [uplinks.ref, main.ref];
  for (const entity of [network, dvs, uplinks, main]) folder.insert(inventory.add(entity));
  return [network, uplinks, main];
}

function furnish(vcenter: VCenter, datacenter: Datacenter, compute: ComputeResource, hostNames: readonly string[]): void {
  const { inventory } = vcenter;
  const pool = inventory.add(new ResourcePool(inventory.newRef('ResourcePool', 'resgroup-'), 'Resources', compute.ref));
  pool.parent = compute.ref;
  compute.resourcePool = pool.ref;
  compute.datastore = datacenter.datastore;
  compute.network = datacenter.network;
  const hosts = hostNames.map((name) => inventory.add(new HostSystem(inventory.newRef('HostSystem', 'host-'), name, randomUuid(vcenter.random))));
  for (const host of hosts) {
    host.parent = compute.ref;
    host.datastore = datacenter.datastore;
    host.network = datacenter.network;
  }
  compute.host = hosts.map((host) => host.ref);
  inventory.get(Folder, datacenter.hostFolder).insert(inventory.add(compute));
  connect(vcenter, datacenter, compute.host);
}

function connect(vcenter: VCenter, datacenter: Datacenter, hosts: readonly MoRef[]): void {
  const { inventory } = vcenter;
  for (const ref of datacenter.network) {
    const network = inventory.get(Network, ref);
    network.host = [...network.host, ...hosts];
  }
  for (const ref of datacenter.datastore) {
    const datastore = inventory.get(Datastore, ref);
    const mountInfo = { path: `/vmfs/volumes/${ref.id}`, accessMode: 'readWrite', mounted: true, accessible: true };
    datastore.host = [...datastore.host, ...hosts.map((key) => ({ key, mountInfo }))];
  }
  for (const dvs of inventory.all(DistributedVirtualSwitch)) dvs.hostMember = [...dvs.hostMember, ...hosts];
}
