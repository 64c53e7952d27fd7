import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinoLogger } from '@handoff/service';
import { systemClock } from '@handoff/time';
import { phaseNames } from '../fleet/phases.js';
import { DemoRun } from '../demo/demo-run.js';
import type { ClusterResult, DemoListener } from '../demo/demo-run.js';
import { summaryLines } from '../demo/summary.js';
import { PlainLog } from '../demo/plain-log.js';
import type { DelayName } from '../plane/delays.js';
import { LiveView } from '../view/live-view.js';
import { stopSignal } from '../process/stop-signal.system.js';

export interface DemoOptions {
  readonly delays: DelayName;
  readonly output: 'text' | 'json';
  readonly keep: boolean;
  readonly timeout: number;
}

/** What `--output json` prints last. */
interface DemoDocument {
  readonly clusters: readonly (Omit<ClusterResult, 'phases'> & { readonly phases: Readonly<Record<string, number | null>> })[];
  readonly handoffs: number;
  readonly vms: number;
  readonly addresses: number;
  readonly deletionSeconds: number;
  readonly left: { readonly vms: number; readonly addresses: number };
}

/** Brings two clusters up from Git and takes them down again. @returns the exit code */
export async function demo(options: DemoOptions): Promise<number> {
  const logPath = join(await mkdtemp(join(tmpdir(), 'handoff-log-')), 'services.log');
  const destination = createWriteStream(logPath, { mode: 0o600 });
  const say = (line: string): void => { (options.output === 'json' ? process.stderr : process.stdout).write(`${line}\n`); };
  const live = options.output === 'text' && process.stdout.isTTY ? new LiveView(systemClock, process.stdout) : undefined;
  using _live = live;
  const listener: DemoListener = live ?? new PlainLog(say);
  using stop = stopSignal();
  await using run = await DemoRun.start({ delays: options.delays, log: pinoLogger({ level: 'debug', destination }), listener });
  if (live === undefined) say(`log of the services ${logPath}`);
  const deadline = AbortSignal.any([stop.signal, AbortSignal.timeout(options.timeout * 1000)]);
  try {
    const clusters = await run.bringUp(deadline);
    const { vms, addresses } = run.peak;
    const handoffs = run.plane.bus.published;
    live?.rest();
    for (const line of summaryLines(clusters, { handoffs, vms, addresses }, run)) say(line);
    if (options.keep) {
      say('press Ctrl-C to take everything down');
      await stop.stopped;
    }
    const deletionSeconds = await run.takeDown(AbortSignal.timeout(options.timeout * 1000));
    live?.rest();
    const left = run.counts;
    say(`removed in ${deletionSeconds.toFixed(1)} s: ${String(left.vms)} VMs and ${String(left.addresses)} addresses left`);
    if (options.output === 'json') process.stdout.write(`${JSON.stringify(document(clusters, { handoffs, vms, addresses, deletionSeconds, left }), null, 2)}\n`);
    return clusters.every((cluster) => cluster.ready) && left.vms === 0 && left.addresses === 0 ? 0 : 1;
  } catch (error) {
    if (!deadline.aborted) throw error;
    say(stop.signal.aborted ? 'stopped' : `not ready within ${String(options.timeout)} s; the services' log is ${logPath}`);
    return stop.signal.aborted ? 130 : 1;
  }
}

function document(clusters: readonly ClusterResult[], rest: Omit<DemoDocument, 'clusters'>): DemoDocument {
  return {
    clusters: clusters.map(({ phases, ...cluster }) => ({
      ...cluster,
      phases: Object.fromEntries(phaseNames.map((name) => {
        const { from, to } = phases[name];
        return [name, from === undefined || to === undefined ? null : Math.max(0, to - from) / 1000];
      })),
    })),
    ...rest,
  };
}
