import { isDataObject } from '../codec/values.js';
import { VimFault } from '../soap/faults.js';
import { firstKey, isController, isDisk, isEthernetCard, pciController } from './devices.js';
import { describeSize, diskSize } from './disk-size.js';
import type { DeviceChange, VirtualDevice } from './types.js';

/** What the devices of a virtual machine need to know of the world around it. */
export interface DeviceContext {
  readonly poweredOn: boolean;
  /** Whether a disk is a delta on another, and so cannot be resized. */
  hasParent(disk: VirtualDevice): boolean;
  newMacAddress(): string;
  /** Completes a network card's backing; undefined when there is no such network where the virtual machine runs. */
  resolveNetwork(device: VirtualDevice): VirtualDevice | undefined;
  /** Completes a new disk's backing with file and datastore; undefined when its datastore does not exist. */
  placeDisk(device: VirtualDevice, number: number): VirtualDevice | undefined;
}

const plugged = { startConnected: true, allowGuestControl: true };

type DeviceFault = 'InvalidDeviceSpec' | 'InvalidDeviceOperation' | 'InvalidDeviceBacking' | 'DeviceNotFound' | 'DeviceHotPlugNotSupported';

function deviceFault(type: DeviceFault, deviceIndex: number, reason: string): VimFault {
  const message = `Invalid configuration for device '${deviceIndex}': ${reason}`;
  return new VimFault(type, message, { property: `deviceChange[${deviceIndex}].device`, deviceIndex });
}

/**
 * Applies a list of device changes, in order: temporary (negative) keys become real ones, and later entries may refer to
 * controllers added by earlier ones through their temporary key.
 *
 * @throws VimFault InvalidDeviceSpec or one of its kin, naming the index
 */
export function applyDeviceChanges(
  devices: readonly VirtualDevice[],
  changes: readonly DeviceChange[],
  context: DeviceContext,
): VirtualDevice[] {
  let result = [...devices];
  const temporary = new Map<number, number>();
  changes.forEach((change, index) => {
    if (change.operation === 'remove') result = removeDevice(result, change, index);
    else if (change.operation === 'edit') result = editDevice(result, change, index, context);
    else if (change.operation === 'add') result = addDevice(result, change, index, context, temporary);
    else throw deviceFault('InvalidDeviceOperation', index, 'an operation is required.');
  });
  return result;
}

function removeDevice(devices: readonly VirtualDevice[], change: DeviceChange, index: number): VirtualDevice[] {
  if (!devices.some((device) => device.key === change.device.key)) throw notFound(index, change);
  return devices.filter((device) => device.key !== change.device.key);
}

function notFound(index: number, change: DeviceChange): VimFault {
  return deviceFault('DeviceNotFound', index, `there is no device with key ${change.device.key}.`);
}

function editDevice(devices: readonly VirtualDevice[], change: DeviceChange, index: number, context: DeviceContext): VirtualDevice[] {
  const current = devices.find((device) => device.key === change.device.key);
  if (!current) throw notFound(index, change);
  if (current.$type !== change.device.$type) throw deviceFault('InvalidDeviceSpec', index, 'the type of a device cannot be changed.');
  const sameBacking = current.backing?.$type === change.device.backing?.$type;
  const backing = sameBacking ? { ...current.backing, ...change.device.backing } : (change.device.backing ?? current.backing ?? {});
  const macAddress = change.device.macAddress || current.macAddress;
  const edited = { ...current, ...change.device, ...(current.backing ? { backing } : {}), deviceInfo: current['deviceInfo'], macAddress };
  const result = isDisk(current) ? resize(current, edited, index, context) : resolveBacking(edited, index, context);
  return devices.map((device) => (device.key === result.key ? result : device));
}

function resize(current: VirtualDevice, edited: VirtualDevice, index: number, context: DeviceContext): VirtualDevice {
  const size = diskSize(edited, current);
  const before = diskSize(current).capacityInBytes;
  if (size.capacityInBytes < before) throw deviceFault('InvalidDeviceSpec', index, 'a disk cannot shrink.');
  if (size.capacityInBytes > before && context.hasParent(current)) {
    throw deviceFault('InvalidDeviceOperation', index, 'a disk with a parent cannot be resized.');
  }
  const info = current['deviceInfo'];
  return { ...edited, ...size, ...(isDataObject(info) ? { deviceInfo: { ...info, summary: describeSize(size) } } : {}) };
}

