import { describe, expect, it } from '@jest/globals';
import { MoRef } from '../model/moref.js';
import { VimFault } from '../soap/faults.js';
import { applyDeviceChanges } from './device-changes.js';
import type { DeviceContext } from './device-changes.js';
import { templateDevices } from './devices.js';
import type { DeviceChange, VirtualDevice } from './types.js';

const datastore = new MoRef('Datastore', 'datastore-1');
const network = { $type: 'VirtualEthernetCardNetworkBackingInfo', deviceName: 'VM Network' };

const devices = templateDevices({
  vmName: 'vm',
  datastore,
  datastoreName: 'LocalDS_0',
  diskGiB: 20,
  nicBacking: network,
  macAddress: '00:50:56:80:00:01',
  diskUuid: 'u',
});

function contextWith(changes: Partial<DeviceContext> = {}): DeviceContext {
  return {
    poweredOn: false,
    hasParent: () => false,
    newMacAddress: () => '00:50:56:80:00:02',
    resolveNetwork: (card) => (card.backing?.deviceName === 'VM Network' ? card : undefined),
    placeDisk: (disk) => disk,
    ...changes,
  };
}

function apply(changes: readonly DeviceChange[], context = contextWith()): VirtualDevice[] {
  return applyDeviceChanges(devices, changes, context);
}

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof VimFault ? `${error.type} ${String(error.properties['deviceIndex'])}` : String(error);
  }
  return 'no fault';
}

const card = { $type: 'VirtualVmxnet3', key: -100, backing: network };
const disk = { $type: 'VirtualDisk', key: -1, controllerKey: 1000, capacityInKB: 1024, backing: {} };

describe('device changes', () => {
  it('turn temporary keys into real ones and give every card an address', () => {
    const result = apply([{ operation: 'add', device: card }]);
    expect(result.at(-1)).toMatchObject({ key: 4001, unitNumber: 8, controllerKey: 100, macAddress: '00:50:56:80:00:02', addressType: 'assigned' });
  });

  it('keep an address that was asked for, and refuse one that is taken', () => {
    const manual = { ...card, macAddress: '00:50:56:00:00:09' };
    expect(apply([{ operation: 'add', device: manual }]).at(-1)).toMatchObject({ macAddress: '00:50:56:00:00:09', addressType: 'manual' });
    const taken = { ...card, macAddress: '00:50:56:80:00:01' };
    expect(faultOf(() => apply([{ operation: 'add', device: taken }]))).toBe('InvalidDeviceSpec 0');
  });

  it('let a disk refer to a controller that the same list adds', () => {
    const controller = { $type: 'ParaVirtualSCSIController', key: -200, busNumber: 1, sharedBus: 'noSharing', scsiCtlrUnitNumber: 7 };
    const result = apply([
      { operation: 'add', device: controller },
      { operation: 'add', fileOperation: 'create', device: { ...disk, controllerKey: -200 } },
    ]);
    expect(result.slice(-2)).toMatchObject([{ key: 1001 }, { key: 2001, controllerKey: 1001, unitNumber: 0 }]);
  });

  it('skip the unit that a SCSI controller keeps for itself', () => {
    const changes = Array.from({ length: 8 }, (_, index): DeviceChange => {
      return { operation: 'add', fileOperation: 'create', device: { ...disk, key: -1 - index } };
    });
    const units = apply(changes).filter((device) => device.$type === 'VirtualDisk').map((device) => device.unitNumber);
    expect(units).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9]);
  });

  const grown = { ...disk, key: 2000, unitNumber: 0, capacityInKB: 40 * 2 ** 20 };

  it.each([
    ['kilobytes', { capacityInKB: 40 * 2 ** 20 }],
    ['kilobytes, the bytes being as they were', { capacityInKB: 40 * 2 ** 20, capacityInBytes: 20 * 2 ** 30 }],
    ['bytes, the kilobytes being as they were', { capacityInKB: 20 * 2 ** 20, capacityInBytes: 40 * 2 ** 30 }],
  ])('grow a disk by its %s', (_name, size) => {
    const [edited] = apply([{ operation: 'edit', device: { $type: 'VirtualDisk', key: 2000, ...size } }]).filter(({ key }) => key === 2000);
    const summary = { label: 'Hard disk 1', summary: '41,943,040 KB' };
    expect(edited).toMatchObject({ capacityInKB: 40 * 2 ** 20, capacityInBytes: 40 * 2 ** 30, deviceInfo: summary });
    expect(edited?.backing?.datastore).toBe(datastore);
  });

  it.each<readonly [string, DeviceChange, Partial<DeviceContext>, string]>([
    ['remove what is not there', { operation: 'remove', device: { key: 4711 } }, {}, 'DeviceNotFound 0'],
    ['edit what is not there', { operation: 'edit', device: { ...card, key: 4711 } }, {}, 'DeviceNotFound 0'],
    ['change the type of a device', { operation: 'edit', device: { ...card, key: 2000 } }, {}, 'InvalidDeviceSpec 0'],
    ['come without an operation', { device: card }, {}, 'InvalidDeviceOperation 0'],
    ['shrink a disk', { operation: 'edit', device: { ...grown, capacityInKB: 1 } }, {}, 'InvalidDeviceSpec 0'],
    ['resize the disk of a linked clone', { operation: 'edit', device: grown }, { hasParent: () => true }, 'InvalidDeviceOperation 0'],
    ['add a disk without a size', { operation: 'add', fileOperation: 'create', device: { ...disk, capacityInKB: 0 } }, {}, 'InvalidDeviceSpec 0'],
    ['add a disk that nobody creates', { operation: 'add', device: disk }, {}, 'InvalidDeviceSpec 0'],
    ['put a disk on no controller', { operation: 'add', fileOperation: 'create', device: { ...disk, controllerKey: 9 } }, {}, 'InvalidDeviceSpec 0'],
    ['put a disk where one is', { operation: 'add', fileOperation: 'create', device: { ...disk, unitNumber: 0 } }, {}, 'InvalidDeviceSpec 0'],
    ['use a datastore that is not there', { operation: 'add', fileOperation: 'create', device: disk }, { placeDisk: () => undefined }, 'InvalidDeviceBacking 0'],
    ['connect to no network', { operation: 'add', device: { ...card, backing: { ...network, deviceName: 'none' } } }, {}, 'InvalidDeviceBacking 0'],
    ['add a controller to a running machine', { operation: 'add', device: { $type: 'VirtualAHCIController', key: -1 } }, { poweredOn: true }, 'DeviceHotPlugNotSupported 0'],
  ])('cannot %s', (_name, change, context, fault) => {
    expect(faultOf(() => apply([change], contextWith(context)))).toBe(fault);
  });
});
