import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './errors.mjs';
import { locked } from './lock.mjs';
import { projectNode } from './node.mjs';
import { inRoot, STATE } from './paths.mjs';
import { capture, run } from './processes.mjs';
import { progress } from './say.mjs';

const TSC = inRoot('node_modules', 'typescript', 'bin', 'tsc');
const STAMP = join(STATE, 'built');
const SHARED_INPUTS = ['tsconfig.base.json', 'tsconfig.json', 'package-lock.json'];

/** Folders of all packages, from the root's `workspaces`. */
function packages() {
  const { workspaces } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return workspaces
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return existsSync(inRoot(parent)) ? readdirSync(inRoot(parent)).map((name) => `${parent}/${name}`) : [];
    })
    .filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')))
    .sort();
}

const sourcesOf = (folder) =>
  existsSync(inRoot(folder, 'src')) ? readdirSync(inRoot(folder, 'src'), { recursive: true }).map((name) => `${folder}/src/${name}`) : [];

/** Names, sizes and times of everything that the compiler reads of ours: changes when a file is edited, added, removed or renamed. */
function fingerprint(folders) {
  const inputs = [
    ...SHARED_INPUTS,
    ...folders.flatMap((folder) => [`${folder}/package.json`, `${folder}/tsconfig.json`, ...sourcesOf(folder).sort()]),
  ];
  const hash = createHash('sha256');
  for (const path of inputs) {
    const found = statSync(inRoot(path), { throwIfNoEntry: false });
    if (found?.isFile()) hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const isFresh = (folders) =>
  existsSync(STAMP) &&
  folders.every((folder) => existsSync(inRoot(folder, 'dist', '.tsbuildinfo'))) &&
  readFileSync(STAMP, 'utf8') === fingerprint(folders);

/** Compiles under the lock, if another launcher has not just done so. What the compiler saw is noted only after it succeeded. */
function compiling(folders, compile) {
  return locked(async () => {
    if (isFresh(folders)) return { exitCode: 0, output: '' };
    const before = fingerprint(folders);
    const result = await compile();
    mkdirSync(STATE, { recursive: true });
    if (result.exitCode === 0) writeFileSync(STAMP, before);
    return result;
  });
}

/** The compiler's output is kept and printed later; `colours` where a terminal will show it. */
const compileQuietly = (colours) => capture(projectNode(), [TSC, '-b', ...(colours ? ['--pretty'] : [])]);

/** Builds what is stale, quietly, for a command that needs the result; costs a few milliseconds when nothing is. @throws LaunchError */
export async function ensureBuilt() {
  const folders = packages();
  if (isFresh(folders)) return;
  const { exitCode, output } = await compiling(folders, () => progress('building', () => compileQuietly(process.stderr.isTTY)));
  if (exitCode !== 0) throw new LaunchError(`${output}\nThe build failed: mend what the compiler says above.`);
}

/** Checks the types of every package, which is the same as building them. Resolves to the compiler's exit code and what it said. */
export const checkTypes = () => compiling(packages(), () => compileQuietly(process.stdout.isTTY));

/** Builds every package, or does what the arguments ask of the compiler, on our own streams. Resolves to its exit code. */
export async function build(args) {
  const compile = () => run(projectNode(), [TSC, '-b', ...args]);
  if (args.length > 0) return compile(); // no lock: `--watch` would hold it for ever
  const { exitCode } = await compiling(packages(), async () => ({ exitCode: await compile(), output: '' }));
  return exitCode;
}
