import { phaseNames } from '../fleet/phases.js';
import { exampleClusters } from './example.js';
import type { DemoListener, DemoRun } from './demo-run.js';

/** The demo as lines: for a pipe, a file, a CI log. One line per phase that a cluster completes. */
export class PlainLog implements DemoListener {
  readonly #told = new Set<string>();
  #run: DemoRun | undefined;

  /** @param write takes one line without its end */
  constructor(private readonly write: (line: string) => void) {}

  started(run: DemoRun): void {
    this.#run = run;
    const { plane } = run;
    this.write(`management cluster  ${plane.management.server}`);
    this.write(`vCenter (simulated) ${plane.vcenter?.url ?? ''}`);
    this.write(`Git repository      ${run.repository.url}`);
    this.write(`services            ${plane.services.map((service) => service.name).join(', ')}`);
  }

  committed(revision: string): void {
    this.write(`commit ${revision.slice(0, 10)}: ${exampleClusters.join(' and ')} declared`);
  }

  changed(): void {
    for (const [name, recorder] of this.#run?.recorders ?? []) {
      for (const phase of phaseNames) {
        const { to } = recorder.phases[phase];
        if (to === undefined || this.#told.has(`${name}/${phase}`)) continue;
        this.#told.add(`${name}/${phase}`);
        this.write(`${seconds(to - recorder.committed)}  ${name.padEnd(11)} ${phase} done`);
      }
    }
  }

  ready(_cluster: string): void {
    this.changed();
  }

  deleting(): void {
    this.write('removing both clusters from Git');
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(6)} s`;
