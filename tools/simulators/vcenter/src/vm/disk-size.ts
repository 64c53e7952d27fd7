import type { VirtualDevice } from './types.js';

export interface DiskSize {
  readonly capacityInKB: number;
  readonly capacityInBytes: number;
}

/**
 * The size that a specification gives a disk, both ways that the API says it. Clients that change only one of the two send the
 * other as they read it, so the one that differs from before counts; bytes count first.
 */
export function diskSize(wanted: VirtualDevice, before?: VirtualDevice): DiskSize {
  const bytesBefore = before?.capacityInBytes ?? (before?.capacityInKB ?? 0) * 1024;
  const fromBytes = wanted.capacityInBytes;
  const fromKB = wanted.capacityInKB === undefined ? undefined : wanted.capacityInKB * 1024;
  const changed = [fromBytes, fromKB].find((bytes) => bytes !== undefined && bytes !== 0 && bytes !== bytesBefore);
  const capacityInBytes = changed ?? bytesBefore;
  return { capacityInKB: Math.floor(capacityInBytes / 1024), capacityInBytes };
}

/** How vCenter sums up a disk. */
export function describeSize({ capacityInKB = 0 }: Pick<VirtualDevice, 'capacityInKB'>): string {
  return `${capacityInKB.toLocaleString('en')} KB`;
}
