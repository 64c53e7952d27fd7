import { z } from 'zod';
import type { MoRef } from '../moref.js';
import { arrayOf, many, maybe, record, reference, string } from '../xml/decode.js';
import { textAt, type XmlElement } from '../xml/element.js';
import { nicsOf, type Nic } from './devices.js';

export type PowerState = 'poweredOn' | 'poweredOff' | 'suspended';

export interface GuestInfo {
  /** Addresses that the guest reports, by MAC address in lower case. Includes link-local ones. */
  readonly ips: ReadonlyMap<string, readonly string[]>;
  readonly toolsRunning: boolean;
  readonly hostname: string | undefined;
}

/** A virtual machine as it was at one moment. */
export interface VmInfo {
  readonly ref: MoRef;
  readonly name: string;
  /** `config.uuid`, what a provider id is made of. Absent while vCenter is still creating the machine. */
  readonly biosUuid: string | undefined;
  readonly instanceUuid: string | undefined;
  readonly powerState: PowerState;
  readonly template: boolean;
  /** `vmx-21`. */
  readonly hardwareVersion: string | undefined;
  readonly nics: readonly Nic[];
  readonly guest: GuestInfo;
  /** Only the keys that the client was told to read; user data is never among them. */
  readonly extraConfig: ReadonlyMap<string, string>;
  readonly host: MoRef | undefined;
}

/** Keys that may be read back: what the guest reports, and the metadata, which holds no secret. */
export const READABLE_GUESTINFO = /^guestinfo\.(handoff\.[\w.-]+|metadata(\.encoding)?)$/;

const extraConfigPath = (key: string): string => `config.extraConfig["${key}"]`;

/**
 * Property paths of a machine. Extra configuration is asked for key by key: the whole would bring the user data along, which holds
 * secrets and is large.
 */
export function vmPaths(guestinfoKeys: readonly string[]): readonly string[] {
  return [
    'name',
    'parent',
    'config.uuid',
    'config.instanceUuid',
    'config.template',
    'config.version',
    'config.hardware.device',
    'runtime.powerState',
    'runtime.host',
    'guest.net',
    'guest.hostName',
    'guest.toolsRunningStatus',
    'snapshot',
    ...guestinfoKeys.filter((key) => READABLE_GUESTINFO.test(key)).map(extraConfigPath),
  ];
}

const guestNet = arrayOf(record({ macAddress: maybe(string), ipAddress: many(string) }));

const vmValues = z.object({
  name: string.optional(),
  'config.uuid': string.optional(),
  'config.instanceUuid': string.optional(),
  'config.template': string.optional(),
  'config.version': string.optional(),
  'runtime.powerState': string.pipe(z.enum(['poweredOn', 'poweredOff', 'suspended'])).optional(),
  'runtime.host': reference.optional(),
  'guest.net': guestNet.optional(),
  'guest.hostName': string.optional(),
  'guest.toolsRunningStatus': string.optional(),
});

/** Reads a machine from its properties. Throws a ZodError when a property has not the form that vSphere documents. */
export function readVm(ref: MoRef, values: ReadonlyMap<string, XmlElement>): VmInfo {
  const properties = vmValues.parse(Object.fromEntries(values));
  return {
    ref,
    name: properties.name ?? ref.value,
    biosUuid: properties['config.uuid'] || undefined,
    instanceUuid: properties['config.instanceUuid'] || undefined,
    powerState: properties['runtime.powerState'] ?? 'poweredOff',
    template: properties['config.template'] === 'true',
    hardwareVersion: properties['config.version'],
    nics: nicsOf(values.get('config.hardware.device')),
    guest: {
      ips: addressesByMac(properties['guest.net'] ?? []),
      toolsRunning: properties['guest.toolsRunningStatus'] === 'guestToolsRunning',
      hostname: properties['guest.hostName'] || undefined,
    },
    extraConfig: extraConfigOf(values),
    host: properties['runtime.host'],
  };
}

function addressesByMac(nets: z.output<typeof guestNet>): ReadonlyMap<string, readonly string[]> {
  const byMac = new Map<string, string[]>();
  for (const { macAddress, ipAddress } of nets) {
    if (!macAddress) continue;
    const mac = macAddress.toLowerCase();
    byMac.set(mac, [...(byMac.get(mac) ?? []), ...ipAddress]);
  }
  return byMac;
}

function extraConfigOf(values: ReadonlyMap<string, XmlElement>): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [path, value] of values) {
    const key = /^config\.extraConfig\["(.+)"\]$/.exec(path)?.[1];
    const text = textAt(value, 'value');
    if (key !== undefined && text !== undefined && READABLE_GUESTINFO.test(key)) result.set(key, text);
  }
  return result;
}

/** Whether two snapshots of one machine say the same. */
export const sameVm = (a: VmInfo, b: VmInfo): boolean => fingerprint(a) === fingerprint(b);

function fingerprint(vm: VmInfo): string {
  return JSON.stringify(vm, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

