import type { KeySource } from '@handoff/pki';
import type { Clock, Random } from '@handoff/time';

import type { Program } from '../shell/interpreter.js';
import { FileSystemError } from '../system/file-system.js';
import type { GuestMachine } from '../system/machine.js';
import type { ClusterDirectory } from '../workload/cluster-directory.js';
import { KubeadmConfigError, KubeadmError } from './errors.js';
import type { KubeadmHost } from './host.js';
import { kubeadmInit } from './init.js';
import { kubeadmJoin } from './join.js';
import type { Membership } from './membership.js';
import { parseVersion } from './version.js';

export interface KubeadmPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: KeySource;
  readonly clusters: ClusterDirectory;
  readonly discoveryTimeout: number;
}

/** Who hears how kubeadm fares. */
export interface KubeadmListener {
  step(phase: string): void;
  joined(membership: Membership): void;
  failed(phase: string, error: Error): void;
}

/** The program `kubeadm` of a guest: version, init and join. Other commands are skipped. */
export function kubeadmProgram(machine: GuestMachine, ports: KubeadmPorts, listener: KubeadmListener): Program {
  return async (args, io, shell) => {
    const [command = ''] = args;
    if (command === 'version') {
      const isShort = args.includes('short') || args.includes('-oshort') || args.includes('--output=short');
      io.stdout.write(
        isShort ? `${machine.kubernetesVersion}\n` : `kubeadm version: &version.Info{GitVersion:"${machine.kubernetesVersion}"}\n`,
      );
      return 0;
    }
    if (command !== 'init' && command !== 'join') {
      shell.host.skipped(`kubeadm ${args.join(' ')}`, 'not played');
      return 0;
    }
    let phase = 'preflight';
    const step = (name: string): void => {
      phase = name;
      io.stdout.write(`[${name}]\n`);
      listener.step(name);
    };
    const host: KubeadmHost = { machine, ...ports, version: parseVersion(machine.kubernetesVersion), step };
    try {
      const configuration = readConfiguration(args, machine);
      listener.joined(
        command === 'init' ? await kubeadmInit(host, configuration) : await kubeadmJoin(host, configuration, ports.discoveryTimeout),
      );
      return 0;
    } catch (error) {
      if (!(error instanceof KubeadmError || error instanceof KubeadmConfigError)) throw error;
      io.stderr.write(`${error.message}\nTo see the stack trace of this error execute with --v=5 or higher\n`);
      listener.failed(phase, error);
      return 1;
    }
  };
}

function readConfiguration(args: readonly string[], machine: GuestMachine): string {
  const index = args.findIndex((arg) => arg === '--config' || arg.startsWith('--config='));
  const argument = args[index];
  if (argument === undefined)
    throw new KubeadmConfigError('without --config kubeadm would make a cluster of its own defaults; this simulation wants the file');
  const path = argument.includes('=') ? argument.slice('--config='.length) : (args[index + 1] ?? '');
  try {
    return machine.files.read(path);
  } catch (error) {
    if (error instanceof FileSystemError)
      throw new KubeadmConfigError(`unable to read config from "${path}": open ${path}: no such file or directory`, { cause: error });
    throw error;
  }
}
