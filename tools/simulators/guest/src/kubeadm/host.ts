import type { KeySource, PkiPorts } from '@handoff/pki';
import type { Clock, Random } from '@handoff/time';
import type { SemVer } from 'semver';

import type { GuestMachine } from '../system/machine.js';
import type { ClusterDirectory } from '../workload/cluster-directory.js';

/** Everything that kubeadm needs of the machine it runs on and of the world around it. */
export interface KubeadmHost {
  readonly machine: GuestMachine;
  readonly version: SemVer;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: KeySource;
  /** The clusters of this simulation: where etcd members and API servers come to life. */
  readonly clusters: ClusterDirectory;
  /** A step, for the console and the bootstrap reporter. */
  step(what: string): void;
}

export const pkiPorts = ({ keys, clock, random }: KubeadmHost): PkiPorts => ({ keys, clock, random });
