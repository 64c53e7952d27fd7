import { Command, Option } from 'commander';
import { demo } from './commands/demo.js';
import type { DemoOptions } from './commands/demo.js';
import { delayNames } from './plane/delays.js';

const output = (): Option => new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text');
const delays = (fallback: (typeof delayNames)[number]): Option => new Option('--delays <set>', 'how slow the simulated vCenter and VMs are').choices(delayNames).default(fallback);
const seconds = (value: string): number => {
  const number = Number(value);
  if (!(number > 0)) throw new TypeError(`"${value}" is not a number of seconds`);
  return number;
};

/** The command line. Each command returns its exit code. */
export function program(exit: (code: number) => void): Command {
  const handoff = new Command('handoff')
    .description('Cluster API for vSphere as event-driven services: from a Git commit to a Ready cluster.')
    .showHelpAfterError('(--help shows what there is)');
  handoff.command('demo')
    .description('bring up two clusters from a Git repository on simulated vSphere, show every handoff, and take them down again')
    .addOption(delays('demo')).addOption(output())
    .option('--keep', 'leave everything running until Ctrl-C', false)
    .option('--timeout <seconds>', 'give up after so long', seconds, 600)
    .action(async (options: DemoOptions) => { exit(await demo(options)); });
  return handoff;
}
