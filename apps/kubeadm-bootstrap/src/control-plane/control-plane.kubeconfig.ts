import { isControlledBy, Secret } from '@handoff/api';
import type { Cluster } from '@handoff/api';
import { hostPort } from '@handoff/kubeadm';
import { adminKubeconfig, kubeconfigSecretName, needsRotation, parseKubeconfig, PkiError } from '@handoff/pki';
import type { PkiPorts } from '@handoff/pki';
import { TerminalError } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { secretData, secretText } from '../cluster-secrets/secrets.js';
import { adopt, createOwned } from './control-plane.certificates.js';
import type { ControlPlaneDeps, ControlPlaneScope } from './control-plane.scope.js';

/** The administrator's kubeconfig: the handoff point to all who work inside the cluster. Its certificate is renewed after half its life. */
export const ensureKubeconfig = (deps: ControlPlaneDeps): Phase<ControlPlaneScope> => {
  const known: CertificateMemory = new WeakMap();
  return async function ensureAdminKubeconfig(scope, context) {
    const { cluster, kubeconfig, controlPlane } = scope;
    const server = cluster === undefined ? undefined : serverOf(cluster);
    if (cluster === undefined || server === undefined) return undefined; // the phase before says what is awaited
    if (kubeconfig === undefined) {
      const value = await makeKubeconfig(deps, scope, context, cluster, server);
      const name = kubeconfigSecretName(cluster.metadata.name);
      if (value !== undefined) scope.kubeconfig = await createOwned(context, scope, cluster, name, { value });
      return undefined;
    }
    const ours = await adopt(context, scope, cluster, kubeconfig);
    scope.kubeconfig = ours;
    if (!isControlledBy(ours, controlPlane) || !needsRotation(certificateOf(ours, known), context.clock.now())) return undefined;
    const value = await makeKubeconfig(deps, scope, context, cluster, server);
    if (value === undefined) return undefined;
    scope.kubeconfig = await context.kube.patch(Secret, ours, [{ op: 'add', path: '/data', value: secretData({ value }) }]);
    await deps.components.close(cluster.metadata);
    await deps.workloads.forget(cluster.metadata);
    return undefined;
  };
};

function serverOf(cluster: Cluster): string | undefined {
  const { host, port } = cluster.spec.controlPlaneEndpoint ?? {};
  return host === undefined || port === undefined ? undefined : `https://${hostPort(host, port)}`;
}

/** @returns undefined while there is no authority to sign it, which the phase of the certificates tells */
async function makeKubeconfig(
  { keys }: ControlPlaneDeps, { certificates, wanted }: ControlPlaneScope, context: Context, cluster: Cluster, server: string,
): Promise<string | undefined> {
  const ca = certificates.get('ca');
  const [certificatePem, keyPem] = [secretText(ca, 'tls.crt'), secretText(ca, 'tls.key')];
  if (certificatePem === undefined || keyPem === undefined) return undefined;
  const ports: PkiPorts = { keys, clock: context.clock, random: context.random };
  const algorithm = wanted.spec.kubeadmConfigSpec.clusterConfiguration?.encryptionAlgorithm;
  const request = { clusterName: cluster.metadata.name, server, ...(algorithm === undefined ? {} : { algorithm }) };
  return adminKubeconfig(request, { certificatePem, keyPem }, ports);
}

/** Client certificates by the Secrets that hold them, as the mirror has those: one that changes is another object. */
type CertificateMemory = WeakMap<Secret, string>;

/** @throws TerminalError when the Secret holds no kubeconfig */
function certificateOf(secret: Secret, known: CertificateMemory): string {
  const found = known.get(secret) ?? readCertificate(secret);
  known.set(secret, found);
  return found;
}

function readCertificate(secret: Secret): string {
  try {
    return parseKubeconfig(secretText(secret, 'value') ?? '').clientCertificatePem;
  } catch (error) {
    if (error instanceof PkiError) throw new TerminalError('KubeconfigUnusable', `Secret ${secret.metadata.name}: ${error.message}; delete it and it is made again`, { cause: error });
    throw error;
  }
}
