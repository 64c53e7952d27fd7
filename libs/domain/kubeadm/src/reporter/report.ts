/** How far a host has come on its way to being a node, in its own words. */
export interface BootstrapReport {
  /** `failed` may still turn into `done`: a command of the user may repeat kubeadm. */
  readonly state: 'running' | 'done' | 'failed';
  /** A stage of cloud-init, or a phase of kubeadm: `cloud-init: modules-final`, `kubeadm: etcd`. */
  readonly step?: string;
  /** What kubeadm or cloud-init said; bootstrap tokens are blanked. */
  readonly error?: string;
  /** RFC 3339, by the clock of the host. */
  readonly at?: string;
}

/** The guest variables that carry a report; vCenter shows them in the VM's `config.extraConfig`. */
export const bootstrapReportKeys = {
  state: 'guestinfo.handoff.state',
  step: 'guestinfo.handoff.step',
  error: 'guestinfo.handoff.error',
  at: 'guestinfo.handoff.at',
} as const;

const states: readonly string[] = ['running', 'done', 'failed'] satisfies readonly BootstrapReport['state'][];
const isState = (text: string): text is BootstrapReport['state'] => states.includes(text);

/**
 * Reads a report; undefined while the host has said nothing (or what this version does not understand). The host's word, so treat it as
 * text only.
 */
export function parseBootstrapReport(extraConfig: Readonly<Record<string, string | undefined>>): BootstrapReport | undefined {
  const read = (key: string): string => (extraConfig[key] ?? '').trim();
  const state = read(bootstrapReportKeys.state);
  if (!isState(state)) return undefined;
  const [step, error, at] = [read(bootstrapReportKeys.step), read(bootstrapReportKeys.error), read(bootstrapReportKeys.at)];
  return {
    state,
    ...(step === '' ? {} : { step }),
    ...(error === '' ? {} : { error }),
    ...(Number.isNaN(Date.parse(at)) ? {} : { at }),
  };
}

/**
 * The variables that a host writes for a report, in the order in which it must write them: `state` last, so that no reader sees it
 * without its error.
 */
export const bootstrapReportEntries = (report: BootstrapReport): readonly (readonly [key: string, value: string])[] => [
  [bootstrapReportKeys.step, report.step ?? ''],
  [bootstrapReportKeys.error, report.error ?? ''],
  [bootstrapReportKeys.at, report.at ?? ''],
  [bootstrapReportKeys.state, report.state],
];
