import { phaseNames } from '../fleet/phases.js';
import type { ClusterResult, DemoRun } from './demo-run.js';

/** What a person sees when the clusters are up: durations, counts, and what to try next. */
export function summaryLines(clusters: readonly ClusterResult[], counts: { handoffs: number; vms: number; addresses: number }, run: DemoRun): string[] {
  const header = ['', ...clusters.map(({ name }) => name)];
  const rows = phaseNames.map((phase) => [phase, ...clusters.map(({ phases }) => duration(phases[phase]))]);
  const totals = [
    ['commit to ready', ...clusters.map(({ seconds }) => `${seconds.toFixed(1)} s`)],
    ['our own share', ...clusters.map(({ overheadSeconds }) => `${overheadSeconds.toFixed(1)} s`)],
  ];
  return [
    '', ...table([header, ...rows, ...totals]), '',
    `${String(counts.handoffs)} handoffs, ${String(counts.vms)} VMs, ${String(counts.addresses)} addresses`, '',
    'try next (while this runs with --keep):',
    `  kubectl --kubeconfig ${run.plane.management.kubeconfigPath} get clusters,machines -o wide`,
    `  kubectl --kubeconfig ${run.plane.management.kubeconfigPath} get secret production-kubeconfig -o jsonpath='{.data.value}' | base64 -d > production.kubeconfig`,
    '  kubectl --kubeconfig production.kubeconfig get nodes',
    '',
  ];
}

const duration = ({ from, to }: { from?: number | undefined; to?: number | undefined }): string =>
  from === undefined || to === undefined ? '-' : `${(Math.max(0, to - from) / 1000).toFixed(1)} s`;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   '));
}
