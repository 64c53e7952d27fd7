import { z } from 'zod';
import { ControlPlaneComponent, EnvVar, ExtraArg, HostPathMount } from './component.js';
import { atomicList, cel, int32, mapList, nonEmpty, text } from '../schema/fields.js';

export const APIServer = nonEmpty({
  certSANs: atomicList(text(1, 253)).min(1).max(100).describe("Further names and addresses in the API server's certificate."),
  extraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'extraArgs name must be unique',
  ).describe('Flags, added to those that kubeadm sets.'),
  extraEnvs: atomicList(EnvVar).min(1).max(100).describe('Environment variables.'),
  extraVolumes: atomicList(HostPathMount).min(1).max(100).describe('Paths of the host to mount.'),
}).describe('What is added to the static pod of the API server.');
export type APIServer = z.infer<typeof APIServer>;

export const DNS = nonEmpty({
  imageRepository: text(1, 512).describe('Registry to pull from.'),
  imageTag: text(1, 256).describe('Tag of the image.'),
}).describe('The image of the DNS add-on.');
export type DNS = z.infer<typeof DNS>;

export const LocalEtcd = nonEmpty({
  dataDir: text(1, 512).describe('Where etcd keeps its data.'),
  extraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'extraArgs name must be unique',
  ).describe('Flags, added to those that kubeadm sets.'),
  extraEnvs: atomicList(EnvVar).min(1).max(100).describe('Environment variables.'),
  imageRepository: text(1, 512).describe('Registry to pull from.'),
  imageTag: text(1, 256).describe('Tag of the image.'),
  peerCertSANs: atomicList(text(1, 253)).min(1).max(100).describe('Further names in the certificate between members.'),
  serverCertSANs: atomicList(text(1, 253)).min(1).max(100).describe('Further names in the certificate for clients.'),
}).describe('An etcd member on every control-plane node.');
export type LocalEtcd = z.infer<typeof LocalEtcd>;

export const ExternalEtcd = z.object({
  caFile: text(1, 512).describe('CA of the members.'),
  certFile: text(1, 512).describe('Client certificate.'),
  endpoints: atomicList(text(1, 512)).min(1).max(50).describe('URLs of the members.'),
  keyFile: text(1, 512).describe('Key of the client certificate.'),
}).describe('An etcd that somebody else runs.');
export type ExternalEtcd = z.infer<typeof ExternalEtcd>;

export const Etcd = nonEmpty({
  external: ExternalEtcd,
  local: LocalEtcd,
}).describe('Where the cluster keeps its state: set `local` or `external`.');
export type Etcd = z.infer<typeof Etcd>;

export const ClusterConfiguration = nonEmpty({
  apiServer: APIServer,
  caCertificateValidityPeriodDays: int32().min(1).max(36500).describe('How long CAs are valid; absent: ten years.'),
  certificateValidityPeriodDays: int32().min(1).max(1095).describe('How long certificates are valid; absent: one year.'),
  certificatesDir: text(1, 512).describe('Where certificates are kept; absent: /etc/kubernetes/pki.'),
  controlPlaneEndpoint: text(1, 512).describe('host:port of the API; absent: that of the Cluster.'),
  controllerManager: ControlPlaneComponent.describe('The controller manager.'),
  dns: DNS,
  encryptionAlgorithm: z.enum(['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096']).describe('Kind of the keys that are made.'),
  etcd: Etcd,
  featureGates: z.record(z.string(), z.boolean()).describe('Feature gates of kubeadm.'),
  imageRepository: text(1, 512).describe('Registry to pull from.'),
  scheduler: ControlPlaneComponent.describe('The scheduler.'),
}).describe('What kubeadm needs to know about the whole cluster. Name, networks and version come from the Cluster and the Machine.');
export type ClusterConfiguration = z.infer<typeof ClusterConfiguration>;
