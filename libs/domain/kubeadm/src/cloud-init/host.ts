import type { DiskSetup, Filesystem, KubeadmConfigSpec, Partition } from '@handoff/api';
import { fields, section } from '../documents/fields.js';
import type { Fields } from '../documents/fields.js';
import type { ResolvedFile, ResolvedUser } from './contents.js';

/** An entry of `write_files`. */
export function fileEntry({ path, owner, permissions, encoding, append, content }: ResolvedFile): Fields {
  // What is appended later must start on a line of its own; upstream's template ends every content with a line break too.
  const open = append === true && encoding === undefined && !content.endsWith('\n');
  return fields({ path, owner, permissions, encoding, append, content: open ? `${content}\n` : content });
}

/** An entry of `users`. */
export const userEntry = (user: ResolvedUser): Fields =>
  fields({
    name: user.name,
    gecos: user.gecos,
    groups: user.groups,
    homedir: user.homeDir,
    // cloud-init wants the number of days after the password's expiry, and ignores a boolean: none left is what inactive means.
    inactive: user.inactive === true ? '0' : undefined,
    lock_passwd: user.lockPassword,
    passwd: user.passwd,
    primary_group: user.primaryGroup,
    shell: user.shell,
    ssh_authorized_keys: user.sshAuthorizedKeys,
    sudo: user.sudo,
  });

export const ntpSection = (ntp: KubeadmConfigSpec['ntp']): Fields | undefined =>
  ntp === undefined ? undefined : section({ enabled: ntp.enabled, servers: ntp.servers });

/** `disk_setup` is keyed by device. */
export const diskSection = (setup: DiskSetup | undefined): Fields | undefined =>
  section(Object.fromEntries((setup?.partitions ?? []).map((partition) => [partition.device, partitionEntry(partition)])));

const partitionEntry = ({ tableType, layout, diskLayout, overwrite }: Partition): Fields =>
  fields({
    table_type: tableType,
    layout: diskLayout?.map(layoutEntry) ?? layout,
    overwrite,
  });

const layoutEntry = ({ percentage, partitionType }: NonNullable<Partition['diskLayout']>[number]): unknown =>
  partitionType === undefined ? percentage : [percentage, partitionCode(partitionType)];

/** MBR codes; cloud-init pads them to the four digits that a GPT wants. */
const partitionCodes = new Map<string, number | string>([
  ['Linux', 83], ['LinuxSwap', 82], ['LinuxExtended', 85], ['LinuxRAID', 'fd'], ['LVM', '8e'], ['Fat32', '0c'], ['NTFS', '07'],
]);

/** The code of a type by name; what is no name is a GPT type's GUID. */
const partitionCode = (type: string): number | string => partitionCodes.get(type) ?? type;

export const filesystemEntry = (filesystem: Filesystem): Fields =>
  fields({
    label: filesystem.label,
    filesystem: filesystem.filesystem,
    device: filesystem.device,
    // cloud-init tells a partition's number from its keywords (auto, any, none) by the YAML type.
    partition: filesystem.partition !== undefined && /^\d+$/.test(filesystem.partition) ? Number(filesystem.partition) : filesystem.partition,
    overwrite: filesystem.overwrite,
    replace_fs: filesystem.replaceFS,
    extra_opts: filesystem.extraOpts,
  });
