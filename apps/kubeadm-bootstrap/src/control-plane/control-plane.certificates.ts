import { controllerOf, isControlledBy, KubeadmControlPlane, Labels, ownerReferenceTo, Secret, SecretTypes } from '@handoff/api';
import type { Cluster } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import { AlreadyExists } from '@handoff/kube';
import { certificatePurposes, certificateSecretName, checkCertificate, createCertificate, PkiError } from '@handoff/pki';
import type { CertificateData, CertificatePurpose, ClusterCertificateOptions, KeySource, PkiPorts } from '@handoff/pki';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { hasExternalEtcd } from '../cluster-secrets/certificates.js';
import { secretData, secretText } from '../cluster-secrets/secrets.js';
import type { ControlPlaneDeps, ControlPlaneScope } from './control-plane.scope.js';

/** The Cluster comes first: everything else bears its name. */
export const awaitOwner: Phase<ControlPlaneScope> = async ({ cluster, controlPlane }) => cluster !== undefined ? undefined
  : waitFor('WaitingForCluster', `no Cluster owns this control plane yet: one whose spec.controlPlaneRef names ${controlPlane.metadata.name} is awaited`);

type Ensure = (deps: ControlPlaneDeps) => Phase<ControlPlaneScope>;

/**
 * The authorities of the cluster. They are made before the infrastructure is there, because that costs time on the processor and
 * nothing else. What a user brought is used, and checked; what nodes trust already is never made again.
 */
export const ensureCertificates: Ensure = ({ keys }) => {
  const sound = new WeakSet<Secret>(); // as the mirror holds them: a Secret that changes is another object
  return async function ensureClusterCertificates(scope, context) {
    const { cluster, certificates } = scope;
    if (cluster === undefined) return undefined;
    await makeMissing(keys, scope, context, cluster);
    for (const [purpose, secret] of certificates) {
      if (!sound.has(secret)) check(scope, purpose, secret);
      sound.add(secret);
      certificates.set(purpose, await adopt(context, scope, cluster, secret));
    }
    return undefined;
  };
};

async function makeMissing(keys: KeySource, scope: ControlPlaneScope, context: Context, cluster: Cluster): Promise<void> {
  const { certificates } = scope;
  const missing = certificatePurposes.filter((purpose) => !certificates.has(purpose));
  if (missing.length > 0) refuseLost(scope, cluster, missing);
  const ports: PkiPorts = { keys, clock: context.clock, random: context.random };
  await Promise.all(missing.map(async (purpose) => {
    const made = await createCertificate(purpose, ports, certificateOptions(scope));
    const name = certificateSecretName(cluster.metadata.name, purpose);
    certificates.set(purpose, await createOwned(context, scope, cluster, name, { ...made }));
  }));
}

function certificateOptions({ wanted }: ControlPlaneScope): ClusterCertificateOptions {
  const { clusterConfiguration } = wanted.spec.kubeadmConfigSpec;
  const { encryptionAlgorithm: algorithm, caCertificateValidityPeriodDays: days } = clusterConfiguration ?? {};
  return { ...(algorithm === undefined ? {} : { algorithm }), ...(days === undefined ? {} : { days }) };
}

/** @throws TerminalError when a missing certificate must not or cannot be made */
function refuseLost({ initialized, members, wanted }: ControlPlaneScope, cluster: Cluster, missing: readonly CertificatePurpose[]): void {
  const names = missing.map((purpose) => certificateSecretName(cluster.metadata.name, purpose)).join(', ');
  if (initialized || members.some(({ config }) => config?.status?.initialization?.dataSecretCreated === true)) {
    throw new TerminalError('CertificatesLost', `Secrets ${names} are gone, and nodes trust what they held: restore them from a backup or from /etc/kubernetes/pki of a control-plane node`);
  }
  if (missing.includes('etcd') && hasExternalEtcd(wanted.spec.kubeadmConfigSpec)) {
    throw new TerminalError('EtcdCertificateMissing', `etcd is external: create Secret ${certificateSecretName(cluster.metadata.name, 'etcd')} with the tls.crt of its authority`);
  }
}

function check({ wanted }: ControlPlaneScope, purpose: CertificatePurpose, secret: Secret): void {
  const [crt, key] = [secretText(secret, 'tls.crt'), secretText(secret, 'tls.key')];
  if (purpose === 'etcd' && hasExternalEtcd(wanted.spec.kubeadmConfigSpec) && crt !== undefined) return;
  const data: Partial<CertificateData> = { ...(crt === undefined ? {} : { 'tls.crt': crt }), ...(key === undefined ? {} : { 'tls.key': key }) };
  try {
    checkCertificate(purpose, data);
  } catch (error) {
    if (error instanceof PkiError) throw new TerminalError('InvalidCertificate', `Secret ${secret.metadata.name}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A Secret of the cluster's own type belongs to its control plane; a user's (kubernetes.io/tls, say) stays the user's. */
export async function adopt(context: Context, { controlPlane }: ControlPlaneScope, cluster: Cluster, secret: Secret): Promise<Secret> {
  if (secret.type !== SecretTypes.cluster || isControlledBy(secret, controlPlane)) return secret;
  const controller = controllerOf(secret);
  if (controller !== undefined && controller.kind !== KubeadmControlPlane.kind) return secret;
  return takeOwnership(context.kube, Secret, secret, { owner: controlPlane, controller: true, cluster: cluster.metadata.name });
}

/** Creates a Secret of the cluster. One that is there already was made by an attempt whose answer was lost. */
export async function createOwned(
  context: Context, { controlPlane }: ControlPlaneScope, cluster: Cluster, name: string, texts: Readonly<Record<string, string>>,
): Promise<Secret> {
  const { namespace } = cluster.metadata;
  try {
    return await context.kube.create(Secret, {
      metadata: {
        name, namespace,
        labels: { [Labels.clusterName]: cluster.metadata.name },
        ownerReferences: [ownerReferenceTo(controlPlane, { controller: true, block: true })],
      },
      type: SecretTypes.cluster,
      data: secretData(texts),
    });
  } catch (error) {
    const found = error instanceof AlreadyExists ? await context.kube.get(Secret, { namespace, name }) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}
