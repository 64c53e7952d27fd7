import { join } from 'node:path';
import { exists, fillOnce, folderOf } from './cache.js';
import { sourceOf } from './catalogue.js';
import { onPath, run } from './commands.js';
import { PartUnavailable } from './errors.js';
import { note } from './ledger.js';

/** A part as it is on this machine. */
export interface Found {
  readonly command: string;
  readonly path: string;
  readonly version: string;
}

/** Environment variables that name a folder with commands of one's own, which are taken before ours: envtest's users expect the first. */
const FOLDERS = ['KUBEBUILDER_ASSETS', 'HANDOFF_PARTS_BIN'];

/** Looks for a command without installing anything. @returns undefined when it is not on this machine */
export async function find(command: string): Promise<Found | undefined> {
  const source = sourceOf(command);
  for (const variable of FOLDERS) {
    const path = join(process.env[variable] ?? '', command);
    if (process.env[variable] !== undefined && await exists(path)) return { command, path, version: `as ${variable} has it` };
  }
  if (source.kind === 'packaged') return packaged(command, source.versionArguments);
  const path = join(folderOf(source.name, source.version), command);
  return await exists(path) ? { command, path, version: source.version } : undefined;
}

/** Brings a command onto the machine unless it is there. @throws PartUnavailable */
export async function install(command: string): Promise<Found> {
  const known = await find(command);
  if (known !== undefined) return noted(known);
  const source = sourceOf(command);
  try {
    if (source.kind === 'packaged') await installPackage(source.name);
    else await fillOnce(folderOf(source.name, source.version), source.build);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PartUnavailable(command, `${command} cannot be had here: ${reason}`, { cause });
  }
  const found = await find(command);
  if (found === undefined) throw new PartUnavailable(command, `${command} was installed and is not there: is its folder on the path?`);
  return noted(found);
}

function noted(found: Found): Found {
  note({ command: found.command, was: 'real', version: found.version });
  return found;
}

async function packaged(command: string, versionArguments: readonly string[]): Promise<Found | undefined> {
  const path = await onPath(command);
  if (path === undefined) return undefined;
  const said = await run(path, versionArguments).catch(() => '');
  return { command, path, version: /\d+\.\d+(?:\.\d+)?/.exec(said)?.[0] ?? 'unknown' };
}

async function installPackage(name: string): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = (): Promise<string> => run('apt-get', ['install', '--yes', '--no-install-recommends', name], { env });
  await install().catch(async () => {
    await run('apt-get', ['update'], { env });
    return install();
  });
}
