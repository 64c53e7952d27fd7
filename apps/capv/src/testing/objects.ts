import type { NetworkDevice, VSphereVM } from '@handoff/api';
import { Labels, VSphereVM as VmKind } from '@handoff/api';
import { moRef } from '@handoff/vsphere';
import type { VmInfo } from '@handoff/vsphere';

export const UID = '11111111-2222-3333-4444-555555555555';
export const POOL_REF = { apiGroup: 'ipam.cluster.x-k8s.io', kind: 'InClusterIPPool', name: 'nodes' };

/** A VSphereVM with these devices. */
export const vmWith = (devices: readonly NetworkDevice[], spec: Partial<VSphereVM['spec']> = {}): VSphereVM => ({
  apiVersion: VmKind.apiVersion, kind: VmKind.kind,
  metadata: { name: 'prod-a', namespace: 'default', uid: UID, resourceVersion: '1', labels: { [Labels.clusterName]: 'prod' } },
  spec: { template: 'ubuntu', network: { devices: [...devices] }, ...spec },
});

/** What vCenter tells of a machine whose adapters have these MAC addresses, each with what its guest reports. */
export const machineWith = (nics: Readonly<Record<string, readonly string[]>>, more: Partial<VmInfo> = {}): VmInfo => ({
  ref: moRef('VirtualMachine', 'vm-1'), name: 'prod-a', biosUuid: 'bios', instanceUuid: UID, powerState: 'poweredOn', template: false,
  hardwareVersion: 'vmx-19', host: moRef('HostSystem', 'host-1'), extraConfig: new Map(),
  nics: Object.keys(nics).map((mac, index) => ({ key: 4000 + index, mac, network: undefined })),
  guest: { ips: new Map(Object.entries(nics)), toolsRunning: true, hostname: undefined },
  ...more,
});
