import type { KeySource } from '@handoff/pki';
import type { Clock, Random } from '@handoff/time';

import type { CloudCommand } from '../cloudinit/cloud-config.js';
import { configureNetwork, type NetworkCard } from '../cloudinit/network-config.js';
import { parseMetadata } from '../cloudinit/instance-data.js';
import { textIn, type Fields } from '../json.js';
import { Console, type DelayLedger } from '../journal.js';
import type { Membership } from '../kubeadm/membership.js';
import { kubeadmProgram } from '../kubeadm/program.js';
import { UnsupportedSyntaxError } from '../shell/ast.js';
import { Shell, type Program, type ShellHost } from '../shell/interpreter.js';
import { parseScript } from '../shell/parser.js';
import { basicPrograms } from '../shell/programs/index.js';
import type { ClusterDirectory } from '../workload/cluster-directory.js';
import { commandLine, readCloudConfig, writeFiles, type BootData } from './cloud-init.js';
import { GuestFileSystem } from './file-system.js';
import type { GuestMachine } from './machine.js';
import { Reporter, type SetVariables } from './reporter.js';

const sentinel = '/run/cluster-api/bootstrap-success.complete';

/** A VM as it is when it is powered on. */
export interface GuestHardware {
  readonly vm: string;
  readonly uuid: string;
  readonly cards: readonly NetworkCard[];
  /** Version of the Kubernetes tools in the image. */
  readonly kubernetesVersion: string;
}

export interface GuestPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: KeySource;
  readonly delays: DelayLedger;
  readonly discoveryTimeout: number;
  readonly clusters: ClusterDirectory;
  /** Leases an address for a card from the network's DHCP server. */
  readonly lease: (macAddress: string) => string;
  /** Tells vCenter the addresses of the cards and the host's name, as the guest tools do. */
  readonly announce: (addresses: readonly string[], hostname: string) => Promise<void>;
  /** Sets guest variables; undefined when nobody asked for reports. */
  readonly setVariables: SetVariables | undefined;
}

/** The software of one VM: its disk outlives power cycles, everything else ends with the power. */
export class Guest {
  readonly console = new Console();
  readonly files = new GuestFileSystem();
  #membership: Membership | undefined;
  #lastStep = 'cloud-init: modules-final';
  #failure: { readonly step: string; readonly reason: string } | undefined;
  #bootstrapped = false;

  /** The cluster that the VM is a node of. */
  get membership(): Membership | undefined {
    return this.#membership;
  }

  /** Runs the VM from power-on; resolves when nothing more will happen by itself. Never rejects for what the guest does wrong. */
  async run(hardware: GuestHardware, data: BootData, ports: GuestPorts, signal: AbortSignal): Promise<void> {
    const reporter = new Reporter(ports.setVariables, ports.clock, signal);
    try {
      await this.#boot(hardware, data, ports, reporter, signal);
      await reporter.flushed();
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.console.write(`cloud-init: ${reason}`);
      reporter.report('failed', 'cloud-init: init', reason);
      await reporter.flushed();
    }
  }

  async #boot(hardware: GuestHardware, data: BootData, ports: GuestPorts, reporter: Reporter, signal: AbortSignal): Promise<void> {
    await ports.delays.spend('boot', { vm: hardware.vm }, signal);
    const metadata = parseMetadata(data.metadata);
    const hostname = textIn(metadata['local-hostname']) || 'ubuntu';
    const machine: GuestMachine = {
      ...hardware,
      files: this.files,
      console: this.console,
      delays: ports.delays,
      signal,
      hostname,
      addresses: [],
    };
    reporter.report('running', 'cloud-init: init-local');
    machine.addresses = this.#bringUpNetwork(hardware, metadata, ports);
    await ports.announce(machine.addresses, hostname);
    if (this.#bootstrapped) await this.#resume(machine);
    else await this.#bootstrap(machine, metadata, data, ports, reporter);
  }

