import { phaseNames } from '../fleet/phases.js';
import type { ClusterResult } from './demo-run.js';

/** Where a person looks next. */
export interface Kubeconfigs {
  readonly management: string;
  /** By cluster. */
  readonly workload: readonly string[];
}

/** What a person sees when the clusters are up: durations, counts, and what to try next. */
export function summaryLines(
  clusters: readonly ClusterResult[], counts: { handoffs: number; vms: number; addresses: number }, next: Kubeconfigs | undefined,
): string[] {
  const header = ['', ...clusters.map(({ name }) => name)];
  const rows = phaseNames.slice(1, -1).map((phase) => [phase, ...clusters.map(({ phases }) => duration(phases[phase]))]);
  const totals = [
    ['commit to ready', ...clusters.map(({ seconds }) => `${seconds.toFixed(1)} s`)],
    ['our own share', ...clusters.map(({ overheadSeconds }) => `${overheadSeconds.toFixed(1)} s`)],
  ];
  return [
    '', ...table([header, ...rows, ...totals]),
    '', 'Phases overlap; our own share is what is left without the simulated clones, boots and kubeadm runs.',
    `${String(counts.handoffs)} handoffs, ${String(counts.vms)} VMs, ${String(counts.addresses)} addresses.`, '',
    ...(next === undefined ? [
      'Next:',
      '  npm run demo -- --keep                      the same, and it stays for kubectl until Ctrl-C',
      '  npm run handoff -- up --git FOLDER          clusters from a repository of your own',
    ] : [
      'Now, in another terminal:',
      `  kubectl --kubeconfig ${next.management} get clusters,machines -o wide`,
      ...next.workload.map((path) => `  kubectl --kubeconfig ${path} get nodes,pods -A -o wide`),
      `  npm run handoff -- why cluster production --kubeconfig ${next.management}`,
    ]),
    '',
  ];
}

const duration = ({ from, to }: { from?: number | undefined; to?: number | undefined }): string =>
  from === undefined || to === undefined ? '-' : `${(Math.max(0, to - from) / 1000).toFixed(1)} s`;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   '));
}
