import { Cluster, clusterNameOf, ConfigMap, Labels, Machine, ownerOf, refKey } from '@handoff/api';
import type { KubeadmConfig, Secret } from '@handoff/api';
import { objectKey } from '@handoff/contract-objects';
import { contentReferences } from '@handoff/kubeadm';
import type { ContentLookup } from '@handoff/kubeadm';
import type { Key } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';
import type { WorkloadClusters } from '@handoff/workload';
import { findCertificates } from '../cluster-secrets/certificates.js';
import type { FoundCertificates } from '../cluster-secrets/certificates.js';
import { readSecret, secretText } from '../cluster-secrets/secrets.js';

/** Everything that a reconcile of a KubeadmConfig looks at. */
export interface KubeadmConfigScope {
  readonly config: KubeadmConfig;
  /** Its owner, or who refers to it; absent until it exists. */
  readonly machine: Machine | undefined;
  /** Absent while the Machine is. */
  readonly cluster: Cluster | undefined;
  /** The bootstrap data: named like the config. Made by this controller; absent until then. */
  data: Secret | undefined;
  /** Read while data are still to be made. */
  readonly certificates: FoundCertificates | undefined;
  /** What the spec takes from Secrets; read while data are still to be made. */
  readonly contents: ContentLookup;
  /** Held by the Machine that initializes the cluster; absent before and after. */
  readonly lock: ConfigMap | undefined;
}

export interface KubeadmConfigDeps {
  readonly workloads: WorkloadClusters;
}

/** Machines by their bootstrap config. */
export const machineByConfig = ({ spec, metadata }: Machine): readonly string[] =>
  spec.bootstrap.configRef === undefined ? [] : [refKey(spec.bootstrap.configRef, metadata.namespace ?? '')];

/** Configs by their Cluster: `namespace/cluster`. */
const configByCluster = (config: KubeadmConfig): readonly string[] => {
  const cluster = clusterNameOf(config);
  return cluster === undefined ? [] : [`${config.metadata.namespace ?? ''}/${cluster}`];
};

const hasData = (config: KubeadmConfig): boolean => config.status?.initialization?.dataSecretCreated === true;
const isOfControlPlane = (config: KubeadmConfig): boolean => config.metadata.labels?.[Labels.controlPlane] !== undefined;

/** Configs that have something to do when their Cluster changes: those without data, and those that may hold the lock. */
export const concernedByCluster = (config: KubeadmConfig): readonly string[] =>
  hasData(config) && !isOfControlPlane(config) ? [] : configByCluster(config);

/** Configs of control-plane Machines that have no data yet, by their Cluster: one of them is to initialize it. */
export const undecidedByCluster = (config: KubeadmConfig): readonly string[] =>
  hasData(config) || !isOfControlPlane(config) ? [] : configByCluster(config);

export const isInitialized = (cluster: Cluster | undefined): boolean => cluster?.status?.initialization?.controlPlaneInitialized === true;

/** True while the Machine still waits for data: there is no VM yet. One that was restored with its VM must not be given new ones. */
export const isExpectant = (machine: Machine | undefined): machine is Machine => machine !== undefined
  && machine.metadata.deletionTimestamp === undefined && machine.status?.nodeRef === undefined && machine.spec.providerID === undefined;

/** True while bootstrap data are to be made, and the cluster is ready for it. */
export function needsData({ machine, cluster, data }: Pick<KubeadmConfigScope, 'machine' | 'cluster' | 'data'>): boolean {
  const isProvisioned = cluster?.status?.initialization?.infrastructureProvisioned === true;
  return data === undefined && isExpectant(machine) && isProvisioned && cluster.spec.controlPlaneEndpoint?.host !== undefined;
}

export const lockName = (cluster: Cluster): string => `${cluster.metadata.name}-lock`;

export const observeKubeadmConfig = async (config: KubeadmConfig, context: Context): Promise<KubeadmConfigScope> => {
  const machine = await findMachine(config, context);
  const namespace = config.metadata.namespace ?? '';
  const cluster = machine === undefined ? undefined : context.cached(Cluster).get(`${namespace}/${machine.spec.clusterName}`);
  const data = await readSecret(context, config, config.metadata.name);
  const needed = cluster !== undefined && needsData({ machine, cluster, data });
  const [certificates, contents] = await Promise.all([
    needed ? findCertificates(context, cluster, config.spec) : undefined,
    needed ? readContents(config, context) : new Map<string, string>(),
  ]);
  const lock = cluster === undefined ? undefined : context.cached(ConfigMap).get(`${namespace}/${lockName(cluster)}`);
  return { config, machine, cluster, data, certificates, lock, contents: (secret, key) => contents.get(`${secret}/${key}`) };
};

/** The Machine that the config was made for: its owner, or before that is set, the one that refers to it. */
async function findMachine(config: KubeadmConfig, context: Context): Promise<Machine | undefined> {
  const owner = ownerOf(config, Machine);
  if (owner === undefined) return context.cached(Machine).by(machineByConfig, objectKey(config))[0];
  return context.read(Machine, { namespace: config.metadata.namespace, name: owner.name });
}

async function readContents(config: KubeadmConfig, context: Context): Promise<ReadonlyMap<string, string>> {
  const references = contentReferences(config.spec);
  const names = [...new Set(references.map((reference) => reference.secret))];
  const secrets = new Map(await Promise.all(names.map(async (name) => [name, await readSecret(context, config, name)] as const)));
  return new Map(references.flatMap(({ secret, key }) => {
    const text = secretText(secrets.get(secret), key);
    return text === undefined ? [] : [[`${secret}/${key}`, text] as const];
  }));
}

/** Keys of the config that a Machine refers to. */
export const configOf = (machine: Machine): Key[] =>
  machine.spec.bootstrap.configRef === undefined ? [] : [`${machine.metadata.namespace ?? ''}/${machine.spec.bootstrap.configRef.name}`];
