import { z } from 'zod';
import { LocalAPIEndpoint, NodeRegistration, Patches, Timeouts } from './node-registration.js';
import { allOptional, atomicList, bytes, nonEmpty, stringMap, text } from '../schema/fields.js';

export const BootstrapTokenDiscovery = nonEmpty({
  apiServerEndpoint: text(1, 512).describe('host:port of the API server.'),
  caCertHashes: atomicList(text(1, 512)).min(1).max(100).describe('Hashes of the CA that is trusted, sha256:….'),
  token: text(1, 512).describe('Token to use; absent: one is made.'),
  unsafeSkipCAVerification: z.boolean().describe('Trusts any CA.'),
}).describe('Finds the cluster by a token; the CA is checked by its hash.');
export type BootstrapTokenDiscovery = z.infer<typeof BootstrapTokenDiscovery>;

export const FileDiscovery = z.object({
  kubeConfigPath: text(1, 512).describe('Path of the kubeconfig on the host.'),
  kubeConfig: z.object({
    user: nonEmpty({
      authProvider: z.object({
        name: text(1, 256).describe('Name of the way.'),
        config: stringMap().describe('Its settings.').optional(),
      }).describe('A named way to log in.'),
      exec: z.object({
        command: text(1, 1024).describe('The program.'),
        apiVersion: text(1, 512).describe('Version of the exec protocol.').optional(),
        args: atomicList(text(1, 512)).min(1).max(100).describe('Its arguments.').optional(),
        env: atomicList(z.object({
          name: text(1, 512),
          value: text(1, 512),
        })).min(1).max(100).describe('Its environment.').optional(),
        provideClusterInfo: z.boolean().describe('Whether the program is told about the cluster.').optional(),
      }).describe('A program that yields the credentials.'),
    }).describe('Who logs in.'),
    cluster: nonEmpty({
      certificateAuthorityData: bytes().min(1).max(51200).describe('CA certificates as PEM.'),
      insecureSkipTLSVerify: z.boolean().describe('Trusts any certificate.'),
      proxyURL: text(1, 512).describe('Proxy to go through.'),
      server: text(1, 512).describe('URL of the API server.'),
      tlsServerName: text(1, 512).describe('Name to expect in the certificate.'),
    }).describe('How the API server is reached; absent fields come from the Cluster.').optional(),
  }).describe('Contents of the kubeconfig, if it should be written.').optional(),
}).describe('Finds the cluster by a kubeconfig file.');
export type FileDiscovery = z.infer<typeof FileDiscovery>;

export const Discovery = nonEmpty({
  bootstrapToken: BootstrapTokenDiscovery,
  file: FileDiscovery,
  tlsBootstrapToken: text(1, 512).describe("Token of the kubelet's certificate request; absent: that of the discovery."),
}).describe('How a joining node finds and trusts the cluster; a token is made when nothing is given.');
export type Discovery = z.infer<typeof Discovery>;

export const JoinControlPlane = allOptional({
  localAPIEndpoint: LocalAPIEndpoint,
}).describe('Present when the node joins the control plane.');
export type JoinControlPlane = z.infer<typeof JoinControlPlane>;

export const JoinConfiguration = nonEmpty({
  caCertPath: text(1, 512).describe('Where the CA is kept on the host.'),
  controlPlane: JoinControlPlane.describe('Present when the node joins the control plane.'),
  discovery: Discovery,
  nodeRegistration: NodeRegistration,
  patches: Patches,
  skipPhases: atomicList(text(1, 256)).min(1).max(50).describe('Phases of kubeadm that are left out.'),
  timeouts: Timeouts,
}).describe('How a node joins a cluster that runs already.');
export type JoinConfiguration = z.infer<typeof JoinConfiguration>;
