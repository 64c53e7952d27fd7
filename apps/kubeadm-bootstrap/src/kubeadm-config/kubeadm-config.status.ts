import { KubeadmConfigConditions as Type } from '@handoff/api';
import { Bootstrap } from '@handoff/events';
import { condition, fact } from '@handoff/reconcile';
import type { ConditionIntent, Fact, Report, StatusIntent } from '@handoff/reconcile';
import { isInitialized } from './kubeadm-config.scope.js';
import type { KubeadmConfigScope } from './kubeadm-config.scope.js';

/** The data were made: a fact that stays, also when a VM has read them and the Secret was removed, or a restore took the status away. */
const wasMade = ({ config, machine, data }: KubeadmConfigScope): boolean =>
  data !== undefined || config.status?.initialization?.dataSecretCreated === true || machine?.spec.bootstrap.dataSecretName !== undefined;

const dataName = ({ config, machine }: KubeadmConfigScope): string =>
  config.status?.dataSecretName ?? machine?.spec.bootstrap.dataSecretName ?? config.metadata.name;

/** What a KubeadmConfig says of itself: pure. */
export function kubeadmConfigStatus(scope: KubeadmConfigScope, report: Report): StatusIntent {
  const { config } = scope;
  const made = wasMade(scope);
  const data = dataAvailable(made, report);
  const certificates = certificatesAvailable(scope, made);
  const missing = [data, certificates].filter((entry) => entry.status !== 'True');
  const words = [...new Set(missing.map((entry) => entry.message))].filter((message) => message !== '').join('; ');
  return {
    observedGeneration: config.metadata.generation,
    ...(made ? { initialization: { dataSecretCreated: true }, dataSecretName: dataName(scope) } : {}),
    conditions: [condition(Type.Ready, missing.length === 0, missing.length === 0 ? 'Ready' : data.reason, words), data, certificates],
  };
}

function dataAvailable(made: boolean, report: Report): ConditionIntent {
  if (made) return condition(Type.DataSecretAvailable, true, 'Available');
  const { reason, message } = report.blocker ?? { reason: 'NotAvailable', message: 'no bootstrap data have been made yet' };
  return condition(Type.DataSecretAvailable, false, reason, message);
}

/** They are read while data are to be made; before that nothing is known of them here. */
function certificatesAvailable({ cluster, certificates }: KubeadmConfigScope, made: boolean): ConditionIntent {
  if (made || certificates?.node !== undefined) return condition(Type.CertificatesAvailable, true, 'Available');
  if (certificates === undefined) return condition(Type.CertificatesAvailable, undefined, 'NotInspected', 'looked at when the data are made');
  const words = `Secrets ${certificates.missing.join(', ')} are not there${isInitialized(cluster) ? ': restore them, they cannot be made again' : ' yet'}`;
  return condition(Type.CertificatesAvailable, false, 'NotAvailable', words);
}

/** The facts that hold of a KubeadmConfig now. */
export function kubeadmConfigFacts(scope: KubeadmConfigScope, report: Report): readonly Fact[] {
  if (wasMade(scope)) return [fact(Bootstrap.DataReady, dataName(scope))];
  return report.failures.slice(0, 1).map(({ reason, message }) => fact(Bootstrap.DataFailed, [reason, message], { reason, message }));
}
