import { z } from 'zod';

/*
 * The shapes of kubeadm.k8s.io/v1beta4 and v1beta3, strict as kubeadm's own decoder is: a field that is not listed is refused.
 * The two versions differ in extraArgs (list or map) and in where timeouts stand.
 */
const argument = z.strictObject({ name: z.string(), value: z.string() });
const argumentList = z.array(argument);
const argumentMap = z
  .record(z.string(), z.string())
  .transform((map) => Object.entries(map).map(([name, value]) => ({ name, value })));

const environment = z.array(z.looseObject({ name: z.string(), value: z.string().optional() }));

const volume = z.strictObject({
  name: z.string(),
  hostPath: z.string(),
  mountPath: z.string(),
  readOnly: z.boolean().optional(),
  pathType: z.string().optional(),
});

const taint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  timeAdded: z.string().nullish(),
});

const timeouts = z.strictObject({
  controlPlaneComponentHealthCheck: z.string().optional(),
  kubeletHealthCheck: z.string().optional(),
  kubernetesAPICall: z.string().optional(),
  etcdAPICall: z.string().optional(),
  tlsBootstrap: z.string().optional(),
  discovery: z.string().optional(),
  upgradeManifests: z.string().optional(),
});

const localApiEndpoint = z.strictObject({ advertiseAddress: z.string().optional(), bindPort: z.int().optional() });
const patches = z.strictObject({ directory: z.string().optional() });

const bootstrapToken = z.strictObject({
  token: z.string().regex(/^[a-z0-9]{6}\.[a-z0-9]{16}$/, 'a bootstrap token has the form [a-z0-9]{6}.[a-z0-9]{16}'),
  description: z.string().optional(),
  ttl: z.string().optional(),
  expires: z.string().nullish(),
  usages: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
});

function schemasOf(version: 'v1beta3' | 'v1beta4') {
  const isV4 = version === 'v1beta4';
  const apiVersion = z.literal(`kubeadm.k8s.io/${version}`);
  const extraArgs = (isV4 ? argumentList : argumentMap).optional();
  const onlyV4 = <T extends z.ZodType>(schema: T) => (isV4 ? schema.optional() : z.never().optional());
  const onlyV3 = <T extends z.ZodType>(schema: T) => (isV4 ? z.never().optional() : schema.optional());
  const nodeRegistration = z.strictObject({
    name: z.string().optional(),
    criSocket: z.string().optional(),
    taints: z.array(taint).nullish(),
    kubeletExtraArgs: extraArgs,
    ignorePreflightErrors: z.array(z.string()).optional(),
    imagePullPolicy: z.string().optional(),
    imagePullSerial: onlyV4(z.boolean()),
  });
  const component = z.strictObject({ extraArgs, extraVolumes: z.array(volume).optional(), extraEnvs: onlyV4(environment) });
  const etcd = z.strictObject({
    local: z
      .strictObject({
        imageRepository: z.string().optional(),
        imageTag: z.string().optional(),
        dataDir: z.string().optional(),
        extraArgs,
        extraEnvs: onlyV4(environment),
        serverCertSANs: z.array(z.string()).optional(),
        peerCertSANs: z.array(z.string()).optional(),
      })
      .optional(),
    external: z.strictObject({ endpoints: z.array(z.string()), caFile: z.string(), certFile: z.string(), keyFile: z.string() }).optional(),
  });
  const skipPhases = z.array(z.string()).optional();
  return {
    InitConfiguration: z.strictObject({
      apiVersion,
      kind: z.literal('InitConfiguration'),
      bootstrapTokens: z.array(bootstrapToken).optional(),
      dryRun: onlyV4(z.boolean()),
      nodeRegistration: nodeRegistration.optional(),
      localAPIEndpoint: localApiEndpoint.optional(),
      certificateKey: z.string().optional(),
      skipPhases,
      patches: patches.optional(),
      timeouts: onlyV4(timeouts),
    }),
    ClusterConfiguration: z.strictObject({
      apiVersion,
      kind: z.literal('ClusterConfiguration'),
      etcd: etcd.optional(),
      networking: z.strictObject({ serviceSubnet: z.string().optional(), podSubnet: z.string().optional(), dnsDomain: z.string().optional() }).optional(),
      kubernetesVersion: z.string().optional(),
      controlPlaneEndpoint: z.string().optional(),
      apiServer: z
        .strictObject({
          ...component.shape,
          certSANs: z.array(z.string()).optional(),
          timeoutForControlPlane: onlyV3(z.string()),
        })
        .optional(),
      controllerManager: component.optional(),
      scheduler: component.optional(),
      dns: z.strictObject({ imageRepository: z.string().optional(), imageTag: z.string().optional(), disabled: onlyV4(z.boolean()) }).optional(),
      proxy: onlyV4(z.strictObject({ disabled: z.boolean().optional() })),
      certificatesDir: z.string().optional(),
      imageRepository: z.string().optional(),
      featureGates: z.record(z.string(), z.boolean()).optional(),
      clusterName: z.string().optional(),
      encryptionAlgorithm: onlyV4(z.string()),
      certificateValidityPeriod: onlyV4(z.string()),
      caCertificateValidityPeriod: onlyV4(z.string()),
    }),
    JoinConfiguration: z.strictObject({
      apiVersion,
      kind: z.literal('JoinConfiguration'),
      dryRun: onlyV4(z.boolean()),
      nodeRegistration: nodeRegistration.optional(),
      caCertPath: z.string().optional(),
      discovery: z.strictObject({
        bootstrapToken: z
          .strictObject({
            token: z.string(),
            apiServerEndpoint: z.string().optional(),
            caCertHashes: z.array(z.string()).optional(),
            unsafeSkipCAVerification: z.boolean().optional(),
          })
          .optional(),
        file: z.strictObject({ kubeConfigPath: z.string() }).optional(),
        tlsBootstrapToken: z.string().optional(),
        timeout: onlyV3(z.string()),
      }),
      controlPlane: z.strictObject({ localAPIEndpoint: localApiEndpoint.optional(), certificateKey: z.string().optional() }).nullish(),
      skipPhases,
      patches: patches.optional(),
      timeouts: onlyV4(timeouts),
    }),
  };
}

/** Schemas by version of the API group. */
export const kubeadmSchemas = { v1beta3: schemasOf('v1beta3'), v1beta4: schemasOf('v1beta4') };

type Schemas = (typeof kubeadmSchemas)['v1beta4'];
export type InitDocument = z.infer<Schemas['InitConfiguration']>;
export type ClusterDocument = z.infer<Schemas['ClusterConfiguration']>;
export type JoinDocument = z.infer<Schemas['JoinConfiguration']>;
export type NodeRegistration = NonNullable<InitDocument['nodeRegistration']>;
export type Taint = z.infer<typeof taint>;
export type BootstrapToken = z.infer<typeof bootstrapToken>;
