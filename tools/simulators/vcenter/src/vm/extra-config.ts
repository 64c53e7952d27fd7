import { parseSimple } from '../codec/decode.js';
import { schema } from '../schema/index.js';
import type { Field } from '../schema/index.js';
import { invalidArgument } from '../soap/faults.js';
import type { GuestState, OptionValue } from './types.js';
import type { VirtualMachine } from './virtual-machine.js';

const setPrefix = 'SET.';

/** A single guestinfo value can hold 64 KiB. */
const maxGuestInfoBytes = 64 * 1024;

/** Merges options into others: a new value replaces, an empty one removes, order is kept. */
function mergeOptions(current: readonly OptionValue[], changes: readonly OptionValue[]): OptionValue[] {
  const merged = new Map(current.map((option) => [option.key, option]));
  for (const { key, value } of changes) {
    if (key === '') throw invalidArgument('configSpec.extraConfig.key');
    const bytes = key.startsWith('guestinfo.') ? Buffer.byteLength(String(value)) : 0;
    if (bytes > maxGuestInfoBytes) throw invalidArgument('configSpec.extraConfig', `${key} has ${bytes} bytes, more than ${maxGuestInfoBytes}`);
    if (value === '') merged.delete(key);
    else merged.set(key, { $type: 'OptionValue', key, value } as OptionValue);
  }
  return [...merged.values()];
}

/**
 * Applies extraConfig to a virtual machine. As in vcsim, a key `SET.guest.<field>` is no configuration: it sets what VMware Tools would
 * report, which is how a simulated guest speaks; the address goes to the first network card too.
 */
export function applyExtraConfig(vm: VirtualMachine, changes: readonly OptionValue[]): void {
  vm.config.extraConfig = mergeOptions(vm.config.extraConfig, changes.filter(({ key }) => !key.startsWith(setPrefix)));
  for (const { key, value } of changes) {
    if (key.startsWith(setPrefix)) vm.guest = withGuestField(vm.guest, key.slice(setPrefix.length), String(value));
  }
}

function withGuestField(guest: GuestState, path: string, value: string): GuestState {
  const name = path.replace(/^guest\./, '');
  const field = schema.type('GuestInfo')?.fields.find((candidate) => candidate.name === name);
  if (!field || !path.startsWith('guest.')) throw invalidArgument('configSpec.extraConfig', `${setPrefix}${path} is no property of the guest`);
  const parsed = value === '' ? undefined : parseGuestValue(field, value);
  if (name === 'toolsRunningStatus') return withTools(guest, parsed === 'guestToolsRunning');
  if (name !== 'ipAddress') return { ...guest, [name]: parsed };
  const addresses = typeof parsed === 'string' ? [parsed] : [];
  const net = guest.net.map((nic, index) => (index === 0 ? { ...nic, ipAddress: addresses, connected: true } : nic));
  return { ...guest, net, ipAddress: addresses[0] };
}

/** Whether the tools run shows in several fields, which never disagree. */
function withTools(guest: GuestState, running: boolean): GuestState {
  return {
    ...guest,
    toolsRunningStatus: running ? 'guestToolsRunning' : 'guestToolsNotRunning',
    toolsStatus: running ? 'toolsOk' : 'toolsNotRunning',
    guestState: running ? 'running' : 'notRunning',
    guestStateChangeSupported: running,
  };
}

function parseGuestValue(field: Field, value: string): unknown {
  const values = schema.enumeration(field.type);
  const parsed = field.array ? undefined : values ? (values.has(value) ? value : undefined) : field.type === 'string' ? value : parseSimple(field.type, value);
  if (parsed === undefined) throw invalidArgument('configSpec.extraConfig', `"${value}" does not fit guest.${field.name}`);
  return parsed;
}
