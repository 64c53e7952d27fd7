import {
  ConfigMap, controllerOf, effectiveKubeadmConfigSpec, isControlledBy, isControlPlane, Labels, ownerReferenceTo, Secret, SecretTypes,
  validateKubeadmConfig,
} from '@handoff/api';
import type { Cluster, Machine } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import { bootstrapData, clusterFacts, generateBootstrapToken, hostPort, KubeadmError, needsToken } from '@handoff/kubeadm';
import type { BootstrapData, BootstrapRequest, JoinFacts } from '@handoff/kubeadm';
import { AlreadyExists } from '@handoff/kube';
import { publicKeyHash } from '@handoff/pki';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { TRACEPARENT, traceparentOf } from '@handoff/telemetry';
import { secretData } from '../cluster-secrets/secrets.js';
import { acquireInitLock, isHolder } from './kubeadm-config.lock.js';
import { isExpectant, isInitialized, needsData } from './kubeadm-config.scope.js';
import type { KubeadmConfigDeps, KubeadmConfigScope } from './kubeadm-config.scope.js';
import { inviteToken } from './kubeadm-config.token.js';

/** Data that are there already belong to this config: made by an earlier attempt, or restored under other uids. */
export const adoptData: Phase<KubeadmConfigScope> = async (scope, context) => {
  const { config, cluster, data } = scope;
  if (data === undefined || cluster === undefined || isControlledBy(data, config)) return undefined;
  const controller = controllerOf(data);
  if (controller !== undefined && (controller.kind !== config.kind || controller.name !== config.metadata.name)) {
    throw new TerminalError('DataSecretTaken', `Secret ${data.metadata.name} belongs to ${controller.kind} ${controller.name}: delete it, or rename this KubeadmConfig`);
  }
  scope.data = await takeOwnership(context.kube, Secret, data, { owner: config, controller: true, cluster: cluster.metadata.name });
  return undefined;
};

/** What must be so before any bootstrap data can be made. */
export const awaitCluster: Phase<KubeadmConfigScope> = async ({ config, machine, cluster, data }) => {
  if (data !== undefined) return undefined;
  if (machine === undefined) return waitFor('WaitingForMachine', 'no Machine refers to this KubeadmConfig yet (spec.bootstrap.configRef)');
  if (!isExpectant(machine)) return undefined;
  const [problem] = validateKubeadmConfig(config);
  if (problem !== undefined) throw new TerminalError('InvalidSpec', `${problem.path}: ${problem.message} ${problem.fix}`);
  if (cluster === undefined) return waitFor('WaitingForCluster', `Cluster ${machine.spec.clusterName} is not there yet`);
  if (cluster.status?.initialization?.infrastructureProvisioned !== true) {
    return waitFor('WaitingForClusterInfrastructure', `the infrastructure of Cluster ${cluster.metadata.name} is not provisioned yet`);
  }
  if (cluster.spec.controlPlaneEndpoint?.host === undefined) {
    return waitFor('WaitingForControlPlaneEndpoint', `Cluster ${cluster.metadata.name} has no spec.controlPlaneEndpoint yet: set it, on the Cluster or its infrastructure`);
  }
  return undefined;
};

/** Data for `kubeadm init`: for one Machine per cluster, while nothing is initialized. */
export const makeInitData: Phase<KubeadmConfigScope> = async (scope, context) => {
  const { machine, cluster, certificates } = scope;
  if (!needsData(scope) || machine === undefined || cluster === undefined || isInitialized(cluster)) return undefined;
  if (!isControlPlane(machine)) {
    return waitFor('WaitingForControlPlaneInitialized', `the control plane of Cluster ${cluster.metadata.name} is not initialized yet; workers join afterwards`);
  }
  if (certificates?.node === undefined) return waitForCertificates(cluster, certificates?.missing ?? []);
  const data = render(scope, { role: 'init', ...common(scope, machine, cluster), certificates: certificates.node });
  const lock = await acquireInitLock(context, cluster, machine);
  if (!lock.held) return waitFor('WaitingForControlPlaneInitialized', lock.why);
  scope.data = await writeData(scope, context, cluster, data);
  return undefined;
};

