import { parseBootstrapReport } from '@handoff/kubeadm';
import type { BootstrapReport } from '@handoff/kubeadm';
import { condition } from '@handoff/reconcile';
import type { ConditionIntent } from '@handoff/reconcile';
import type { VmInfo } from '@handoff/vsphere';

/** Whether cloud-init and kubeadm have done their work, as the guest tells; a Machine shows it while its Node is missing. */
export const BOOTSTRAP_SUCCEEDED = 'BootstrapSucceeded';

/** What the reporter in the guest wrote last; undefined while it has said nothing. */
export const reportOf = (live: VmInfo | undefined): BootstrapReport | undefined =>
  live === undefined ? undefined : parseBootstrapReport(Object.fromEntries(live.extraConfig));

/** A failure is no end: a command of the user may repeat kubeadm. */
export function bootstrapCondition(report: BootstrapReport | undefined): ConditionIntent {
  if (report === undefined) return condition(BOOTSTRAP_SUCCEEDED, undefined, 'NotReported', 'the guest has not reported how far its bootstrap is');
  const step = report.step === undefined ? '' : `${report.step}: `;
  switch (report.state) {
    case 'running':
      return condition(BOOTSTRAP_SUCCEEDED, undefined, 'Bootstrapping', report.step ?? '');
    case 'done':
      return condition(BOOTSTRAP_SUCCEEDED, true, 'BootstrapSucceeded');
    case 'failed':
      return condition(BOOTSTRAP_SUCCEEDED, false, 'BootstrapFailed', `${step}${report.error ?? 'failed without saying why'}`);
  }
}
