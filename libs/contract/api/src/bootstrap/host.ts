import { z } from 'zod';
import { atomicList, cel, int32, nonEmpty, text } from '../schema/fields.js';
import { SecretKey } from '../shared/shapes.js';

export const ContentSource = z.object({
  secret: SecretKey,
}).describe('Where content that should not stand in the object is read from.');
export type ContentSource = z.infer<typeof ContentSource>;

export const HostFile = z.object({
  path: text(1, 512).describe('Path on the host.'),
  append: z.boolean().describe('Adds to a file that exists.').optional(),
  content: text(1, 10240).describe('The content.').optional(),
  contentFormat: z.enum(['Raw', 'Template']).describe('Raw: as it is. Template: rendered first.').optional(),
  contentFrom: ContentSource.describe('The content is in a Secret.').optional(),
  encoding: z.enum(['base64', 'gzip', 'gzip+base64']).describe('How the content is encoded.').optional(),
  owner: text(1, 256).describe('user:group; absent: root:root.').optional(),
  permissions: text(1, 16).describe('Octal mode; absent: 0644.').optional(),
}).describe('A file that is written before kubeadm runs.');
export type HostFile = z.infer<typeof HostFile>;

export const HostUser = z.object({
  name: text(1, 256).describe('Login name.'),
  gecos: text(1, 256).describe('Full name.').optional(),
  groups: text(1, 256).describe('Further groups, separated by commas.').optional(),
  homeDir: text(1, 256).describe('Home folder.').optional(),
  inactive: z.boolean().describe('Whether the account is locked.').optional(),
  lockPassword: z.boolean().describe('Whether login by password is off.').optional(),
  passwd: text(1, 256).describe('Hash of the password.').optional(),
  passwdFrom: ContentSource.describe('The hash is in a Secret.').optional(),
  primaryGroup: text(1, 256).describe('Primary group.').optional(),
  shell: text(1, 256).describe('Login shell.').optional(),
  sshAuthorizedKeys: atomicList(text(1, 2048)).max(100).describe('Public keys that may log in.').optional(),
  sudo: text(1, 256).describe('Rule for sudo.').optional(),
}).describe('An account on the host.');
export type HostUser = z.infer<typeof HostUser>;

export const NTP = nonEmpty({
  enabled: z.boolean().describe('Whether time is synchronised.'),
  servers: atomicList(text(1, 512)).max(100).describe('Names of the time servers.'),
}).describe('Time servers of the host.');
export type NTP = z.infer<typeof NTP>;

export const Filesystem = z.object({
  device: text(1, 256).describe('Device.'),
  filesystem: text(1, 128).describe('E.g. ext4.'),
  extraOpts: atomicList(text(1, 256)).max(100).describe('Further options of mkfs.').optional(),
  label: text(1, 512).describe('Label of the file system.').optional(),
  overwrite: z.boolean().describe('Whether an existing file system goes.').optional(),
  partition: text(1, 128).describe('auto, any, none or a number.').optional(),
  replaceFS: text(1, 128).describe('Replaces a file system of this type only.').optional(),
}).describe('A file system to make.');
export type Filesystem = z.infer<typeof Filesystem>;

export const Partition = cel(
  z.object({
    device: text(1, 256).describe('Device.'),
    diskLayout: atomicList(z.object({
      percentage: int32().min(1).max(100).describe('Share of the disk.'),
      partitionType: cel(
        text(1, 36),
        "self.matches('^(Linux|LinuxSwap|LinuxRAID|LVM|Fat32|NTFS|LinuxExtended|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$')",
        'partitionType must be one of Linux, LinuxSwap, LinuxRAID, LVM, Fat32, NTFS, LinuxExtended or a full GPT partition GUID',
      ).describe('Linux, LinuxSwap, LVM, … or a GUID.').optional(),
    })).min(1).max(100).describe('Partitions by share.').optional(),
    layout: z.boolean().describe('true: one partition over the whole disk.').optional(),
    overwrite: z.boolean().describe('Whether existing partitions go.').optional(),
    tableType: z.enum(['mbr', 'gpt']).describe('mbr (the default) or gpt.').optional(),
  }),
  '[has(self.layout),has(self.diskLayout)].filter(x,x==true).size() == 1',
  'exactly one of the fields in [layout diskLayout] must be set',
).describe('A disk to partition: by `layout` (one partition) or by `diskLayout`.');
export type Partition = z.infer<typeof Partition>;

export const DiskSetup = nonEmpty({
  filesystems: atomicList(Filesystem).max(100).describe('File systems to make.'),
  partitions: atomicList(Partition).max(100).describe('Disks to partition.'),
}).describe('Partitions and file systems that are made at first boot.');
export type DiskSetup = z.infer<typeof DiskSetup>;

export const Ignition = nonEmpty({
  containerLinuxConfig: nonEmpty({
    additionalConfig: text(1, 32768).describe('Merged into what is made.'),
    strict: z.boolean().describe('Whether warnings are errors.'),
  }).describe('Container Linux Config.'),
}).describe('Settings for the format `ignition`.');
export type Ignition = z.infer<typeof Ignition>;
