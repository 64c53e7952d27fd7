import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, sep } from 'node:path';
import { LaunchError } from './errors.mjs';
import { locked } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { capture } from './processes.mjs';
import { progress } from './say.mjs';

const LOCKFILE = inRoot('package-lock.json');
const INSTALLED = inRoot('node_modules', '.package-lock.json');
const STAMP = inRoot('node_modules', '.handoff-lock');
const OUTPUT_LINES = 15;

const readOr = (path, otherwise) => (existsSync(path) ? readFileSync(path, 'utf8') : otherwise);
const digest = () => createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
const stampIsCurrent = () => readOr(STAMP, '') === digest();

/**
 * Whether node_modules is what the lockfile asks for, though not by our doing. npm writes its own record last, so an install that was
 * cut off has none, or an older one; packages that this platform does not need may be absent.
 */
function installedByHand() {
  const wanted = JSON.parse(readFileSync(LOCKFILE, 'utf8')).packages;
  const present = JSON.parse(readOr(INSTALLED, '{}')).packages ?? {};
  return Object.entries(wanted)
    .filter(([path]) => path.startsWith('node_modules/'))
    .every(([path, entry]) => {
      const found = present[path];
      if (found === undefined) return entry.optional === true || entry.devOptional === true;
      return found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link;
    });
}

/** npm must not run on the Node inside the node_modules that it is about to empty. */
function withoutLocalBinaries(env) {
  const own = inRoot('node_modules') + sep;
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(own));
  return { ...env, PATH: path.join(delimiter) };
}

/** npm's error code to what a person can do about it. */
const REMEDIES = {
  ENOTFOUND: 'The package registry cannot be found: check the network, and `npm config get registry` and `npm config get proxy`.',
  EAI_AGAIN: 'The package registry cannot be found: check the network, and `npm config get registry` and `npm config get proxy`.',
  ECONNREFUSED: 'The package registry refuses connections: check `npm config get registry` and `npm config get proxy`.',
  ECONNRESET: 'The connection to the package registry broke: try again.',
  ETIMEDOUT: 'The package registry does not answer: check the network and `npm config get proxy`, then try again.',
  ERR_SOCKET_TIMEOUT: 'The package registry does not answer: check the network and `npm config get proxy`, then try again.',
  ENOTCACHED: 'npm is set to work offline and its cache lacks packages: `npm config delete offline`, then try again.',
  ENOSPC: 'The disk is full: about 700 MB are needed.',
  EACCES: 'npm may not write here: check who owns this folder and its node_modules.',
  E401: 'The package registry wants a login: `npm login`, or check the token in your .npmrc.',
  EINTEGRITY: 'A package is not what the lockfile says: `npm cache clean --force`, then try again; if it stays, do not trust that registry.',
  EUSAGE: 'package-lock.json does not fit package.json: take both from the same commit.',
};

function explain(output) {
  const code = /^npm (?:ERR!|error) code (\S+)/m.exec(output)?.[1];
  const remedy = REMEDIES[code] ?? 'Run `npm ci` to see all of it.';
  const telling = output.trimEnd().split('\n').filter((line) => !/^npm (?:ERR!|error)\s{2}/.test(line)); // indented: stack and fields
  return `${telling.slice(0, OUTPUT_LINES).join('\n')}\n\nInstalling the dependencies failed. ${remedy}`;
}

async function install() {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'];
  const { exitCode, output } = await progress('installing dependencies (about 2 minutes, once)', () =>
    capture('npm', args, withoutLocalBinaries(process.env)),
  ).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new LaunchError('npm is not on the PATH: install Node with npm, then try again.', { cause: error });
  });
  if (exitCode !== 0) throw new LaunchError(explain(output));
}

/** Sees to it that node_modules is what package-lock.json asks for. @throws LaunchError */
export async function ensureInstalled() {
  if (stampIsCurrent()) return;
  await locked(async () => {
    if (stampIsCurrent()) return;
    const wanted = digest(); // before the install: a lockfile that changes meanwhile asks for another one
    if (!installedByHand()) await install();
    writeFileSync(STAMP, wanted);
  });
}
