import { z } from 'zod';
import { ControlPlaneComponent, EnvVar, ExtraArg, HostPathMount } from './component.js';
import { atomicList, cel, int32, mapList, nonEmpty, text } from '../schema/fields.js';

/** What is added to the static pod of the API server. */
export const APIServer = nonEmpty({
  certSANs: atomicList(text(1, 253)).min(1).max(100),
  extraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'extraArgs name must be unique',
  ),
  extraEnvs: atomicList(EnvVar).min(1).max(100),
  extraVolumes: atomicList(HostPathMount).min(1).max(100),
});
export type APIServer = z.infer<typeof APIServer>;

/** The image of the DNS add-on. */
export const DNS = nonEmpty({
  imageRepository: text(1, 512),
  imageTag: text(1, 256),
});
export type DNS = z.infer<typeof DNS>;

/** An etcd member on every control-plane node. */
export const LocalEtcd = nonEmpty({
  dataDir: text(1, 512),
  extraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'extraArgs name must be unique',
  ),
  extraEnvs: atomicList(EnvVar).min(1).max(100),
  imageRepository: text(1, 512),
  imageTag: text(1, 256),
  peerCertSANs: atomicList(text(1, 253)).min(1).max(100),
  serverCertSANs: atomicList(text(1, 253)).min(1).max(100),
});
export type LocalEtcd = z.infer<typeof LocalEtcd>;

/** An etcd that somebody else runs. */
export const ExternalEtcd = z.object({
  caFile: text(1, 512),
  certFile: text(1, 512),
  endpoints: atomicList(text(1, 512)).min(1).max(50),
  keyFile: text(1, 512),
});
export type ExternalEtcd = z.infer<typeof ExternalEtcd>;

/** Where the cluster keeps its state: set `local` or `external`. */
export const Etcd = nonEmpty({
  external: ExternalEtcd,
  local: LocalEtcd,
});
export type Etcd = z.infer<typeof Etcd>;

/** What kubeadm needs to know about the whole cluster. Name, networks and version come from the Cluster and the Machine. */
export const ClusterConfiguration = nonEmpty({
  apiServer: APIServer,
  caCertificateValidityPeriodDays: int32().min(1).max(36500),
  certificateValidityPeriodDays: int32().min(1).max(1095),
  certificatesDir: text(1, 512),
  controlPlaneEndpoint: text(1, 512),
  controllerManager: ControlPlaneComponent,
  dns: DNS,
  encryptionAlgorithm: z.enum(['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096']),
  etcd: Etcd,
  featureGates: z.record(z.string(), z.boolean()),
  imageRepository: text(1, 512),
  scheduler: ControlPlaneComponent,
});
export type ClusterConfiguration = z.infer<typeof ClusterConfiguration>;
