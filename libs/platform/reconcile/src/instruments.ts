import type { KubeObject } from '@handoff/api';
import type { Handoff } from '@handoff/events';
import { Conflict, Gone, Unreachable } from '@handoff/kube';
import type { Key } from '@handoff/kube';
import { Metrics, SORT, Work } from '@handoff/telemetry';
import type { Attributes, FinishedSpan, Telemetry } from '@handoff/telemetry';
import { asError } from '@handoff/time';
import type { Clock } from '@handoff/time';
import { Gated } from './gate.js';
import { Milestones, objectAttributes } from './milestones.js';
import type { Outcome } from './reconciler.js';

/** So many doorbells of one reconcile are told. */
const MOST_RUNG = 16;

/** How a reconcile ended, in a word. */
type Word = 'done' | 'waiting' | 'failed' | 'paused' | 'conflict' | 'gone' | 'unreachable' | 'broken';

/** Tells of the reconciles of one controller: each is counted; one that did something is a span. */
export class Instruments {
  readonly #rung = new Map<Key, Handoff[]>();
  readonly #milestones: Milestones;

  constructor(private readonly controller: string, private readonly telemetry: Telemetry, private readonly clock: Clock) {
    this.#milestones = new Milestones(controller, telemetry, clock);
  }

  /** A doorbell rang for the key: if its reconcile does something, it shows how long the handoff was on its way. */
  rang(key: Key, message: Handoff): void {
    if (!this.telemetry.tracer.isOn || message.traceparent === undefined) return;
    const rung = this.#rung.get(key) ?? [];
    if (rung.length < MOST_RUNG) this.#rung.set(key, [...rung, message]);
  }

  taken(waitedMs: number): void {
    this.telemetry.meter.observe(Metrics.queueWaitSeconds, { controller: this.controller }, waitedMs / 1000);
  }

  forget(key: Key, object: KubeObject): void {
    this.#rung.delete(key);
    this.#milestones.forget(object);
  }

  /** Runs one reconcile. @throws what it throws */
  async reconcile(key: Key, object: KubeObject, trace: string | undefined, run: () => Promise<Outcome>): Promise<void> {
    const { tracer, meter } = this.telemetry;
    if (!tracer.isOn && !meter.isOn) {
      await run();
      return;
    }
    const rung = this.#rung.get(key) ?? [];
    this.#rung.delete(key);
    const work = trace === undefined || !tracer.isOn ? undefined : new Work(tracer.contextIn(trace));
    const from = this.clock.now();
    try {
      const outcome = await (work === undefined ? run() : tracer.within(work, run));
      this.#ended(wordOf(outcome), from, failureOf(outcome), { object, trace, work, rung });
      if (outcome.object !== undefined) this.#milestones.look(outcome.object, outcome.milestones?.() ?? [], trace);
    } catch (error) {
      const word = wordOfError(asError(error));
      const isTrouble = word === 'unreachable' || word === 'broken';
      this.#ended(word, from, isTrouble ? asError(error).message : undefined, { object, trace, work, rung });
      throw error;
    }
  }

  #ended(word: Word, from: number, error: string | undefined, told: Told): void {
    const { tracer, meter } = this.telemetry;
    const to = this.clock.now();
    meter.count(Metrics.reconciles, { controller: this.controller, outcome: word });
    meter.observe(Metrics.reconcileSeconds, { controller: this.controller }, (to - from) / 1000);
    const { object, trace, work, rung } = told;
    if (work === undefined || (!work.didSomething && error === undefined)) return;
    const heard = rung.map((message): FinishedSpan => heardAs(message, tracer.contextIn(message.traceparent ?? work.context), from));
    const attributes: Attributes = {
      [SORT]: 'reconcile', 'handoff.controller': this.controller, 'handoff.outcome': word, ...objectAttributes(object),
      ...(work.cut === 0 ? {} : { 'handoff.left_out': work.cut }),
    };
    const links = heard.flatMap(({ context }) => context ?? []);
    tracer.record({ name: `reconcile ${this.controller}`, parent: trace, context: work.context, from, to, error, attributes, links });
    for (const span of [...heard, ...work.end()]) tracer.record(span);
  }
}

interface Told {
  readonly object: KubeObject;
  readonly trace: string | undefined;
  readonly work: Work | undefined;
  readonly rung: readonly Handoff[];
}

/** From publication until the hearer begins: what the handoff itself took. */
const heardAs = ({ event, time, traceparent, subject, id }: Handoff, context: string, to: number): FinishedSpan => ({
  name: `hear ${event.name}`, kind: 'consumer', parent: traceparent, context, from: Math.min(to, Date.parse(time)), to,
  attributes: {
    [SORT]: 'handoff', 'messaging.system': 'nats', 'messaging.operation.type': 'process', 'messaging.destination.name': subject,
    'messaging.message.id': id,
  },
});

function wordOf({ report, isPaused }: Outcome): Word {
  if (isPaused === true) return 'paused';
  if (report.failures.length > 0) return 'failed';
  return report.waits.length > 0 ? 'waiting' : 'done';
}

const failureOf = ({ report: { failures: [first] } }: Outcome): string | undefined =>
  first === undefined ? undefined : `${first.phase}: ${first.message}`;

function wordOfError(error: Error): Word {
  if (error instanceof Conflict) return 'conflict';
  if (error instanceof Gone) return 'gone';
  if (error instanceof Gated) return 'paused';
  return error instanceof Unreachable ? 'unreachable' : 'broken';
}
