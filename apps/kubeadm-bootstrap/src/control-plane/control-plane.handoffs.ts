import { Bootstrap } from '@handoff/events';
import { certificatePurposes } from '@handoff/pki';
import { fact } from '@handoff/reconcile';
import type { Fact, Report } from '@handoff/reconcile';
import type { ControlPlaneScope } from './control-plane.scope.js';
import { controlPlaneStatus, versions } from './control-plane.status.js';
import { isOutdated } from './control-plane.step.js';

/** The facts that hold of a control plane now. */
export function controlPlaneFacts(scope: ControlPlaneScope, report: Report): readonly Fact[] {
  const { certificates, kubeconfig, controlPlane: { spec, metadata } } = scope;
  const status = controlPlaneStatus(scope, report);
  const available = status.conditions?.some(({ type, status: holds }) => type === 'Available' && holds === 'True') === true;
  return [
    ...(certificates.size === certificatePurposes.length ? [fact(Bootstrap.CertificatesReady, certificates.get('ca')?.metadata.uid)] : []),
    ...(kubeconfig === undefined ? [] : [fact(Bootstrap.KubeconfigReady, [kubeconfig.metadata.uid, kubeconfig.metadata.resourceVersion])]),
    fact(Bootstrap.ControlPlaneChanged, [status, spec, metadata.ownerReferences, metadata.deletionTimestamp], {
      actsOn: [status['initialization'], status['version'], available, spec, metadata.ownerReferences, metadata.deletionTimestamp],
    }),
    ...(available ? [fact(Bootstrap.ControlPlaneAvailable)] : []),
    ...upgradeFacts(scope),
  ];
}

/** An upgrade has begun when a Machine is of another version, and is over when the last of them went: the status names the old one then. */
function upgradeFacts({ controlPlane, wanted, members, initialized }: ControlPlaneScope): readonly Fact[] {
  const { version } = wanted.spec;
  const told = controlPlane.status?.version;
  const now = versions(members)['version'];
  if (!initialized || told === undefined) return [];
  if (members.some(({ machine }) => machine.spec.version !== version)) {
    return [fact(Bootstrap.UpgradeStarted, version, { reason: 'RollingOut', message: `to ${version}` })];
  }
  const isOver = now === version && told !== version && !members.some(isOutdated);
  return isOver ? [fact(Bootstrap.UpgradeFinished, version, { reason: 'UpToDate', message: `from ${told} to ${version}` })] : [];
}