function addDevice(
  devices: readonly VirtualDevice[],
  change: DeviceChange,
  index: number,
  context: DeviceContext,
  temporary: Map<number, number>,
): VirtualDevice[] {
  const type = change.device.$type;
  if (type === undefined) throw deviceFault('InvalidDeviceSpec', index, 'a device needs a type of its own.');
  if (context.poweredOn && isController(change.device)) throw deviceFault('DeviceHotPlugNotSupported', index, 'controllers are not hot-pluggable.');
  const key = nextKey(devices, type);
  if (change.device.key < 0) temporary.set(change.device.key, key);
  const controllerKey = controllerOf(devices, change, index, temporary);
  const unitNumber = isController(change.device) ? undefined : unitNumberOf(devices, change.device, controllerKey, index);
  const device = { ...change.device, key, controllerKey, unitNumber, deviceInfo: describe(devices, change.device) };
  return [...devices, complete(device, devices, change, index, context)];
}

function complete(
  device: VirtualDevice,
  devices: readonly VirtualDevice[],
  change: DeviceChange,
  index: number,
  context: DeviceContext,
): VirtualDevice {
  if (isEthernetCard(device)) {
    const card = resolveBacking(device, index, context);
    const manual = Boolean(device.macAddress);
    const macAddress = device.macAddress || context.newMacAddress();
    if (devices.some((other) => other.macAddress?.toLowerCase() === macAddress.toLowerCase())) {
      throw deviceFault('InvalidDeviceSpec', index, `the MAC address ${macAddress} is taken.`);
    }
    const connectable = { ...plugged, connected: context.poweredOn, ...card.connectable };
    return { wakeOnLanEnabled: true, ...card, connectable, macAddress, addressType: manual ? 'manual' : 'assigned' };
  }
  if (!isDisk(device)) return device;
  const size = diskSize(device);
  if (size.capacityInBytes <= 0) throw deviceFault('InvalidDeviceSpec', index, 'a new disk needs a capacity.');
  if (change.fileOperation !== 'create' && !device.backing?.fileName) {
    throw deviceFault('InvalidDeviceSpec', index, 'a new disk needs fileOperation create or a file.');
  }
  const placed = context.placeDisk({ ...device, ...size }, devices.filter(isDisk).length);
  if (!placed) throw deviceFault('InvalidDeviceBacking', index, 'the datastore does not exist.');
  return placed;
}

function resolveBacking(device: VirtualDevice, index: number, context: DeviceContext): VirtualDevice {
  if (!isEthernetCard(device)) return device;
  const resolved = context.resolveNetwork(device);
  if (!resolved) throw deviceFault('InvalidDeviceBacking', index, 'its network does not exist or is out of reach of the host.');
  return resolved;
}

function nextKey(devices: readonly VirtualDevice[], type: string): number {
  let key = firstKey(type);
  while (devices.some((device) => device.key === key)) key += 1;
  return key;
}

function controllerOf(
  devices: readonly VirtualDevice[],
  change: DeviceChange,
  index: number,
  temporary: ReadonlyMap<number, number>,
): number | undefined {
  const wanted = change.device.controllerKey;
  if (wanted === undefined || wanted === 0) {
    if (isDisk(change.device)) throw deviceFault('InvalidDeviceSpec', index, 'a disk needs a controller.');
    return pciController;
  }
  const key = temporary.get(wanted) ?? wanted;
  if (!devices.some((device) => device.key === key && isController(device))) {
    throw deviceFault('InvalidDeviceSpec', index, `there is no controller with key ${wanted}.`);
  }
  return key;
}

/** SCSI controllers keep unit 7 for themselves; a missing or negative number means the next free one. */
function unitNumberOf(devices: readonly VirtualDevice[], device: VirtualDevice, controllerKey: number | undefined, index: number): number {
  const taken = new Set(devices.filter((other) => other.controllerKey === controllerKey).map((other) => other.unitNumber));
  const onScsi = devices.some((other) => other.key === controllerKey && other['scsiCtlrUnitNumber'] !== undefined);
  if (isDisk(device)) {
    if (onScsi) taken.add(7);
    const wanted = device.unitNumber;
    if (wanted !== undefined && wanted >= 0) {
      if (taken.has(wanted)) throw deviceFault('InvalidDeviceSpec', index, `unit ${wanted} of controller ${String(controllerKey)} is taken.`);
      return wanted;
    }
  }
  let free = isEthernetCard(device) ? 7 : 0;
  while (taken.has(free)) free += 1;
  return free;
}

function describe(devices: readonly VirtualDevice[], device: VirtualDevice): Readonly<Record<string, unknown>> {
  const nth = (of: (device: VirtualDevice) => boolean) => devices.filter(of).length + 1;
  if (isEthernetCard(device)) return description(`Network adapter ${nth(isEthernetCard)}`, device.backing?.deviceName);
  if (isDisk(device)) return description(`Hard disk ${nth(isDisk)}`, describeSize(diskSize(device)));
  return description(device.$type?.replace(/^Virtual/, '') ?? 'Device');
}

function description(label: string, summary: string = label) {
  return { $type: 'Description', label, summary };
}
