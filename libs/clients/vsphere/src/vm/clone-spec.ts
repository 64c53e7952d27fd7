import { InvalidArgumentError } from '../errors/faults.js';
import type { TemplateInfo } from '../inventory/templates.js';
import { parseMoRef, type MoRef } from '../moref.js';
import type { Disk, Hardware } from './devices.js';

export type CloneMode = 'fullClone' | 'linkedClone';
export type ProvisioningMode = 'Thin' | 'Thick' | 'EagerlyZeroed';

export interface CloneNetwork {
  readonly networkRef: MoRef;
  /** Fixed MAC address; vCenter makes one when absent. */
  readonly mac?: string;
}

export interface DataDisk {
  /** For messages only; a virtual disk has no name of its own. */
  readonly name: string;
  readonly sizeGiB: number;
  /** The datastore's own default when absent. */
  readonly provisioningMode?: ProvisioningMode;
}

/** CPU in MHz, memory in MiB. */
export interface ResourceAllocation {
  readonly reservation?: number;
  readonly limit?: number;
  readonly shares?: number;
}

/** Everything that a machine is born with. Network cards of the template are replaced by `networks`. */
export interface CloneSpec {
  readonly name: string;
  readonly template: TemplateInfo;
  /** A linked clone needs a snapshot; without one a full clone is made. Default: linkedClone. */
  readonly cloneMode?: CloneMode;
  /** Name or reference of a snapshot of the template; the current one when absent. */
  readonly snapshot?: string;
  readonly folder: MoRef;
  readonly resourcePool: MoRef;
  readonly datastore?: MoRef;
  readonly host?: MoRef;
  /** Id of the storage policy for the machine's home and all its disks. */
  readonly storageProfileId?: string;
  /** The key of this clone: whoever repeats it after a lost reply recognizes its own machine by it. */
  readonly instanceUuid: string;
  readonly numCPUs?: number;
  /** 0: vSphere 8 decides at power-on. */
  readonly numCoresPerSocket?: number;
  readonly memoryMiB?: number;
  /** Size of the first disk. */
  readonly diskGiB?: number;
  /** Sizes of the template's further disks, in their order. */
  readonly additionalDisksGiB?: readonly number[];
  readonly dataDisks?: readonly DataDisk[];
  readonly networks: readonly CloneNetwork[];
  readonly extraConfig?: ReadonlyMap<string, string>;
  readonly annotation?: string;
  readonly cpu?: ResourceAllocation;
  readonly memory?: ResourceAllocation;
  readonly nestedHV?: boolean;
  readonly powerOn?: boolean;
}

/** What a spec comes to for its template. */
export interface ClonePlan {
  readonly cloneMode: CloneMode;
  readonly snapshot: MoRef | undefined;
  /** What of the spec will not be done, and why, for people. */
  readonly notes: readonly string[];
  /** Disks of the template that grow, by device key. */
  readonly grow: ReadonlyMap<number, number>;
}

const KIB_PER_GIB = 1024 * 1024;
/** Places on a paravirtual SCSI controller; number 7 is the controller's own. */
const MAX_UNITS = 64;
const CONTROLLER_UNIT = 7;

/** Decides without vCenter. @throws InvalidArgumentError for what vCenter would refuse after minutes, or would do wrongly */
export function planClone(spec: CloneSpec): ClonePlan {
  const snapshot = snapshotFor(spec);
  const linked = (spec.cloneMode ?? 'linkedClone') === 'linkedClone' && snapshot !== undefined;
  const notes: string[] = [];
  if (spec.cloneMode === 'linkedClone' && !linked) notes.push(`template ${spec.template.name} has no snapshot: a full clone is made`);
  const wanted = growth(spec.template.name, spec.template, [spec.diskGiB, ...(spec.additionalDisksGiB ?? [])]);
  if (linked && wanted.size > 0) notes.push("disks keep the template's size: those of a linked clone cannot grow");
  // A full clone is made of the machine as it is now, unless a snapshot was asked for by name.
  const from = linked || spec.snapshot ? snapshot : undefined;
  return { cloneMode: linked ? 'linkedClone' : 'fullClone', snapshot: from, notes, grow: linked ? new Map() : wanted };
}

/** Disks that have to grow to have these sizes, in their order, with their new KiB. @throws InvalidArgumentError rather than shrink one */
export function growth(owner: string, hardware: Hardware, sizesGiB: readonly (number | undefined)[]): ReadonlyMap<number, number> {
  const grow = new Map<number, number>();
  for (const [index, sizeGiB] of sizesGiB.entries()) {
    const disk = hardware.disks[index];
    const kib = grownSize(`disk ${index + 1} of ${owner}`, disk, sizeGiB);
    if (disk !== undefined && kib !== undefined) grow.set(disk.key, kib);
  }
  return grow;
}

function grownSize(which: string, disk: Disk | undefined, sizeGiB: number | undefined): number | undefined {
  if (sizeGiB === undefined || sizeGiB === 0) return undefined;
  if (disk === undefined) throw new InvalidArgumentError(`a size of ${sizeGiB} GiB is set for ${which}, which has fewer disks`);
  const kib = sizeGiB * KIB_PER_GIB;
  if (kib < disk.capacityKiB) {
    throw new InvalidArgumentError(`${which} has ${disk.capacityKiB / KIB_PER_GIB} GiB and cannot shrink to ${sizeGiB} GiB`);
  }
  return kib === disk.capacityKiB ? undefined : kib;
}

function snapshotFor({ snapshot, template }: CloneSpec): MoRef | undefined {
  if (snapshot === undefined || snapshot === '') return template.snapshots.current;
  const ref = parseMoRef(snapshot);
  const found = template.snapshots.all.find(({ name, ref: own }) => name === snapshot || own.value === (ref?.value ?? snapshot));
  if (found !== undefined) return found.ref;
  const names = template.snapshots.all.map(({ name }) => `"${name}"`).join(', ');
  throw new InvalidArgumentError(`template ${template.name} has no snapshot "${snapshot}"; it has ${names || 'none'}`);
}

/** Free places on the controller of the first disk. @throws InvalidArgumentError when there are too few */
export function freeUnits(template: TemplateInfo, count: number): readonly number[] {
  const free = Array.from({ length: MAX_UNITS }, (_, unit) => unit).filter(
    (unit) => unit !== CONTROLLER_UNIT && !template.unitsInUse.has(unit),
  );
  if (template.disks[0] === undefined && count > 0) {
    throw new InvalidArgumentError(`template ${template.name} has no disk, so there is no controller to add data disks to`);
  }
  if (free.length < count) throw new InvalidArgumentError(`template ${template.name} has places for ${free.length} more disks, not ${count}`);
  return free.slice(0, count);
}

export const kibOf = (gib: number): number => gib * KIB_PER_GIB;