/** Data for `kubeadm join`, with a token that is made in the workload cluster unless the user brings one. */
export const makeJoinData = (deps: KubeadmConfigDeps): Phase<KubeadmConfigScope> => async function makeJoin(scope, context) {
  const { config, machine, cluster, certificates } = scope;
  if (!needsData(scope) || machine === undefined || cluster === undefined || !isInitialized(cluster)) return undefined;
  const caPem = certificates?.caPem;
  const isMember = isControlPlane(machine);
  const isComplete = caPem !== undefined && (!isMember || certificates?.node !== undefined);
  if (!isComplete) return waitForCertificates(cluster, certificates?.missing ?? []);
  const token = needsToken(config.spec) ? generateBootstrapToken(context.random) : undefined;
  const join = joinFacts(cluster, caPem, token);
  const data = isMember && certificates?.node !== undefined
    ? render(scope, { role: 'join-control-plane', ...common(scope, machine, cluster), certificates: certificates.node, join })
    : render(scope, { role: 'join-worker', ...common(scope, machine, cluster), join });
  // The token comes first: data must never name one that the cluster does not know. Should the next write fail, it expires unused.
  if (token !== undefined) {
    await inviteToken(await deps.workloads.client(cluster.metadata), token, machine.metadata.name, context.clock.now());
  }
  scope.data = await writeData(scope, context, cluster, data);
  return undefined;
};

/** Initialized: the next node joins, and nobody needs the lock any more. */
export const freeLock: Phase<KubeadmConfigScope> = async ({ machine, cluster, lock }, context) => {
  const isDone = machine !== undefined && isInitialized(cluster) && isHolder(lock, machine);
  if (isDone && lock !== undefined) await context.kube.delete(ConfigMap, lock, { ifUnchanged: true });
  return undefined;
};

const waitForCertificates = (cluster: Cluster, missing: readonly string[]): Wait =>
  waitFor('WaitingForCertificates', `Secrets ${missing.join(', ')} are not there yet: the control plane of Cluster ${cluster.metadata.name} makes them`);

type CommonRequest = Pick<BootstrapRequest, 'spec' | 'facts' | 'contents' | 'controlPlaneVersion'>;

function common({ config, contents }: KubeadmConfigScope, machine: Machine, cluster: Cluster): CommonRequest {
  const version = machine.spec.version;
  if (version === undefined) throw new TerminalError('VersionMissing', `Machine ${machine.metadata.name} has no spec.version: kubeadm must know which Kubernetes it installs`);
  return {
    spec: effectiveKubeadmConfigSpec(config.spec), facts: clusterFacts(cluster, version), contents,
    ...(isControlPlane(machine) ? { controlPlaneVersion: version } : {}),
  };
}

function joinFacts(cluster: Cluster, caPem: string, token: string | undefined): JoinFacts {
  const { host = '', port = 0 } = cluster.spec.controlPlaneEndpoint ?? {};
  const found = { caPem, caCertHashes: [publicKeyHash(caPem)], apiServerEndpoint: hostPort(host, port) };
  return token === undefined ? found : { ...found, token };
}

/** @throws TerminalError in the words of what cannot be rendered */
function render({ config }: KubeadmConfigScope, request: BootstrapRequest): BootstrapData {
  try {
    return bootstrapData(request);
  } catch (error) {
    if (error instanceof KubeadmError) throw new TerminalError(error.code, `KubeadmConfig ${config.metadata.name}: spec.${error.message}`, { cause: error });
    throw error;
  }
}

/** Its name is the config's, so an attempt whose answer was lost is found again, and what it wrote stands. */
async function writeData({ config }: KubeadmConfigScope, context: Context, cluster: Cluster, data: BootstrapData): Promise<Secret> {
  const { name, namespace } = config.metadata;
  const traceparent = traceparentOf(config);
  try {
    return await context.kube.create(Secret, {
      metadata: {
        name, namespace,
        labels: { [Labels.clusterName]: cluster.metadata.name },
        ...(traceparent === undefined ? {} : { annotations: { [TRACEPARENT]: traceparent } }),
        ownerReferences: [ownerReferenceTo(config, { controller: true, block: true })],
      },
      type: SecretTypes.cluster,
      data: secretData({ ...data }),
    });
  } catch (error) {
    const found = error instanceof AlreadyExists ? await context.kube.get(Secret, { namespace, name }) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}
