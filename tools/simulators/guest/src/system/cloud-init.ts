import { gunzipSync } from 'node:zlib';

import {
  CloudConfigError,
  parseCloudConfig,
  toCloudConfig,
  type CloudCommand,
  type CloudConfig,
  type WriteFile,
} from '../cloudinit/cloud-config.js';
import { instanceData } from '../cloudinit/instance-data.js';
import { TemplateError } from '../cloudinit/jinja-expression.js';
import { renderUserData } from '../cloudinit/jinja.js';
import { mergeConfigs } from '../cloudinit/merge.js';
import type { Fields } from '../json.js';
import type { GuestFileSystem } from './file-system.js';
import type { GuestMachine } from './machine.js';

/** What the provisioner handed to the VM. */
export interface BootData {
  readonly metadata: string;
  readonly userData: string;
  readonly vendorData: string;
}

/**
 * Renders, parses and merges what the VM was given. Throws CloudConfigError where cloud-init would leave the node without its
 * configuration.
 */
export function readCloudConfig(machine: GuestMachine, metadata: Fields, data: BootData): CloudConfig {
  const variables = instanceData(metadata, { hostname: machine.hostname, addresses: machine.addresses });
  const user = parseCloudConfig(render('user data', data.userData, variables, machine), 'user data');
  const vendor =
    data.vendorData.startsWith('#cloud-config') || /^##\s*template:/.test(data.vendorData)
      ? parseCloudConfig(render('vendor data', data.vendorData, variables, machine), 'vendor data')
      : {};
  return toCloudConfig(mergeConfigs(user, vendor));
}

function render(what: string, text: string, variables: Fields, machine: GuestMachine): string {
  try {
    const { text: rendered, missing } = renderUserData(text, variables);
    if (missing.length > 0)
      machine.console.write(`cloud-init: WARNING: could not render jinja template variables in ${what}: ${missing.join(', ')}`);
    return rendered;
  } catch (error) {
    if (error instanceof TemplateError)
      throw new CloudConfigError(`${what} could not be rendered as a jinja template: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The write_files module. */
export function writeFiles(files: GuestFileSystem, entries: readonly WriteFile[]): void {
  for (const entry of entries) {
    const content = decode(entry);
    const before = entry.append === true ? (files.file(entry.path)?.content ?? '') : '';
    const mode = entry.permissions === undefined ? 0o644 : Number.parseInt(entry.permissions, 8);
    if (Number.isNaN(mode))
      throw new CloudConfigError(`write_files: permissions "${entry.permissions ?? ''}" of ${entry.path} are no octal number`);
    files.write(entry.path, `${before}${content}`, { mode, owner: entry.owner ?? 'root:root', parents: true });
  }
}

function decode({ path, content = '', encoding = 'text/plain' }: WriteFile): string {
  if (encoding === 'text/plain') return content;
  const bytes = Buffer.from(content, encoding.includes('64') ? 'base64' : 'latin1');
  try {
    return (encoding.startsWith('gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new CloudConfigError(`write_files: the content of ${path} is not ${encoding}`, { cause: error });
  }
}

/** The script that cloud-init makes of runcmd and bootcmd: strings stand as they are, lists are quoted word by word. */
export function commandLine(command: CloudCommand): string {
  if (command === null) return '';
  return typeof command === 'string' ? command : command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
