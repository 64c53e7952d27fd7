/** A number in [0, 1), injected so that a seed replays uuids and MAC addresses. */
export type Random = () => number;

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** A version 4 uuid in the lower-case form in which vCenter shows BIOS and instance uuids. */
export function randomUuid(random: Random): string {
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`;
}

/** A MAC address in the range that a vCenter with instance id 0 generates from: 00:50:56:80:00:00 to 00:50:56:bf:ff:ff. */
export function randomMacAddress(random: Random): string {
  const fourth = (0x80 + Math.floor(random() * 0x40)).toString(16);
  return `00:50:56:${fourth}:${hex(random, 2)}:${hex(random, 2)}`;
}
