/** A managed object reference: vCenter's identity of an object, valid within one vCenter. */
export interface MoRef {
  readonly type: string;
  readonly value: string;
}

export type TaskRef = MoRef;

export const moRef = (type: string, value: string): MoRef => ({ type, value });

/** `VirtualMachine:vm-42`, the form in which govmomi and its tools print references. */
export const formatMoRef = (ref: MoRef): string => `${ref.type}:${ref.value}`;

export const sameMoRef = (a: MoRef, b: MoRef): boolean => a.type === b.type && a.value === b.value;

/** vCenter's own id prefixes, for references that people give without the type. */
const typeOfPrefix: Readonly<Record<string, string>> = {
  vm: 'VirtualMachine',
  group: 'Folder',
  datacenter: 'Datacenter',
  resgroup: 'ResourcePool',
  'domain-c': 'ClusterComputeResource',
  'domain-s': 'ComputeResource',
  datastore: 'Datastore',
  network: 'Network',
  dvportgroup: 'DistributedVirtualPortgroup',
  host: 'HostSystem',
  task: 'Task',
};

/**
 * Reads `VirtualMachine:vm-42` or a bare `vm-42`; undefined when the text has neither form.
 * A bare `vm-42` may still be the *name* of an object, so callers look the reference up before they trust it.
 */
export function parseMoRef(text: string): MoRef | undefined {
  const typed = /^([A-Z][A-Za-z]+):([A-Za-z0-9-]+)$/.exec(text);
  if (typed?.[1] && typed[2]) return moRef(typed[1], typed[2]);
  const bare = /^(vm|group|datacenter|resgroup|domain-[cs]|datastore|network|dvportgroup|host|task)(-[a-z])?-?\d+$/.exec(text);
  const type = bare?.[1] ? typeOfPrefix[bare[1]] : undefined;
  return type ? moRef(type, text) : undefined;
}
