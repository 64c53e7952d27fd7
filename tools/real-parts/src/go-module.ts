import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './commands.js';

/** Go commands of a published module, by exact version. Lists of versions are unreliable here; an exact version is not. */
export interface GoModule {
  readonly module: string;
  readonly version: string;
  /** Main packages; each becomes a command named after its last element. */
  readonly packages: readonly string[];
  /** The version of the modules that the module's own `go.mod` replaces by a folder of its repository. */
  readonly siblings?: string;
  readonly ldflags?: string;
  /** Further replacements, for what a `go.mod` asks for and is not to be had. */
  readonly replace?: Readonly<Record<string, string>>;
  /** What a command is to be called, by the name that its package gives it. */
  readonly rename?: Readonly<Record<string, string>>;
}

const ENVIRONMENT = { GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOWORK: 'off', CGO_ENABLED: '0' };
/** For modules of our own, whose requirements are complete. */
const OWN_ENVIRONMENT = { ...ENVIRONMENT, GOFLAGS: '-mod=readonly' };

/**
 * Builds the commands into a folder. `go install` refuses a module with replacements, so an empty module asks for it instead, beginning
 * with the requirements and the checksums that the published module carries: verification stays on.
 */
export async function buildGoModule(wanted: GoModule, into: string): Promise<void> {
  const { module, version, packages, ldflags = '' } = wanted;
  const folder = await mkdtemp(join(tmpdir(), 'handoff-part-'));
  try {
    await writeFile(join(folder, 'go.mod'), 'module handoff.dev/part\n');
    const downloaded = await run('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: folder, env: ENVIRONMENT });
    const published = JSON.parse(downloaded) as { Dir: string }; // go's own words, documented
    await writeFile(join(folder, 'go.mod'), goMod(await readFile(join(published.Dir, 'go.mod'), 'utf8'), wanted));
    await writeFile(join(folder, 'go.sum'), await readFile(join(published.Dir, 'go.sum'), 'utf8').catch(() => ''));
    await run('go', ['build', '-trimpath', '-ldflags', `-s -w ${ldflags}`, '-o', `${into}/`, ...packages], { cwd: folder, env: ENVIRONMENT });
    for (const [from, to] of Object.entries(wanted.rename ?? {})) await rename(join(into, from), join(into, to));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Builds a module of our own, which lies beside this package's sources with its `go.mod` and `go.sum`. */
export async function buildOwnModule(name: string, into: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'handoff-part-'));
  try {
    await cp(ownModule(name), folder, { recursive: true });
    await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(into, name), '.'], { cwd: folder, env: OWN_ENVIRONMENT });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the Go tests of a module of our own. @throws CommandFailed with what they said last */
export const testOwnModule = (name: string): Promise<string> => run('go', ['test', '-count=1', '.'], { cwd: ownModule(name), env: OWN_ENVIRONMENT });

/** Sources and build output are both one folder below the package's. */
export const ownModule = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Eight digits that change with the sources of a module of our own. */
export function digestOfOwnModule(name: string): string {
  const folder = ownModule(name);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 8);
}

/** The module's requirements, made those of a module that requires it: folders become the versions that were published beside it. */
function goMod(published: string, { module, version, siblings = version, replace = {} }: GoModule): string {
  const own = published
    .replace(/^module .*$/m, 'module handoff.dev/part')
    .replaceAll(/^(\s*(?:replace\s+)?)(\S+)(?: v\S+)? => \.{1,2}\/\S*$/gm, (_line, lead: string, path: string) => `${lead}${path} => ${path} ${siblings}`);
  const more = Object.entries(replace).map(([path, target]) => `replace ${path} => ${target}`);
  return [own, `require ${module} ${version}`, ...more, ''].join('\n');
}
