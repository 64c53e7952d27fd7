import { z } from 'zod';

/*
 * The shapes of kubeadm.k8s.io/v1beta4 and v1beta3, strict as kubeadm's own decoder is: a field that is not listed is refused.
 * The two versions differ in extraArgs (list or map) and in where timeouts stand.
 */
const argument = z.strictObject({ name: z.string(), value: z.string() });
const argumentList = z.array(argument);
const argumentMap = z.record(z.string(), z.string()).transform((map) => Object.entries(map).map(([name, value]) => ({ name, value })));

const keySelector = z.strictObject({ name: z.string().optional(), key: z.string(), optional: z.boolean().optional() });
const valueFrom = z.strictObject({
  fieldRef: z.strictObject({ apiVersion: z.string().optional(), fieldPath: z.string() }).optional(),
  resourceFieldRef: z.strictObject({
    containerName: z.string().optional(), resource: z.string(), divisor: z.union([z.string(), z.number()]).optional(),
  }).optional(),
  configMapKeyRef: keySelector.optional(),
  secretKeyRef: keySelector.optional(),
  fileKeyRef: z.strictObject({ volumeName: z.string(), path: z.string(), key: z.string(), optional: z.boolean().optional() }).optional(),
});
const environment = z.array(z.strictObject({ name: z.string(), value: z.string().optional(), valueFrom: valueFrom.optional() }));

const volume = z.strictObject({
  name: z.string(),
  hostPath: z.string(),
  mountPath: z.string(),
  readOnly: z.boolean().optional(),
  pathType: z.string().optional(),
});

/** Go's duration: numbers with units, the largest of which is the hour. */
const duration = z.string().regex(/^(?:[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|[-+]?0)$/, 'time: invalid duration');

const taint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  timeAdded: z.string().nullish(),
});

const timeouts = z.strictObject({
  controlPlaneComponentHealthCheck: duration.optional(),
  kubeletHealthCheck: duration.optional(),
  kubernetesAPICall: duration.optional(),
  etcdAPICall: duration.optional(),
  tlsBootstrap: duration.optional(),
  discovery: duration.optional(),
  upgradeManifests: duration.optional(),
});

const localApiEndpoint = z.strictObject({ advertiseAddress: z.string().optional(), bindPort: z.int().optional() });
const patches = z.strictObject({ directory: z.string().optional() });

const skipPhases = z.array(z.string()).optional();

const networking = z.strictObject({
  serviceSubnet: z.string().optional(),
  podSubnet: z.string().optional(),
  dnsDomain: z.string().optional(),
});

const bootstrapToken = z.strictObject({
  token: z.string().regex(/^[a-z0-9]{6}\.[a-z0-9]{16}$/, 'a bootstrap token has the form [a-z0-9]{6}.[a-z0-9]{16}'),
  description: z.string().optional(),
  ttl: duration.optional(),
  expires: z.string().nullish(),
  usages: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
});

type Version = 'v1beta3' | 'v1beta4';

/** What the versions write differently. */
function dialectOf(version: Version) {
  const isV4 = version === 'v1beta4';
  return {
    apiVersion: z.literal(`kubeadm.k8s.io/${version}`),
    extraArgs: (isV4 ? argumentList : argumentMap).optional(),
    onlyV4: <T extends z.ZodType>(schema: T) => (isV4 ? schema.optional() : z.never().optional()),
    onlyV3: <T extends z.ZodType>(schema: T) => (isV4 ? z.never().optional() : schema.optional()),
  };
}

function nodeRegistrationOf(version: Version) {
  const { extraArgs, onlyV4 } = dialectOf(version);
  return z.strictObject({
    name: z.string().optional(),
    criSocket: z.string().optional(),
    taints: z.array(taint).nullish(),
    kubeletExtraArgs: extraArgs,
    ignorePreflightErrors: z.array(z.string()).optional(),
    imagePullPolicy: z.string().optional(),
    imagePullSerial: onlyV4(z.boolean()),
  });
}

function etcdOf(version: Version) {
  const { extraArgs, onlyV4 } = dialectOf(version);
  const local = z.strictObject({
    imageRepository: z.string().optional(),
    imageTag: z.string().optional(),
    dataDir: z.string().optional(),
    extraArgs,
    extraEnvs: onlyV4(environment),
    serverCertSANs: z.array(z.string()).optional(),
    peerCertSANs: z.array(z.string()).optional(),
  });
  const external = z.strictObject({ endpoints: z.array(z.string()), caFile: z.string(), certFile: z.string(), keyFile: z.string() });
  return z.strictObject({ local: local.optional(), external: external.optional() });
}

