import { z } from 'zod';
import type { MoRef } from '../moref.js';
import { boolean, integer, maybe, one, record, reference, string } from '../xml/decode.js';
import { childOf, textAt, type XmlElement } from '../xml/element.js';

export interface Nic {
  readonly key: number;
  /** Lower case. */
  readonly mac: string;
  /** The network or port group that it is plugged into; absent for NSX segments, which are no managed objects. */
  readonly network: MoRef | undefined;
}

/** A network card together with the device as vCenter sent it, which a removal has to send back. */
export interface InstalledNic extends Nic {
  readonly device: XmlElement;
}

export interface Disk {
  readonly key: number;
  readonly capacityKiB: number;
  readonly controllerKey: number;
  readonly unitNumber: number;
  readonly datastore: MoRef | undefined;
  /** The device as vCenter sent it, which an edit of the device has to send back. */
  readonly device: XmlElement;
}

/** What of a machine's devices a change of it has to know. */
export interface Hardware {
  readonly disks: readonly Disk[];
  readonly nics: readonly InstalledNic[];
  /** Taken places on the controller of the first disk. */
  readonly unitsInUse: ReadonlySet<number>;
}

/** Reads `config.hardware.device`. */
export function hardwareOf(devices: XmlElement | undefined): Hardware {
  const disks = disksOf(devices);
  return { disks, nics: installedNics(devices), unitsInUse: unitsInUse(devices, disks[0]?.controllerKey ?? -1) };
}

const nic = record({ key: one(integer), macAddress: one(string) });

const disk = record({
  key: one(integer),
  capacityInKB: one(integer),
  controllerKey: maybe(integer),
  unitNumber: maybe(integer),
  backing: maybe(record({ datastore: maybe(reference), thinProvisioned: maybe(boolean) })),
});

/** Ethernet cards of `config.hardware.device`, in the order of their keys. Every sort of card has a MAC address, nothing else has. */
export const nicsOf = (devices: XmlElement | undefined): readonly Nic[] =>
  installedNics(devices).map(({ key, mac, network }) => ({ key, mac, network }));

function installedNics(devices: XmlElement | undefined): readonly InstalledNic[] {
  return elements(devices)
    .filter((device) => textAt(device, 'macAddress'))
    .map((device) => {
      const { key, macAddress } = nic.parse(device);
      return { key, mac: macAddress.toLowerCase(), network: networkOf(childOf(device, 'backing')), device };
    })
    .sort((a, b) => a.key - b.key);
}

/** Virtual disks of `config.hardware.device`, in the order of their keys; the first is the one that the system is on. */
function disksOf(devices: XmlElement | undefined): readonly Disk[] {
  return elements(devices)
    .filter((device) => device.xsiType === 'VirtualDisk')
    .map((device): Disk => {
      const { key, capacityInKB, controllerKey, unitNumber, backing } = disk.parse(device);
      return {
        key,
        capacityKiB: capacityInKB,
        controllerKey: controllerKey ?? 0,
        unitNumber: unitNumber ?? 0,
        datastore: backing?.datastore,
        device,
      };
    })
    .sort((a, b) => a.key - b.key);
}

/** Unit numbers taken on a controller, by whatever device. */
function unitsInUse(devices: XmlElement | undefined, controllerKey: number): ReadonlySet<number> {
  const placed = z.object({ controllerKey: z.coerce.number(), unitNumber: z.coerce.number() });
  const units = elements(devices).flatMap((device) => {
    const place = placed.safeParse({ controllerKey: textAt(device, 'controllerKey'), unitNumber: textAt(device, 'unitNumber') });
    return place.success && place.data.controllerKey === controllerKey ? [place.data.unitNumber] : [];
  });
  return new Set(units);
}

function networkOf(backing: XmlElement | undefined): MoRef | undefined {
  if (backing === undefined) return undefined;
  const network = childOf(backing, 'network');
  if (network?.moType !== undefined) return { type: network.moType, value: network.text };
  const port = childOf(backing, 'port');
  const portgroup = port && textAt(port, 'portgroupKey');
  return portgroup === undefined ? undefined : { type: 'DistributedVirtualPortgroup', value: portgroup };
}

const elements = (array: XmlElement | undefined): readonly XmlElement[] => array?.ordered ?? [];
