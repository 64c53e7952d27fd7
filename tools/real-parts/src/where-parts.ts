import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { folderOf } from './cache.js';
import { sourceOf } from './catalogue.js';
import { isContained } from './container.js';

/** A test framework's `describe`: only this much of it is needed. */
interface Describe {
  (title: string, body: () => void): void;
  readonly skip: (title: string, body: () => void) => void;
}

/** True where a part that is not there is a failure: in CI, or where `REQUIRE_PARTS` says so. */
export const partsAreRequired = (): boolean => process.env['REQUIRE_PARTS'] === 'true';

/**
 * `describe` where the parts are on this machine, a skip that names the missing ones elsewhere. Where they are required the tests run, and
 * fail with what is missing.
 */
export function whereParts(describe: Describe, ...commands: readonly string[]): (title: string, body: () => void) => void {
  const missing = commands.filter((command) => !isHere(command));
  if (missing.length === 0 || partsAreRequired()) return describe;
  return (title, body) => { describe.skip(`${title} (skipped: ${missing.join(', ')} not on this machine; npm run real-parts -- install)`, body); };
}

/** The same look as `find`, but at once: tests are declared before anything can be awaited. */
function isHere(command: string): boolean {
  if (isContained(command)) return true; // an engine was asked for: without one the tests fail and say so
  const source = sourceOf(command);
  const own = source.kind === 'built' ? [folderOf(source.name, source.version)] : (process.env['PATH'] ?? '').split(delimiter);
  return [process.env['KUBEBUILDER_ASSETS'], process.env['HANDOFF_PARTS_BIN'], ...own]
    .some((folder) => folder !== undefined && can(join(folder, command)));
}

function can(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