function initOf(version: Version) {
  const { apiVersion, onlyV4 } = dialectOf(version);
  return z.strictObject({
    apiVersion,
    kind: z.literal('InitConfiguration'),
    bootstrapTokens: z.array(bootstrapToken).optional(),
    dryRun: onlyV4(z.boolean()),
    nodeRegistration: nodeRegistrationOf(version).optional(),
    localAPIEndpoint: localApiEndpoint.optional(),
    certificateKey: z.string().optional(),
    skipPhases,
    patches: patches.optional(),
    timeouts: onlyV4(timeouts),
  });
}

function clusterOf(version: Version) {
  const { apiVersion, extraArgs, onlyV4, onlyV3 } = dialectOf(version);
  const component = z.strictObject({ extraArgs, extraVolumes: z.array(volume).optional(), extraEnvs: onlyV4(environment) });
  const apiServer = z.strictObject({
    ...component.shape,
    certSANs: z.array(z.string()).optional(),
    timeoutForControlPlane: onlyV3(duration),
  });
  const dns = z.strictObject({ imageRepository: z.string().optional(), imageTag: z.string().optional(), disabled: onlyV4(z.boolean()) });
  return z.strictObject({
    apiVersion,
    kind: z.literal('ClusterConfiguration'),
    etcd: etcdOf(version).optional(),
    networking: networking.optional(),
    kubernetesVersion: z.string().optional(),
    controlPlaneEndpoint: z.string().optional(),
    apiServer: apiServer.optional(),
    controllerManager: component.optional(),
    scheduler: component.optional(),
    dns: dns.optional(),
    proxy: onlyV4(z.strictObject({ disabled: z.boolean().optional() })),
    certificatesDir: z.string().optional(),
    imageRepository: z.string().optional(),
    featureGates: z.record(z.string(), z.boolean()).optional(),
    clusterName: z.string().optional(),
    encryptionAlgorithm: onlyV4(z.string()),
    certificateValidityPeriod: onlyV4(duration),
    caCertificateValidityPeriod: onlyV4(duration),
  });
}

function joinOf(version: Version) {
  const { apiVersion, onlyV4, onlyV3 } = dialectOf(version);
  const byToken = z.strictObject({
    token: z.string(),
    apiServerEndpoint: z.string().optional(),
    caCertHashes: z.array(z.string()).optional(),
    unsafeSkipCAVerification: z.boolean().optional(),
  });
  return z.strictObject({
    apiVersion,
    kind: z.literal('JoinConfiguration'),
    dryRun: onlyV4(z.boolean()),
    nodeRegistration: nodeRegistrationOf(version).optional(),
    caCertPath: z.string().optional(),
    discovery: z.strictObject({
      bootstrapToken: byToken.optional(),
      file: z.strictObject({ kubeConfigPath: z.string() }).optional(),
      tlsBootstrapToken: z.string().optional(),
      timeout: onlyV3(duration),
    }),
    controlPlane: z.strictObject({ localAPIEndpoint: localApiEndpoint.optional(), certificateKey: z.string().optional() }).nullish(),
    skipPhases,
    patches: patches.optional(),
    timeouts: onlyV4(timeouts),
  });
}

const schemasOf = (version: Version) => ({
  InitConfiguration: initOf(version),
  ClusterConfiguration: clusterOf(version),
  JoinConfiguration: joinOf(version),
});

/** Schemas by version of the API group. */
export const kubeadmSchemas = { v1beta3: schemasOf('v1beta3'), v1beta4: schemasOf('v1beta4') };

type Schemas = (typeof kubeadmSchemas)['v1beta4'];
export type InitDocument = z.infer<Schemas['InitConfiguration']>;
export type ClusterDocument = z.infer<Schemas['ClusterConfiguration']>;
export type JoinDocument = z.infer<Schemas['JoinConfiguration']>;
export type NodeRegistration = NonNullable<InitDocument['nodeRegistration']>;
export type Taint = z.infer<typeof taint>;
export type BootstrapToken = z.infer<typeof bootstrapToken>;
