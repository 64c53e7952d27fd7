import {
  Cluster, clusterNameOf, controllerOf, effectiveKubeadmControlPlane, isControlledBy, isControlPlane, KubeadmConfig, Machine, ownerOf,
  validateKubeadmControlPlane,
} from '@handoff/api';
import type { EffectiveKubeadmControlPlane, FieldProblem, KubeadmControlPlane, Secret, Unstructured } from '@handoff/api';
import { byClusterName } from '@handoff/contract-objects';
import type { ContractKinds } from '@handoff/contract-objects';
import type { Key } from '@handoff/kube';
import { certificatePurposes, certificateSecretName, kubeconfigSecretName } from '@handoff/pki';
import type { CertificatePurpose, KeySource } from '@handoff/pki';
import { isTrue, TerminalError } from '@handoff/reconcile';
import type { Context } from '@handoff/reconcile';
import { probe } from '@handoff/workload';
import type { WorkloadClusters } from '@handoff/workload';
import { readSecret } from '../cluster-secrets/secrets.js';
import type { ComponentWatches } from './component-watches.js';
import { judgeComponents } from './control-plane.health.js';
import type { ComponentHealth } from './control-plane.health.js';
import { whyOutdated } from './control-plane.outdated.js';
import type { MemberReports } from './member-reports.js';

export interface ControlPlaneDeps {
  readonly kinds: ContractKinds;
  readonly workloads: WorkloadClusters;
  readonly components: ComponentWatches;
  readonly keys: KeySource;
  readonly reports: MemberReports;
  /** Has a control plane looked at again after so many milliseconds. */
  readonly wake: (controlPlane: Key, afterMs: number) => void;
}

/** A control-plane Machine with what it is made of and how it is. */
export interface Member {
  machine: Machine;
  /** Absent until made, and after its deletion. */
  readonly config: KubeadmConfig | undefined;
  /** Absent until made, and after its deletion. Without its spec. */
  readonly infrastructure: Unstructured | undefined;
  /** Why it is not as declared; empty when it is. */
  readonly outdated: readonly string[];
  /** Its static Pods and its etcd member. */
  readonly health: readonly ComponentHealth[];
}

/** Everything that a reconcile of a KubeadmControlPlane looks at. */
export interface ControlPlaneScope {
  readonly controlPlane: KubeadmControlPlane;
  /** With what a user may leave out. */
  readonly wanted: EffectiveKubeadmControlPlane;
  /** What has to be changed in the declaration before anything can be made from it. */
  readonly problem: FieldProblem | undefined;
  /** Absent until the Cluster owns the control plane, and when it went first. */
  readonly cluster: Cluster | undefined;
  /** The cluster's control-plane Machines that are ours or that nobody controls, as a restore may leave them. Oldest first. */
  members: readonly Member[];
  readonly workers: readonly Machine[];
  /** Made here unless the user brings them. */
  readonly certificates: Map<CertificatePurpose, Secret>;
  kubeconfig: Secret | undefined;
  /** The workload API answered once and kubeadm had finished; never goes back. */
  readonly initialized: boolean;
}

/** The Cluster that owns a control plane; before it does, the one that its label names. */
export const clusterOf = (controlPlane: KubeadmControlPlane): string | undefined =>
  ownerOf(controlPlane, Cluster)?.name ?? clusterNameOf(controlPlane);

/** Control planes by their Cluster: `namespace/cluster`. */
export const controlPlaneByCluster = (controlPlane: KubeadmControlPlane): readonly string[] => {
  const cluster = clusterOf(controlPlane);
  return cluster === undefined ? [] : [`${controlPlane.metadata.namespace ?? ''}/${cluster}`];
};

type Observe = (controlPlane: KubeadmControlPlane, context: Context) => Promise<ControlPlaneScope>;

