import { z } from 'zod';
import { LocalAPIEndpoint, NodeRegistration, Patches, Timeouts } from './node-registration.js';
import { allOptional, atomicList, bytes, nonEmpty, stringMap, text } from '../schema/fields.js';

/** Finds the cluster by a token; the CA is checked by its hash. */
export const BootstrapTokenDiscovery = nonEmpty({
  apiServerEndpoint: text(1, 512),
  caCertHashes: atomicList(text(1, 512)).min(1).max(100),
  token: text(1, 512),
  unsafeSkipCAVerification: z.boolean(),
});
export type BootstrapTokenDiscovery = z.infer<typeof BootstrapTokenDiscovery>;

/** Finds the cluster by a kubeconfig file. */
export const FileDiscovery = z.object({
  kubeConfigPath: text(1, 512),
  kubeConfig: z.object({
    user: nonEmpty({
      authProvider: z.object({
        name: text(1, 256),
        config: stringMap().optional(),
      }),
      exec: z.object({
        command: text(1, 1024),
        apiVersion: text(1, 512).optional(),
        args: atomicList(text(1, 512)).min(1).max(100).optional(),
        env: atomicList(z.object({
          name: text(1, 512),
          value: text(1, 512),
        })).min(1).max(100).optional(),
        provideClusterInfo: z.boolean().optional(),
      }),
    }),
    cluster: nonEmpty({
      certificateAuthorityData: bytes().min(1).max(51200),
      insecureSkipTLSVerify: z.boolean(),
      proxyURL: text(1, 512),
      server: text(1, 512),
      tlsServerName: text(1, 512),
    }).optional(),
  }).optional(),
});
export type FileDiscovery = z.infer<typeof FileDiscovery>;

/** How a joining node finds and trusts the cluster; a token is made when nothing is given. */
export const Discovery = nonEmpty({
  bootstrapToken: BootstrapTokenDiscovery,
  file: FileDiscovery,
  tlsBootstrapToken: text(1, 512),
});
export type Discovery = z.infer<typeof Discovery>;

/** Present when the node joins the control plane. */
export const JoinControlPlane = allOptional({
  localAPIEndpoint: LocalAPIEndpoint,
});
export type JoinControlPlane = z.infer<typeof JoinControlPlane>;

/** How a node joins a cluster that runs already. */
export const JoinConfiguration = nonEmpty({
  caCertPath: text(1, 512),
  controlPlane: JoinControlPlane,
  discovery: Discovery,
  nodeRegistration: NodeRegistration,
  patches: Patches,
  skipPhases: atomicList(text(1, 256)).min(1).max(50),
  timeouts: Timeouts,
});
export type JoinConfiguration = z.infer<typeof JoinConfiguration>;
