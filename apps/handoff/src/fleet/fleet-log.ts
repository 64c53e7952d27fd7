import type { Bus } from '@handoff/bus';
import { Gitops } from '@handoff/events';
import type { Clock } from '@handoff/time';
import type { Fleet } from './fleet.js';
import { phaseNames, PhaseRecorder } from './phases.js';

/** What goes on in all clusters, as lines: a line per phase that one completes, and per revision of Git. */
export class FleetLog implements Disposable {
  readonly #recorders = new Map<string, PhaseRecorder>();
  readonly #told = new Set<string>();
  readonly #subscriptions: Disposable[];

  constructor(
    private readonly fleet: Fleet,
    bus: Bus,
    private readonly clock: Clock,
    private readonly say: (line: { text: string } & Record<string, unknown>) => void,
  ) {
    this.#subscriptions = [
      fleet.onChange(() => { this.#look(); }),
      bus.follow(({ event, data, time }) => {
        if (event === Gitops.Synced || event === Gitops.SyncFailed) say({ text: `${clockTime(time)}  git: ${data.reason ?? ''}: ${data.message ?? ''}`, time, reason: data.reason, message: data.message });
      }),
    ];
    this.#look();
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  #look(): void {
    const now = this.clock.now();
    for (const { namespace, name } of this.fleet.clusters()) {
      const key = `${namespace}/${name}`;
      const objects = this.fleet.cluster(namespace, name);
      const recorder = this.#recorders.get(key) ?? new PhaseRecorder(Date.parse(objects.cluster?.metadata.creationTimestamp ?? '') || now);
      this.#recorders.set(key, recorder);
      recorder.look(objects, now);
      this.#tell(key, recorder);
    }
    for (const key of this.#recorders.keys()) {
      const [namespace = '', name = ''] = key.split('/');
      if (this.fleet.cluster(namespace, name).cluster !== undefined) continue;
      this.#recorders.delete(key);
      for (const phase of phaseNames) this.#told.delete(`${key}/${phase}`);
      this.say({ text: `${clockTime(new Date(now).toISOString())}  ${key}: gone`, cluster: key, gone: true });
    }
  }

  #tell(key: string, recorder: PhaseRecorder): void {
    for (const phase of phaseNames) {
      const { to } = recorder.phases[phase];
      if (to === undefined || phase === 'Declare' || this.#told.has(`${key}/${phase}`)) continue;
      this.#told.add(`${key}/${phase}`);
      const seconds = Math.max(0, to - recorder.committed) / 1000;
      this.say({ text: `${clockTime(new Date(to).toISOString())}  ${key}: ${phase === 'Ready' ? 'Ready' : `${phase} done`} after ${seconds.toFixed(1)} s`, cluster: key, phase, seconds });
    }
  }
}

const clockTime = (time: string): string => time.slice(11, 19);
