import type { MoRef } from '../model/moref.js';
import { schema } from '../schema/index.js';
import { describeSize } from './disk-size.js';
import type { VirtualDevice } from './types.js';

/** Whether the device is a network card of whatever model. */
export function isEthernetCard(device: VirtualDevice): boolean {
  return schema.derives(device.$type ?? '', 'VirtualEthernetCard');
}

export function isDisk(device: VirtualDevice): boolean {
  return device.$type === 'VirtualDisk';
}

export function isController(device: VirtualDevice): boolean {
  return schema.derives(device.$type ?? '', 'VirtualController');
}

/** The first key that vSphere gives to a device of each sort. */
export function firstKey(type: string): number {
  if (schema.derives(type, 'VirtualEthernetCard')) return 4000;
  if (schema.derives(type, 'VirtualSCSIController')) return 1000;
  if (schema.derives(type, 'VirtualSATAController')) return 15000;
  if (schema.derives(type, 'VirtualNVMEController')) return 31000;
  if (schema.derives(type, 'VirtualUSBController')) return 7000;
  if (schema.derives(type, 'VirtualUSBXHCIController')) return 14000;
  return firstKeys[type] ?? 20000;
}

const firstKeys: Readonly<Record<string, number>> = {
  VirtualDisk: 2000,
  VirtualCdrom: 3000,
  VirtualSerialPort: 9000,
  VirtualFloppy: 8000,
  VirtualTPM: 11000,
  VirtualPCIPassthrough: 13000,
};

/** The key of the bus that everything else hangs on. */
export const pciController = 100;
const scsiController = 1000;

/** What every virtual machine has, whatever it was made from. */
function chipset(): VirtualDevice[] {
  const described = (label: string) => ({ $type: 'Description', label, summary: label });
  return [
    { $type: 'VirtualIDEController', key: 200, deviceInfo: described('IDE 0'), busNumber: 0 },
    { $type: 'VirtualIDEController', key: 201, deviceInfo: described('IDE 1'), busNumber: 1 },
    { $type: 'VirtualPS2Controller', key: 300, deviceInfo: described('PS2 controller 0'), busNumber: 0, device: [600, 700] },
    { $type: 'VirtualPCIController', key: pciController, deviceInfo: described('PCI controller 0'), busNumber: 0, device: [500, 12000] },
    { $type: 'VirtualSIOController', key: 400, deviceInfo: described('SIO controller 0'), busNumber: 0 },
    { $type: 'VirtualKeyboard', key: 600, deviceInfo: described('Keyboard'), controllerKey: 300, unitNumber: 0 },
    { $type: 'VirtualPointingDevice', key: 700, deviceInfo: described('Pointing device'), controllerKey: 300, unitNumber: 1 },
    { $type: 'VirtualMachineVideoCard', key: 500, deviceInfo: described('Video card'), controllerKey: pciController, unitNumber: 0 },
    { $type: 'VirtualMachineVMCIDevice', key: 12000, deviceInfo: described('VMCI device'), controllerKey: pciController, unitNumber: 17 },
  ];
}

export interface TemplateHardware {
  readonly vmName: string;
  readonly datastore: MoRef;
  readonly datastoreName: string;
  readonly diskGiB: number;
  readonly nicBacking: Readonly<Record<string, unknown>>;
  readonly macAddress: string;
  readonly diskUuid: string;
}

/** The devices of a template as an image builder leaves it: chipset, one disk on a paravirtual controller, one vmxnet3 card. */
export function templateDevices(hardware: TemplateHardware): VirtualDevice[] {
  return [...chipset(), paravirtualController, templateDisk(hardware), templateCard(hardware)];
}

function description(label: string, summary: string) {
  return { $type: 'Description', label, summary };
}

const paravirtualController: VirtualDevice = {
  $type: 'ParaVirtualSCSIController',
  key: scsiController,
  deviceInfo: description('SCSI controller 0', 'VMware paravirtual SCSI'),
  controllerKey: pciController,
  unitNumber: 3,
  busNumber: 0,
  device: [2000],
  hotAddRemove: true,
  sharedBus: 'noSharing',
  scsiCtlrUnitNumber: 7,
};

function templateDisk(hardware: TemplateHardware): VirtualDevice {
  const capacityInKB = hardware.diskGiB * 2 ** 20;
  return {
    $type: 'VirtualDisk',
    key: 2000,
    deviceInfo: description('Hard disk 1', describeSize({ capacityInKB })),
    backing: {
      $type: 'VirtualDiskFlatVer2BackingInfo',
      fileName: `[${hardware.datastoreName}] ${hardware.vmName}/${hardware.vmName}.vmdk`,
      datastore: hardware.datastore,
      diskMode: 'persistent',
      thinProvisioned: true,
      uuid: hardware.diskUuid,
    },
    controllerKey: scsiController,
    unitNumber: 0,
    capacityInKB,
    capacityInBytes: capacityInKB * 1024,
  };
}

function templateCard(hardware: TemplateHardware): VirtualDevice {
  return {
    $type: 'VirtualVmxnet3',
    key: 4000,
    deviceInfo: description('Network adapter 1', 'VM Network'),
    backing: { ...hardware.nicBacking },
    connectable: { startConnected: true, allowGuestControl: true, connected: false },
    controllerKey: pciController,
    unitNumber: 7,
    addressType: 'assigned',
    macAddress: hardware.macAddress,
    wakeOnLanEnabled: true,
  };
}
