import { parseArgs } from 'node:util';
import { cacheFolder } from './cache.js';
import { commandNames, sourceOf } from './catalogue.js';
import { systemClock } from '@handoff/time';
import { find, install } from './install.js';

const USAGE = `real-parts: the real servers and tools that tests run against, from the package registries

  list                what there is, and what of it is on this machine
  install [NAME...]   brings them (all unless told); minutes the first time, nothing after
  path NAME           where one is

They are kept outside of the tree, in HANDOFF_PARTS or a folder of your cache. Commands of your own in KUBEBUILDER_ASSETS or HANDOFF_PARTS_BIN come first.
`;

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

async function list(): Promise<number> {
  say(`kept in ${cacheFolder()}`);
  for (const command of commandNames()) {
    const found = await find(command);
    say(`${command.padEnd(24)} ${found === undefined ? 'not here' : `${found.version.padEnd(10)} ${found.path}`}`);
  }
  return 0;
}

/** One after the other: each build keeps all cores busy by itself. */
async function installAll(wanted: readonly string[]): Promise<number> {
  const commands = wanted.length === 0 ? commandNames() : wanted;
  let failed = 0;
  for (const [index, command] of commands.entries()) {
    const started = systemClock.now();
    const source = sourceOf(command);
    if ((await find(command)) === undefined) say(`[${String(index + 1)}/${String(commands.length)}] ${source.name} ${source.kind === 'built' ? source.version : ''}…`);
    try {
      const { version, path } = await install(command);
      say(`[${String(index + 1)}/${String(commands.length)}] ${command} ${version} ${path} (${((systemClock.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}

async function path(command: string | undefined): Promise<number> {
  const found = command === undefined ? undefined : await find(command);
  if (found === undefined) {
    process.stderr.write(`${command ?? 'nothing'} is not on this machine: npm run real-parts -- install ${command ?? 'NAME'}\n`);
    return 1;
  }
  say(found.path);
  return 0;
}

async function main(): Promise<number> {
  const { positionals: [verb, ...names], values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (verb === 'list') return list();
  if (verb === 'install') return installAll(names);
  if (verb === 'path') return path(names[0]);
  process.stderr.write(USAGE);
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
