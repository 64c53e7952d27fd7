import { serviceNames } from '@handoff/events';
import type { ClusterBenchResult } from './cluster-bench.js';

/** Processes that are handoff's own. */
const isService = (name: string): boolean => serviceNames.some((service) => name.replace(/-\d+$/, '') === service);

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** The figures that upstream's are given in: ../../docs/performance.md has both. */
export interface Figures {
  readonly clusters: number;
  readonly machines: number;
  readonly secondsUntilAllRun: number;
  readonly servicesCpuSeconds: number;
  readonly apiServerCpuSeconds: number;
  /** Sum of the peaks of all services. */
  readonly servicesPeakMiB: number;
  readonly writesPerMachine: number;
  /** Of all writes to objects. */
  readonly refusedPercent: number;
  readonly vcenterCallsPerMachine: number;
}

export function figuresOf({ clusters, machines, seconds, usage, writes, vcenterCalls }: ClusterBenchResult): Figures {
  const services = Object.entries(usage).filter(([name]) => isService(name)).map(([, used]) => used);
  const calls = Object.values(vcenterCalls).reduce((sum, count) => sum + count, 0);
  const all = writes.accepted + writes.refused;
  return {
    clusters, machines,
    secondsUntilAllRun: round(seconds, 2),
    servicesCpuSeconds: round(services.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)),
    apiServerCpuSeconds: round(usage['kube-apiserver']?.cpuSeconds ?? NaN),
    servicesPeakMiB: round(services.reduce((sum, { peakMiB }) => sum + peakMiB, 0), 0),
    writesPerMachine: round(writes.accepted / machines),
    refusedPercent: round(all === 0 ? 0 : 100 * writes.refused / all, 2),
    vcenterCallsPerMachine: round(calls / machines),
  };
}

/** For people: the figures, then what they are made of. */
export function reportText(result: ClusterBenchResult): string {
  const { usage, writes, vcenterCalls, machines } = result;
  const line = (name: string, value: unknown): string => `  ${name.padEnd(44)} ${String(value)}`;
  const perMachine = (count: number): string => `${String(count).padStart(6)}  ${round(count / machines, 2).toFixed(2).padStart(7)} a machine`;
  return [
    'figures', ...Object.entries(figuresOf(result)).map(([name, value]) => line(name, value)),
    'CPU seconds and peak MiB', ...Object.entries(usage).map(([name, { cpuSeconds, peakMiB }]) => line(name, `${round(cpuSeconds, 2).toFixed(2).padStart(7)} ${round(peakMiB, 0).toFixed(0).padStart(6)}`)),
    `writes (Events and Leases: ${String(writes.apart)})`, ...Object.entries(writes.byKind).map(([name, count]) => line(name, perMachine(count))),
    'vCenter calls', ...Object.entries(vcenterCalls).map(([name, count]) => line(name, perMachine(count))),
  ].join('\n');
}
