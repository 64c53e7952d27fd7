import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

/** User or vendor data that cloud-init refuses. The message never quotes the data: it holds keys and tokens. */
export class CloudConfigError extends Error {
  override readonly name = 'CloudConfigError';
}

const encodings = ['gz', 'gzip', 'gz+base64', 'gzip+base64', 'gz+b64', 'gzip+b64', 'b64', 'base64', 'text/plain'] as const;

const writeFile = z.strictObject({
  path: z.string().min(1),
  content: z.string().optional(),
  owner: z.string().optional(),
  permissions: z.string().optional(),
  encoding: z.enum(encodings).optional(),
  append: z.boolean().optional(),
  defer: z.boolean().optional(),
});

const command = z.union([z.string(), z.array(z.string()), z.null()]);

const user = z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]);

/** Modules whose settings change nothing that the simulation shows: accepted by name, their content is not checked. */
const acceptedModules = [
  'apt',
  'apt_reboot_if_required',
  'byobu_by_default',
  'ca_certs',
  'chpasswd',
  'cloud_config_modules',
  'cloud_final_modules',
  'cloud_init_modules',
  'create_hostname_file',
  'debug',
  'disable_ec2_metadata',
  'disable_root',
  'disk_setup',
  'device_aliases',
  'final_message',
  'fqdn',
  'fs_setup',
  'groups',
  'growpart',
  'hostname',
  'keyboard',
  'locale',
  'manage_etc_hosts',
  'merge_how',
  'merge_type',
  'mount_default_fields',
  'mounts',
  'network',
  'no_ssh_fingerprints',
  'ntp',
  'output',
  'package_reboot_if_required',
  'package_update',
  'package_upgrade',
  'packages',
  'password',
  'phone_home',
  'power_state',
  'prefer_fqdn_over_hostname',
  'preserve_hostname',
  'random_seed',
  'reporting',
  'resize_rootfs',
  'resolv_conf',
  'rsyslog',
  'snap',
  'ssh',
  'ssh_authorized_keys',
  'ssh_deletekeys',
  'ssh_genkeytypes',
  'ssh_import_id',
  'ssh_keys',
  'ssh_pwauth',
  'ssh_quiet_keygen',
  'swap',
  'system_info',
  'timezone',
  'user',
  'vendor_data',
  'wireguard',
  'yum_repos',
  'zypper',
] as const;

const cloudConfig = z.strictObject({
  ...Object.fromEntries(acceptedModules.map((name) => [name, z.unknown().optional()])),
  write_files: z.array(writeFile).min(1).optional(),
  bootcmd: z.array(command).min(1).optional(),
  runcmd: z.array(command).min(1).optional(),
  users: z.union([z.string(), z.array(user), z.record(z.string(), z.unknown())]).optional(),
});

export type WriteFile = z.infer<typeof writeFile>;
export type CloudCommand = z.infer<typeof command>;

/** The parts of a cloud-config that the simulation carries out. */
export interface CloudConfig {
  readonly writeFiles: readonly WriteFile[];
  readonly bootCommands: readonly CloudCommand[];
  readonly runCommands: readonly CloudCommand[];
}

/**
 * Parses a `#cloud-config` document (rendered before, if it was a template) as strictly as cloud-init's own schema.
 * `what` names it in errors: "user data", "vendor data". Throws CloudConfigError.
 */
export function parseCloudConfig(text: string, what: string): Readonly<Record<string, unknown>> {
  if (!/^#cloud-config\s*(\n|$)/.test(text))
    throw new CloudConfigError(`${what} does not start with "#cloud-config", so cloud-init passes it over`);
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.1', prettyErrors: false, lineCounter: lines });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new CloudConfigError(
      `${what} is not valid YAML: ${describeYamlError(problem.code)} at line ${String(line)}, column ${String(col)}`,
    );
  }
  const parsed = cloudConfig.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CloudConfigError(
    `${what} does not fit the cloud-config schema: ${issue === undefined ? 'unknown reason' : describeIssue(issue)}`,
  );
}

/** Takes what is carried out from a (merged) cloud-config. */
export function toCloudConfig(config: Readonly<Record<string, unknown>>): CloudConfig {
  const parsed = cloudConfig.parse(config);
  return { writeFiles: parsed.write_files ?? [], bootCommands: parsed.bootcmd ?? [], runCommands: parsed.runcmd ?? [] };
}

const describeYamlError = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return `${path === '' ? '' : `${path}: `}additional properties are not allowed (${issue.keys.join(', ')})`;
  return `${path}: ${issue.message}`;
}
