import { z } from 'zod';
import { ClusterConfiguration } from './cluster-configuration.js';
import { DiskSetup, HostFile, HostUser, Ignition, NTP } from './host.js';
import { InitConfiguration } from './init-configuration.js';
import { JoinConfiguration } from './join-configuration.js';
import { atomicList, int32, nonEmpty, text } from '../schema/fields.js';

export const KubeadmConfigSpec = nonEmpty({
  bootCommands: atomicList(text(1, 10240)).min(1).max(1000).describe('Run on every boot, very early.'),
  clusterConfiguration: ClusterConfiguration,
  diskSetup: DiskSetup,
  files: atomicList(HostFile).min(1).max(200).describe('Files to write.'),
  format: z.enum(['cloud-config', 'ignition']).describe('Language of the bootstrap data; absent: cloud-config.'),
  ignition: Ignition,
  initConfiguration: InitConfiguration,
  joinConfiguration: JoinConfiguration,
  mounts: atomicList(z.array(text(1, 512)).min(1).max(100)).min(1).max(100).describe('Lines of fstab: fields of each.'),
  ntp: NTP,
  postKubeadmCommands: atomicList(text(1, 10240)).min(1).max(1000).describe('Run after kubeadm.'),
  preKubeadmCommands: atomicList(text(1, 10240)).min(1).max(1000).describe('Run before kubeadm.'),
  users: atomicList(HostUser).min(1).max(100).describe('Accounts to make.'),
  verbosity: int32().describe('Log level of kubeadm.'),
}).describe("Everything that turns a fresh host into a node: kubeadm's own configuration and what is done around it.");
export type KubeadmConfigSpec = z.infer<typeof KubeadmConfigSpec>;
