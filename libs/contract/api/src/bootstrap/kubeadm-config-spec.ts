import { z } from 'zod';
import { ClusterConfiguration } from './cluster-configuration.js';
import { DiskSetup, HostFile, HostUser, Ignition, NTP } from './host.js';
import { InitConfiguration } from './init-configuration.js';
import { JoinConfiguration } from './join-configuration.js';
import { atomicList, int32, nonEmpty, text } from '../schema/fields.js';

/** Everything that turns a fresh host into a node: kubeadm's own configuration and what is done around it. */
export const KubeadmConfigSpec = nonEmpty({
  bootCommands: atomicList(text(1, 10240)).min(1).max(1000),
  clusterConfiguration: ClusterConfiguration,
  diskSetup: DiskSetup,
  files: atomicList(HostFile).min(1).max(200),
  format: z.enum(['cloud-config', 'ignition']),
  ignition: Ignition,
  initConfiguration: InitConfiguration,
  joinConfiguration: JoinConfiguration,
  mounts: atomicList(z.array(text(1, 512)).min(1).max(100)).min(1).max(100),
  ntp: NTP,
  postKubeadmCommands: atomicList(text(1, 10240)).min(1).max(1000),
  preKubeadmCommands: atomicList(text(1, 10240)).min(1).max(1000),
  users: atomicList(HostUser).min(1).max(100),
  verbosity: int32(),
});
export type KubeadmConfigSpec = z.infer<typeof KubeadmConfigSpec>;
