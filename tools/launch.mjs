#!/usr/bin/env node
// The first command after a clone: installs what is missing, builds what is stale, then runs. Plain JavaScript for Node 20, because at this
// point there is neither a compiler nor the Node that the project runs on. Its own lines go to stderr; stdout belongs to what it starts.
import { verbs } from './launch/verbs.mjs';
import { LaunchError } from './launch/errors.mjs';
import { say } from './launch/say.mjs';

const OLDEST_NODE = 20;

async function main([name, ...args]) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new LaunchError(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer (24 comes with the dependencies).`);
  }
  const verb = Object.hasOwn(verbs, name ?? '') ? verbs[name] : undefined;
  if (verb === undefined) {
    throw new LaunchError(`Usage: npm run ${Object.keys(verbs).join('|')} [-- arguments]`, { exitCode: 2 });
  }
  return verb(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
