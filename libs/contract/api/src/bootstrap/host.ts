import { z } from 'zod';
import { atomicList, cel, int32, nonEmpty, text } from '../schema/fields.js';
import { SecretKey } from '../shared/shapes.js';

/** Where content that should not stand in the object is read from. */
export const ContentSource = z.object({
  secret: SecretKey,
});
export type ContentSource = z.infer<typeof ContentSource>;

/** A file that is written before kubeadm runs. */
export const HostFile = z.object({
  path: text(1, 512),
  append: z.boolean().optional(),
  content: text(1, 10240).optional(),
  contentFormat: z.enum(['Raw', 'Template']).optional(),
  contentFrom: ContentSource.optional(),
  encoding: z.enum(['base64', 'gzip', 'gzip+base64']).optional(),
  owner: text(1, 256).optional(),
  permissions: text(1, 16).optional(),
});
export type HostFile = z.infer<typeof HostFile>;

/** An account on the host. */
export const HostUser = z.object({
  name: text(1, 256),
  gecos: text(1, 256).optional(),
  groups: text(1, 256).optional(),
  homeDir: text(1, 256).optional(),
  inactive: z.boolean().optional(),
  lockPassword: z.boolean().optional(),
  passwd: text(1, 256).optional(),
  passwdFrom: ContentSource.optional(),
  primaryGroup: text(1, 256).optional(),
  shell: text(1, 256).optional(),
  sshAuthorizedKeys: atomicList(text(1, 2048)).max(100).optional(),
  sudo: text(1, 256).optional(),
});
export type HostUser = z.infer<typeof HostUser>;

/** Time servers of the host. */
export const NTP = nonEmpty({
  enabled: z.boolean(),
  servers: atomicList(text(1, 512)).max(100),
});
export type NTP = z.infer<typeof NTP>;

/** A file system to make. */
export const Filesystem = z.object({
  device: text(1, 256),
  filesystem: text(1, 128),
  extraOpts: atomicList(text(1, 256)).max(100).optional(),
  label: text(1, 512).optional(),
  overwrite: z.boolean().optional(),
  partition: text(1, 128).optional(),
  replaceFS: text(1, 128).optional(),
});
export type Filesystem = z.infer<typeof Filesystem>;

/** A disk to partition: by `layout` (one partition) or by `diskLayout`. */
export const Partition = cel(
  z.object({
    device: text(1, 256),
    diskLayout: atomicList(z.object({
      percentage: int32().min(1).max(100),
      partitionType: cel(
        text(1, 36),
        'self.matches(\'^(Linux|LinuxSwap|LinuxRAID|LVM|Fat32|NTFS|LinuxExtended|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$\')',
        'partitionType must be one of Linux, LinuxSwap, LinuxRAID, LVM, Fat32, NTFS, LinuxExtended or a full GPT partition GUID',
      ).optional(),
    })).min(1).max(100).optional(),
    layout: z.boolean().optional(),
    overwrite: z.boolean().optional(),
    tableType: z.enum(['mbr', 'gpt']).optional(),
  }),
  '[has(self.layout),has(self.diskLayout)].filter(x,x==true).size() == 1',
  'exactly one of the fields in [layout diskLayout] must be set',
);
export type Partition = z.infer<typeof Partition>;

/** Partitions and file systems that are made at first boot. */
export const DiskSetup = nonEmpty({
  filesystems: atomicList(Filesystem).max(100),
  partitions: atomicList(Partition).max(100),
});
export type DiskSetup = z.infer<typeof DiskSetup>;

/** Settings for the format `ignition`. */
export const Ignition = nonEmpty({
  containerLinuxConfig: nonEmpty({
    additionalConfig: text(1, 32768),
    strict: z.boolean(),
  }),
});
export type Ignition = z.infer<typeof Ignition>;
