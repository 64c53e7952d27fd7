import { readFileSync } from 'node:fs';
import { NATS_VARIABLES } from '@handoff/bus';
import { Command, InvalidArgumentError, Option } from 'commander';
import { serviceNames } from '@handoff/events';
import type { ServiceName } from '@handoff/events';
import { crds } from './commands/crds.js';
import { demo } from './commands/demo.js';
import type { DemoOptions } from './commands/demo.js';
import { events } from './commands/events.js';
import { describeCluster, whyClusterCommand } from './commands/inspect.js';
import type { InspectOptions } from './commands/inspect.js';
import { provisionNats, provisionNatsAccounts } from './commands/provision.js';
import type { ProvisionNatsOptions } from './commands/provision.js';
import { addTemplate, simulateGuests, simulateKubeApiServer, simulateVCenter } from './commands/simulate.js';
import type { GuestsCommandOptions, VCenterCommandOptions } from './commands/simulate.js';
import { timelineOfCluster } from './commands/timeline.js';
import type { TimelineOptions } from './commands/timeline.js';
import { traceCluster } from './commands/trace.js';
import type { TraceOptions } from './commands/trace.js';
import { up } from './commands/up.js';
import type { UpOptions } from './commands/up.js';
import { UP_HELP } from './commands/up-help.js';
import { delayNames } from './plane/delays.js';
import { DEFAULT_STATE } from './process/state.js';

type Exit = (code: number) => void;

const output = (): Option => new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text');
const state = (): Option => new Option('--state <folder>', 'where certificates, kubeconfigs and copies of repositories are kept').default(DEFAULT_STATE);
const delays = (fallback: (typeof delayNames)[number]): Option => new Option('--delays <set>', 'how slow the simulated vCenter and VMs are').choices(delayNames).default(fallback);
const listen = (flag: string, description: string): Option => new Option(`${flag} <host:port>`, description).argParser(address);

const EXIT_CODES = 'Exit code 0 done, 1 failed, 2 wrong usage; commands that look at something have more, and their --help says them.';
const ABSENT_OR_UNKNOWN = '1 there is no such cluster, 2 wrong usage, 4 it cannot be known: the API server does not answer or refuses';

/** The command line. Each command hands its exit code to `exit`. */
export function program(exit: Exit): Command {
  const handoff = new Command('handoff')
    .description('Cluster API for vSphere as event-driven services: from a Git commit to a Ready cluster.')
    .version(version(), '-V, --version', 'print the version')
    .exitOverride() // wrong usage is exit code 2 here, as in the services
    .addHelpText('after', `\n${EXIT_CODES}`)
    .showHelpAfterError('(--help shows what there is)');
  addRunning(handoff, exit);
  addLooking(handoff, exit);
  addProvisioning(handoff.command('provision').description('make what the services need from others'), exit);
  addSimulators(handoff.command('simulate').description('run one of the simulated parts by itself'), exit);
  return handoff;
}

function addRunning(handoff: Command, exit: Exit): void {
  handoff.command('demo')
    .description('bring up two clusters from a Git repository on simulated vSphere, show every handoff, and take them down again')
    .addOption(delays('demo')).addOption(output())
    .option('--keep', 'leave everything running until Ctrl-C', false)
    .option('--timeout <seconds>', 'give up after so long', seconds, 600)
    .action(async (options: DemoOptions) => { exit(await demo(options)); });
  handoff.command('up')
    .description('run the services until Ctrl-C: over an embedded management cluster and a simulated vCenter, unless told otherwise')
    .option('--services <names>', `comma-separated: ${serviceNames.join(', ')}; all unless told`, services)
    .option('--git <url|folder>', 'the repository to apply')
    .option('--branch <name>', 'its branch; HEAD unless told')
    .option('--kubeconfig <path>', 'the management cluster, which gets the CRDs; embedded unless told')
    .addOption(delays('demo'))
    .option('--no-vcenter', 'simulate no vCenter, as when VSPHERE_SERVER is set: the VSphereClusters name one that is there')
    .addOption(listen('--vcenter-listen', 'where the simulated vCenter listens; any free port unless told'))
    .addOption(state()).addOption(output()).addHelpText('after', UP_HELP)
    .action(async (options: UpOptions) => { exit(await up(options)); });
}

