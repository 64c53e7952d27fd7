import { isRecord, type Fields } from '../json.js';
import type { MoRef, VcenterSession } from './session.js';
import { listOf, textOf } from './soap.js';

/** What a VM finds when it boots: its hardware, and the settings that hold its guest data. */
export interface VmConfiguration {
  readonly macAddresses: readonly string[];
  /** Files that the VM's disks are deltas on: for a linked clone, those of its template. */
  readonly diskParents: readonly string[];
  /** `config.extraConfig` by key. */
  readonly extraConfig: ReadonlyMap<string, string>;
}

/** Reads a VM's configuration as it is now. Throws VcenterError, also when the VM is gone. */
export async function readConfiguration(session: VcenterSession, vm: MoRef, signal: AbortSignal): Promise<VmConfiguration> {
  const values = await session.properties(vm, ['config.extraConfig', 'config.hardware.device'], signal);
  const elements = (path: string, item: string): Fields[] => {
    const value = values.get(path);
    return isRecord(value) ? listOf(value[item]) : [];
  };
  const devices = elements('config.hardware.device', 'VirtualDevice');
  return {
    diskParents: devices.flatMap(parentFile),
    macAddresses: devices.map((device) => textOf(device['macAddress'])).filter((address) => address !== ''),
    extraConfig: new Map(elements('config.extraConfig', 'OptionValue').map((option) => [textOf(option['key']), textOf(option['value'])])),
  };
}

function parentFile({ backing }: Fields): string[] {
  const parent = isRecord(backing) ? backing['parent'] : undefined;
  return isRecord(parent) ? [textOf(parent['fileName'])] : [];
}
