import { existsSync } from 'node:fs';
import { LaunchError } from './errors.mjs';
import { inRoot } from './paths.mjs';

const WANTED = 24;
const PINNED = inRoot('node_modules', 'node', 'bin', 'node');

/** The Node that everything but the launcher runs on: the pinned one, else the one that runs us if it is new enough. @throws LaunchError */
export function projectNode() {
  if (existsSync(PINNED)) return PINNED;
  if (Number.parseInt(process.versions.node, 10) >= WANTED) return process.execPath;
  throw new LaunchError(
    `Node ${WANTED} is missing: it comes with the dependencies, by an install script. If \`npm config get ignore-scripts\` says true, run\n` +
      `  npm rebuild node --ignore-scripts=false\notherwise install Node ${WANTED} or newer and try again.`,
  );
}
