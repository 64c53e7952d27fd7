import type { DiskSetup, KubeadmConfigSpec } from '@handoff/api';
import { fields } from '../documents/fields.js';
import { yamlText } from '../yaml.js';
import type { ResolvedFile, ResolvedUser } from './contents.js';
import { diskSection, fileEntry, filesystemEntry, ntpSection, userEntry } from './host.js';
import { shieldEnds } from './jinja.js';

/** What cloud-init is to do, in the order in which it will: files and boot commands early, commands last. */
export interface CloudConfig {
  readonly files?: readonly ResolvedFile[];
  readonly bootCommands?: readonly string[];
  readonly commands?: readonly string[];
  readonly users?: readonly ResolvedUser[];
  readonly ntp?: KubeadmConfigSpec['ntp'];
  readonly diskSetup?: DiskSetup;
  readonly mounts?: readonly (readonly string[])[];
}

/** The first line makes cloud-init render the text with its metadata before it reads the YAML; it must stay the first line. */
const header = '## template: jinja\n#cloud-config\n';

/** Writes user data for cloud-init. Sections that are empty are left out: cloud-init's schema refuses empty lists. */
export function cloudConfig(config: CloudConfig): string {
  const list = <T, R>(values: readonly T[] | undefined, entry: (value: T) => R): readonly R[] | undefined =>
    values === undefined || values.length === 0 ? undefined : values.map(entry);
  const same = <T>(value: T): T => value;
  return header + yamlText(shieldEnds(
    fields({
      write_files: list(config.files, fileEntry),
      bootcmd: list(config.bootCommands, same),
      runcmd: list(config.commands, same),
      ntp: ntpSection(config.ntp),
      users: list(config.users, userEntry),
      disk_setup: diskSection(config.diskSetup),
      fs_setup: list(config.diskSetup?.filesystems, filesystemEntry),
      mounts: list(config.mounts, same),
    }),
  ));
}
