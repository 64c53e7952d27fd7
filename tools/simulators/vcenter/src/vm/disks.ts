import { Datastore } from '../model/entities.js';
import type { VCenter } from '../vcenter.js';
import { isDisk } from './devices.js';
import type { VirtualDevice } from './types.js';
import type { VirtualMachine } from './virtual-machine.js';

/** Gives a new disk its file: on the datastore that its backing names, or where the virtual machine lives. */
export function placeDisk(vcenter: VCenter, vm: VirtualMachine, disk: VirtualDevice, number: number): VirtualDevice | undefined {
  const ref = disk.backing?.datastore ?? vm.datastore[0];
  const datastore = ref && vcenter.inventory.find(ref);
  if (!(datastore instanceof Datastore)) return undefined;
  const named = disk.backing?.fileName;
  const fileName = named && !/^\[[^\]]*\]\s*$/.test(named) ? named : diskFile(datastore.name, vm.name, number);
  return {
    ...disk,
    backing: { diskMode: 'persistent', ...disk.backing, fileName, datastore: datastore.ref, uuid: vcenter.newUuid() },
  };
}

export interface DiskCopy {
  readonly vmName: string;
  readonly datastore: Datastore;
  /** Whether the new disk is a delta on the source's, which is what a linked clone has. */
  readonly linked: boolean;
}

/** A source's disks as its clone has them: files of its own, or deltas whose parent is the source's file. */
export function copyDisks(vcenter: VCenter, devices: readonly VirtualDevice[], copyOf: (disk: VirtualDevice) => DiskCopy): VirtualDevice[] {
  let number = 0;
  return devices.map((device) => {
    if (!isDisk(device)) return device;
    const { vmName, datastore, linked } = copyOf(device);
    const backing = {
      ...device.backing,
      fileName: diskFile(datastore.name, vmName, number),
      datastore: datastore.ref,
      uuid: vcenter.newUuid(),
      parent: linked ? parentOf(device) : undefined,
    };
    number += 1;
    return { ...device, backing };
  });
}

function parentOf(disk: VirtualDevice): Readonly<Record<string, unknown>> {
  const { fileName, datastore, uuid, diskMode } = disk.backing ?? {};
  return { fileName, datastore, diskMode, uuid };
}

function diskFile(datastoreName: string, vmName: string, number: number): string {
  return `[${datastoreName}] ${vmName}/${vmName}${number === 0 ? '' : `_${number}`}.vmdk`;
}
