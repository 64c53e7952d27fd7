import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@handoff/reconcile';
import { pinoLogger } from '@handoff/service';
import { systemClock } from '@handoff/time';
import { phaseNames } from '../fleet/phases.js';
import { DemoRun } from '../demo/demo-run.js';
import type { ClusterResult } from '../demo/demo-run.js';
import { summaryLines } from '../demo/summary.js';
import { PlainLog } from '../demo/plain-log.js';
import type { DelayName } from '../plane/delays.js';
import { LiveView } from '../view/live-view.js';
import { deadline } from '../process/deadline.js';
import { errorText } from '../process/error-text.js';
import { stopSignal } from '../process/stop-signal.system.js';
import type { StopSignal } from '../process/stop-signal.system.js';

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
  using stop = stopSignal();
  const logDirectory = await mkdtemp(join(tmpdir(), 'handoff-log-'));
  const logPath = join(logDirectory, 'services.log');
  const destination = createWriteStream(logPath, { mode: 0o600 });
  const say = (line: string): void => { (options.output === 'json' ? process.stderr : process.stdout).write(`${line}\n`); };
  const code = await upAndDown(options, stop, pinoLogger({ level: 'debug', destination }), say);
  if (code === 1) say(`the services' log is ${logPath}`);
  else await rm(logDirectory, { recursive: true, force: true });
  return code;
}

async function upAndDown(options: DemoOptions, stop: StopSignal, log: Logger, say: (line: string) => void): Promise<number> {
  using live = options.output === 'text' && process.stdout.isTTY ? new LiveView(systemClock, process.stdout) : undefined;
  await using run = await DemoRun.start({ delays: options.delays, log, listener: live ?? new PlainLog(say) });
  try {
    using upLimit = deadline(systemClock, options.timeout, stop.signal);
    const clusters = await run.bringUp(upLimit.signal);
    const counts = { ...run.peak, handoffs: run.plane.embeddedBus?.published ?? 0 };
    live?.rest();
    const next = options.keep ? { management: run.plane.management.kubeconfigPath, workload: await run.writeKubeconfigs() } : undefined;
    for (const line of summaryLines(clusters, counts, next)) say(line);
    if (options.keep) {
      say('Ctrl-C takes everything down.');
      await stop.stopped;
    }
    using downLimit = deadline(systemClock, options.timeout, ...(options.keep ? [] : [stop.signal]));
    const deletionSeconds = await run.takeDown(downLimit.signal);
    live?.rest();
    const left = run.counts;
    say(`removed in ${deletionSeconds.toFixed(1)} s: ${String(left.vms)} VMs and ${String(left.addresses)} addresses left`);
    if (options.output === 'json') process.stdout.write(`${JSON.stringify(document(clusters, { ...counts, deletionSeconds, left }), null, 2)}\n`);
    return clusters.every((cluster) => cluster.ready) && left.vms === 0 && left.addresses === 0 ? 0 : 1;
  } catch (error) {
    live?.rest();
    if (stop.signal.aborted) {
      say('stopped: everything is gone');
      return 130;
    }
    say(errorText(error));
    return 1;
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