  #bringUpNetwork(hardware: GuestHardware, metadata: Fields, ports: GuestPorts): string[] {
    return configureNetwork(metadata, hardware.cards).flatMap(({ macAddress, addresses, dhcp, deviceName }) => {
      const all = dhcp ? [...addresses, ports.lease(macAddress)] : addresses;
      this.console.write(`network: ${deviceName} ${macAddress}: ${all.join(', ') || 'no address'}`);
      return all;
    });
  }

  /** A later boot of the same instance: cloud-init has nothing to do, the kubelet starts what is on the disk. */
  async #resume(machine: GuestMachine): Promise<void> {
    this.console.write('cloud-init: this instance has been set up before');
    await this.#membership?.start(machine);
  }

  async #bootstrap(machine: GuestMachine, metadata: Fields, data: BootData, ports: GuestPorts, reporter: Reporter): Promise<void> {
    this.#bootstrapped = true;
    reporter.report('running', 'cloud-init: init');
    const config = readCloudConfig(machine, metadata, data);
    const run = (name: string, commands: readonly CloudCommand[]): Promise<void> =>
      this.#runCommands(machine, name, commands, ports, reporter);
    await run('bootcmd', config.bootCommands);
    writeFiles(
      this.files,
      config.writeFiles.filter(({ defer }) => defer !== true),
    );
    writeFiles(
      this.files,
      config.writeFiles.filter(({ defer }) => defer === true),
    );
    reporter.report('running', 'cloud-init: modules-final');
    await run('runcmd', config.runCommands);
    this.console.write('cloud-init: finished');
    if (this.files.exists(sentinel)) reporter.report('done', this.#lastStep);
    else this.#complain(reporter);
  }

  #complain(reporter: Reporter): void {
    const { step, reason } = this.#failure ?? {
      step: 'cloud-init: modules-final',
      reason: `cloud-init ended, and ${sentinel} was not written`,
    };
    reporter.report('failed', step, reason);
  }

  async #runCommands(
    machine: GuestMachine,
    name: string,
    commands: readonly CloudCommand[],
    ports: GuestPorts,
    reporter: Reporter,
  ): Promise<void> {
    const lines = commands.map(commandLine).filter((line) => line !== '' && this.#isPlayable(line));
    if (lines.length === 0) return;
    const shell = new Shell(this.#shellHost(machine, ports, reporter), 'sh', name);
    const sink = {
      write: (text: string) => {
        this.console.write(text);
      },
    };
    const status = await shell.run(lines.join('\n'), { stdin: '', stdout: sink, stderr: sink });
    if (status !== 0) this.console.write(`cloud-init: failed to run module ${name}: exit status ${String(status)}`);
    if (status === 2) this.#failure ??= { step: `cloud-init: ${name}`, reason: `the commands of ${name} are no valid shell script` };
  }

  /** One command with a construct that is not played must not take the others with it. */
  #isPlayable(line: string): boolean {
    try {
      parseScript(line);
    } catch (error) {
      if (!(error instanceof UnsupportedSyntaxError)) return true; // a real fault, which the whole script shows
      this.console.write(`skipped (${error.message}): ${line}`);
      return false;
    }
    return true;
  }

  #shellHost(machine: GuestMachine, ports: GuestPorts, reporter: Reporter): ShellHost {
    const kubeadm = kubeadmProgram(machine, ports, {
      step: (phase) => {
        this.#lastStep = `kubeadm: ${phase}`;
        reporter.report('running', this.#lastStep);
      },
      joined: (membership) => {
        this.#membership = membership;
      },
      failed: (phase, error) => {
        this.#failure = { step: `kubeadm: ${phase}`, reason: error.message };
        reporter.report('failed', `kubeadm: ${phase}`, error.message);
      },
    });
    const programs = new Map<string, Program>([
      ...basicPrograms,
      ['kubeadm', kubeadm],
      ['hostnamectl', hostnamectl(machine)],
      ['hostname', hostname(machine)],
      ['sleep', sleep(ports.clock)],
    ]);
    return {
      files: this.files,
      programs,
      signal: machine.signal,
      skipped: (command, why) => {
        this.console.write(`skipped (${why}): ${command}`);
      },
    };
  }
}

const hostnamectl =
  (machine: GuestMachine): Program =>
  (args) => {
    const [verb, name] = args.filter((arg) => !arg.startsWith('-'));
    if ((verb === 'set-hostname' || verb === 'hostname') && name !== undefined) machine.hostname = name;
    return 0;
  };

const hostname =
  (machine: GuestMachine): Program =>
  (args, io) => {
    if (args[0] === undefined || args[0].startsWith('-')) io.stdout.write(`${machine.hostname}\n`);
    else machine.hostname = args[0];
    return 0;
  };

const sleep =
  (clock: Clock): Program =>
  async (args, _io, shell) => {
    await clock.sleep(Number.parseFloat(args[0] ?? '0') * 1_000, shell.host.signal);
    return 0;
  };
