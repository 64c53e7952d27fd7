import logUpdate from 'log-update';
import pc from 'picocolors';
import type { Clock, Timer } from '@handoff/time';
import type { DemoListener, DemoRun } from '../demo/demo-run.js';
import { exampleClusters } from '../demo/example.js';
import type { ClusterObjects } from '../fleet/fleet.js';
import { fold } from '../fleet/fold.js';
import { declaredMachines } from '../fleet/phases.js';
import type { PhaseRecorder } from '../fleet/phases.js';
import { branchLines, waitingLine } from '../fleet/render.js';
import type { TreeLine } from '../fleet/render.js';
import { clusterTree } from '../fleet/tree.js';
import { whyCluster } from '../fleet/why.js';
import { rail } from './rail.js';
import { cut } from './text.js';

/** How often the picture is drawn anew, in ms: the seconds run. */
const FRAME_MS = 100;
/** Lines that the header, the counts and the cursor take. */
const FRAME_LINES = 5;
/** Lines of a cluster beside its tree: name, rail, what it waits for, an empty one. */
const CLUSTER_LINES = 4;

/** The demo on a terminal: per cluster its rail, its tree, and the one line that says what it waits for. */
export class LiveView implements DemoListener, Disposable {
  #run: DemoRun | undefined;
  #timer: Timer | undefined;
  #headline = 'starting';

  constructor(private readonly clock: Clock, private readonly terminal: { readonly columns: number; readonly rows: number }) {}

  started(run: DemoRun): void {
    this.#run = run;
    this.#headline = 'everything is started; the commit comes next';
    this.changed();
  }

  committed(revision: string): void {
    this.#headline = `commit ${revision.slice(0, 10)} declares ${exampleClusters.join(' and ')}`;
    this.changed();
  }

  /** The picture follows on its own. */
  changed(): void {
    this.#timer ??= this.clock.after(FRAME_MS, () => {
      this.#timer = undefined;
      this.#draw();
      this.changed();
    });
  }

  ready(): void {
    this.changed();
  }

  deleting(): void {
    this.#headline = 'a commit removes both clusters: they go, in order';
    this.changed();
  }

  /** Leaves the last picture standing; what is written next comes below it. */
  rest(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#draw();
    logUpdate.done();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    logUpdate.done();
  }

  #draw(): void {
    const run = this.#run;
    if (run === undefined) return;
    const now = this.clock.now();
    const room = Math.floor((this.terminal.rows - FRAME_LINES) / exampleClusters.length) - CLUSTER_LINES;
    const blocks = exampleClusters.flatMap((name) => this.#cluster(run, name, now, Math.max(2, room)));
    const { vms, addresses } = run.counts;
    const counts = `${String(run.plane.embeddedBus?.published ?? 0)} handoffs   ${String(vms)} VMs   ${String(addresses)} addresses`;
    logUpdate(['', `${pc.bold('handoff')}  ${pc.dim(this.#headline)}`, '', ...blocks, pc.dim(counts)].map((line) => cut(line, this.terminal.columns)).join('\n'));
  }

  #cluster(run: DemoRun, name: string, now: number, rows: number): string[] {
    const recorder = run.recorders.get(name);
    const objects = run.fleet.cluster('default', name);
    const tree = clusterTree(objects);
    const lines = tree === undefined ? [] : branchLines(fold(tree), now);
    return [
      `${pc.bold(name)}  ${pc.dim(declared(objects))}`,
      `  ${recorder === undefined ? '' : rail(recorder.phases, now, this.terminal.columns - 2)}`,
      `  ${this.#verdict(objects, recorder, now)}`,
      ...fitting(lines, rows).map((line) => `  ${line}`), '',
    ];
  }

  /** What it waits for, or what came of it. */
  #verdict(objects: ClusterObjects, recorder: PhaseRecorder | undefined, now: number): string {
    const { blockers: [blocker], state } = whyCluster(objects);
    if (state === 'absent') return recorder?.readyAt === undefined ? pc.dim('nothing in the API yet') : pc.dim('nothing is left of it');
    if (blocker !== undefined) return waitingLine(blocker, now);
    if (recorder?.readyAt === undefined) return pc.dim('at work');
    return pc.green(`ready ${((recorder.readyAt - recorder.committed) / 1000).toFixed(1)} s after the commit`);
  }
}

function declared(objects: ClusterObjects): string {
  if (objects.cluster === undefined) return '';
  const controlPlanes = objects.controlPlane?.spec.replicas ?? 1;
  return `${String(controlPlanes)} control-plane and ${String(declaredMachines(objects) - controlPlanes)} worker machines`;
}

/** What fits into so many lines: what is settled goes first. */
function fitting(lines: readonly TreeLine[], rows: number): string[] {
  if (lines.length <= rows) return lines.map(({ text }) => text);
  const open = lines.filter(({ settled }) => !settled);
  const shown = (open.length === 0 ? lines : open).slice(0, rows - 1);
  return [...shown.map(({ text }) => text), pc.dim(`   … and ${String(lines.length - shown.length)} more`)];
}
