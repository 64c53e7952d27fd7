import logUpdate from 'log-update';
import pc from 'picocolors';
import type { Clock, Timer } from '@handoff/time';
import { demoClusters } from '../demo/demo-run.js';
import type { DemoListener, DemoRun } from '../demo/demo-run.js';
import { age, treeLines } from '../fleet/render.js';
import { clusterTree } from '../fleet/tree.js';
import { whyCluster } from '../fleet/why.js';
import { rail } from './rail.js';

/** How often the picture is drawn anew at most, in ms; and at least, so that the seconds run. */
const FRAME_MS = 100;

/** The demo on a terminal: per cluster its rail, its tree, and the one line that says what it waits for. */
export class LiveView implements DemoListener, Disposable {
  #run: DemoRun | undefined;
  #timer: Timer | undefined;
  #headline = 'starting';

  constructor(private readonly clock: Clock, private readonly terminal: { readonly columns: number; readonly rows: number }) {}

  started(run: DemoRun): void {
    this.#run = run;
    this.#headline = `${String(run.plane.services.length)} services, management cluster ${run.plane.management.server}, vCenter ${run.plane.vcenter?.url ?? ''}`;
    this.#draw();
  }

  committed(revision: string): void {
    this.#headline = `commit ${revision.slice(0, 10)} in ${this.#run?.repository.url ?? ''}`;
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
    this.#headline = 'removed both clusters from Git: they go, in order';
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
    const room = Math.floor((this.terminal.rows - 4) / demoClusters.length) - 3;
    const blocks = demoClusters.flatMap((name) => this.#cluster(run, name, now, Math.max(3, room)));
    const { vms, addresses } = run.counts;
    const counts = `${String(run.plane.bus.published)} handoffs  ${String(vms)} VMs  ${String(addresses)} addresses`;
    logUpdate([pc.dim(this.#headline), '', ...blocks, pc.dim(counts)].map((line) => cut(line, this.terminal.columns)).join('\n'));
  }

  #cluster(run: DemoRun, name: string, now: number, rows: number): string[] {
    const recorder = run.recorders.get(name);
    const objects = run.fleet.cluster('default', name);
    const tree = clusterTree(objects);
    const cause = whyCluster(objects).chain.at(-1);
    const lines = tree === undefined ? [pc.dim('  (nothing)')] : treeLines(tree, now);
    const shown = lines.length > rows ? [...lines.slice(0, rows - 1), pc.dim(`  … and ${String(lines.length - rows + 1)} more`)] : lines;
    return [
      `${pc.bold(name)}  ${recorder === undefined ? '' : rail(recorder.phases, now)}`,
      ...(cause === undefined ? [] : [`${pc.yellow('waiting')} ${age(cause.since, now)} for ${cause.object}: ${cause.message}`]),
      ...shown, '',
    ];
  }
}

/** Cuts a line to what is seen of it; escape sequences take no room. */
function cut(line: string, columns: number): string {
  let seen = 0;
  let end = 0;
  for (const [part] of line.matchAll(/\u001b\[[0-9;]*m|[^\u001b]/gu)) {
    if (!part.startsWith('\u001b')) seen += 1;
    if (seen >= columns) return `${line.slice(0, end)}\u001b[0m`;
    end += part.length;
  }
  return line;
}