export const observeControlPlane = (deps: ControlPlaneDeps): Observe => async (controlPlane, context) => {
  const wanted = effectiveKubeadmControlPlane(controlPlane);
  const owner = ownerOf(controlPlane, Cluster);
  const key: Key = `${controlPlane.metadata.namespace ?? ''}/${owner?.name ?? ''}`;
  const cluster = owner === undefined ? undefined : context.cached(Cluster).get(key);
  const machines = owner === undefined ? [] : context.cached(Machine).by(byClusterName, key);
  const certificates = cluster === undefined ? new Map<CertificatePurpose, Secret>() : await readCertificates(context, cluster);
  const kubeconfig = cluster === undefined ? undefined : await readSecret(context, cluster, kubeconfigSecretName(cluster.metadata.name));
  const initialized = controlPlane.status?.initialization?.controlPlaneInitialized === true || await serves(deps, cluster, kubeconfig);
  if (initialized && cluster !== undefined && controlPlane.metadata.deletionTimestamp === undefined) deps.components.open(cluster.metadata);
  const mine = machines.filter((machine) => isMember(machine, controlPlane)).sort(byBirth);
  return {
    controlPlane, wanted, cluster, certificates, kubeconfig, initialized,
    problem: validateKubeadmControlPlane(controlPlane)[0],
    members: await Promise.all(mine.map((machine) => observeMember(deps, context, wanted, machine))),
    workers: machines.filter((machine) => !isControlPlane(machine)),
  };
};

/** A cluster has one control plane: what of it has no controller, or one of an earlier uid, belongs here. */
function isMember(machine: Machine, controlPlane: KubeadmControlPlane): boolean {
  if (isControlledBy(machine, controlPlane)) return true;
  const controller = controllerOf(machine);
  const isNamesake = controller?.kind === controlPlane.kind && controller.name === controlPlane.metadata.name;
  return isControlPlane(machine) && machine.metadata.deletionTimestamp === undefined && (controller === undefined || isNamesake);
}

async function observeMember(
  deps: ControlPlaneDeps, context: Context, wanted: EffectiveKubeadmControlPlane, machine: Machine,
): Promise<Member> {
  const namespace = machine.metadata.namespace ?? '';
  const infrastructure = await findInfrastructure(deps, context, machine);
  const config = context.cached(KubeadmConfig).get(`${namespace}/${machine.spec.bootstrap.configRef?.name ?? ''}`);
  const pods = deps.components.pods(`${namespace}/${machine.spec.clusterName}`);
  return {
    machine, config, infrastructure,
    outdated: whyOutdated(wanted, { machine, config, infrastructure }, context.clock.now()),
    health: judgeComponents(wanted.spec.kubeadmConfigSpec, machine, pods),
  };
}

async function findInfrastructure({ kinds }: ControlPlaneDeps, context: Context, machine: Machine): Promise<Unstructured | undefined> {
  const { infrastructureRef } = machine.spec;
  try {
    const found = await context.mirror(await kinds.of(infrastructureRef), () => [], { prune: withoutSpec });
    return found.get(`${machine.metadata.namespace ?? ''}/${infrastructureRef.name}`);
  } catch (error) {
    if (error instanceof TerminalError) return undefined; // a missing CRD is told by the phase that needs it
    throw error;
  }
}

const withoutSpec = ({ apiVersion, kind, metadata, ...rest }: Unstructured): Unstructured =>
  ({ apiVersion, kind, metadata, status: rest['status'] });

async function readCertificates(context: Context, cluster: Cluster): Promise<Map<CertificatePurpose, Secret>> {
  const found = await Promise.all(certificatePurposes.map(async (purpose) =>
    [purpose, await readSecret(context, cluster, certificateSecretName(cluster.metadata.name, purpose))] as const));
  return new Map(found.flatMap(([purpose, secret]) => (secret === undefined ? [] : [[purpose, secret] as const])));
}

/** True once the Cluster's probe got an answer from the workload API. */
export const answers = (cluster: Cluster | undefined): boolean => isTrue(cluster, 'RemoteConnectionProbe');

/** One look of our own, once the API answers: the contract wants both that and kubeadm's own record of the cluster. */
async function serves({ workloads }: ControlPlaneDeps, cluster: Cluster | undefined, kubeconfig: Secret | undefined): Promise<boolean> {
  if (cluster === undefined || kubeconfig === undefined || !answers(cluster)) return false;
  const result = await probe(() => workloads.client(cluster.metadata));
  return result.reachable && result.initialized;
}

const byBirth = (a: Machine, b: Machine): number =>
  (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') || a.metadata.name.localeCompare(b.metadata.name);