function addLooking(handoff: Command, exit: Exit): void {
  const looking = (command: Command): Command => command
    .option('-n, --namespace <name>', 'the namespace of the Cluster', 'default')
    .option('--kubeconfig <path>', 'the management cluster; else KUBECONFIG, else the one of the `up` that runs from this folder')
    .addOption(state()).addOption(output());
  looking(handoff.command('describe').description('show an object with all that belongs to it').command('cluster <name>').description('a cluster as a tree'))
    .option('--all', 'every object on a line of its own', false)
    .addHelpText('after', `\nExit code 0 shown, ${ABSENT_OR_UNKNOWN}.`)
    .action(async (name: string, options: InspectOptions & { all: boolean }) => { exit(await describeCluster(name, options)); });
  looking(handoff.command('why').description('say what blocks, from the first thing to its cause, and a fix').command('cluster <name>')
    .description('why a cluster is not ready'))
    .addHelpText('after', `\nExit code 0 ready, 3 it waits, ${ABSENT_OR_UNKNOWN}.`)
    .action(async (name: string, options: InspectOptions) => { exit(await whyClusterCommand(name, options)); });
  handoff.command('timeline').description('what happened, in order').command('cluster <name>')
    .description('the handoffs of a cluster, of a running `up` or of the Redis that REDIS_URL names')
    .addHelpText('after', '\nExit code 0 shown, 1 there are none, 2 wrong usage, 4 it cannot be known: no `up` runs there, or Redis does not answer.')
    .option('-n, --namespace <name>', 'the namespace of the Cluster', 'default').addOption(state()).addOption(output())
    .action(async (name: string, options: TimelineOptions) => { exit(await timelineOfCluster(name, options)); });
  looking(handoff.command('trace').description('where to see how an object came to be').command('cluster <name>').description('the trace of a cluster'))
    .addHelpText('after', `\nExit code 0 shown, 3 it has no trace yet, ${ABSENT_OR_UNKNOWN}.`)
    .addOption(new Option('--jaeger <url>', 'where its page is').env('JAEGER_URL').default('http://127.0.0.1:16686'))
    .action(async (name: string, options: TraceOptions) => { exit(await traceCluster(name, options)); });
  handoff.command('events').description('the handoffs between the services of a running `up`')
    .option('-f, --follow', 'go on until Ctrl-C', false).addOption(state()).addOption(output())
    .addHelpText('after', '\nExit code 0 shown, 2 wrong usage, 4 no `up` runs there.')
    .action(async (options: { follow: boolean; state: string; output: 'text' | 'json' }) => { exit(await events(options)); });
  handoff.command('crds').description('print the CustomResourceDefinitions').option('--directory <folder>', 'write one file each instead').addOption(output())
    .action(async (options: { directory?: string; output: 'text' | 'json' }) => { exit(await crds(options)); });
}

function addProvisioning(provisioning: Command, exit: Exit): void {
  provisioning.command('nats').description('make the streams and every service\'s durable, or bring them up to date')
    .option('--replicas <count>', 'copies of the streams in a cluster of servers: 1, 3 or 5', replicas, 1).addOption(output())
    .addHelpText('after', `\nEnvironment:\n${Object.entries(NATS_VARIABLES).map(([name, says]) => `  ${name.padEnd(15)} ${says}`).join('\n')}
\nExit code 0 done, 1 NATS is out of reach or forbids it, 2 the environment is wrong. Run again it changes nothing.`)
    .action(async (options: ProvisionNatsOptions) => { exit(await provisionNats(options)); });
  provisioning.command('nats-accounts').description('print the users of NATS and what each may do, for nats-server\'s configuration')
    .action(async () => { exit(await provisionNatsAccounts()); });
}

function addSimulators(simulate: Command, exit: Exit): void {
  simulate.command('kube-apiserver').description('a Kubernetes API with the CRDs of this project').addOption(state())
    .action(async (options: { state: string }) => { exit(await simulateKubeApiServer(options)); });
  const vcenter = simulate.command('vcenter').description('a vCenter: SOAP, REST, inventory, tasks, guestinfo')
    .addOption(listen('--listen', 'where it listens').default({ host: '127.0.0.1', port: 8989 }, '127.0.0.1:8989'))
    .addOption(state()).addOption(delays('none'))
    .option('--template <name...>', 'the templates that it has; a set of its own unless told')
    .option('--print-thumbprint', 'print the thumbprint of its certificate and end', false)
    .action(async (options: VCenterCommandOptions) => { exit(await simulateVCenter(options)); });
  vcenter.command('add-template <name>').description('add a template to a vCenter that is being simulated')
    .option('--server <host:port>', 'where it listens', '127.0.0.1:8989')
    .action(async (name: string, options: { server: string }) => { exit(await addTemplate(name, options)); });
  simulate.command('guests').description('play the VMs of a vCenter: cloud-init, kubeadm, a workload cluster\'s API at its VIP')
    .requiredOption('--vcenter <url>', 'the vCenter').option('--username <name>', 'who logs in (password: VSPHERE_PASSWORD)', 'user')
    .option('--thumbprint <sha256>', 'of its certificate; only a vCenter on loopback goes without, since whoever answers gets the password').addOption(delays('none'))
    .action(async (options: GuestsCommandOptions) => { exit(await simulateGuests(options)); });
}

/** This package's own. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}

function address(value: string): { host: string; port: number } {
  const match = /^(.+):(\d{1,5})$/.exec(value);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port > 65535) throw new InvalidArgumentError('expected host:port, e.g. 127.0.0.1:8989');
  return { host: match[1], port };
}

function services(value: string): ServiceName[] {
  return value.split(',').map((name) => {
    const found = serviceNames.find((known) => known === name.trim());
    if (found === undefined) throw new InvalidArgumentError(`there is no service "${name}"; there are ${serviceNames.join(', ')}`);
    return found;
  });
}

function replicas(value: string): number {
  if (!['1', '3', '5'].includes(value)) throw new InvalidArgumentError('expected 1, 3 or 5');
  return Number(value);
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError('expected a number of seconds');
  return number;
}
