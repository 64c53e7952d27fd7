import type { KubeObject, Kind } from '@handoff/api';
import type { Bus } from '@handoff/bus';
import { handoff } from '@handoff/events';
import type { EventType, Handoff } from '@handoff/events';
import { Metrics, SORT } from '@handoff/telemetry';
import type { Part, Telemetry } from '@handoff/telemetry';
import { asError, rfc3339Micro } from '@handoff/time';
import type { Clock } from '@handoff/time';
import { conditionsOf } from './conditions.js';
import { Announced, referenceTo } from './facts.js';
import type { Fact } from './facts.js';
import type { Logger } from './logger.js';

/** After a start older facts do not ring: the mirrors have done their work, in milliseconds. */
const FACT_AGE_MS = 120_000;

export interface AnnouncerOptions {
  readonly kind: Kind;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly clusterOf: (object: KubeObject) => string | undefined;
  /** The operation that the object is part of. */
  readonly traceOf: (object: KubeObject) => string | undefined;
  readonly telemetry: Telemetry;
}

/** Rings for the facts of one kind's objects: each once, and again when what its hearers look at changed. */
export class Announcer {
  readonly #announced = new Announced();

  constructor(private readonly options: AnnouncerOptions) {}

  /** Rings for what is news. After a start, what is older than two minutes has been heard or mirrored already. */
  async announce(object: KubeObject, facts: readonly Fact[]): Promise<void> {
    const isOld = this.#isOld(object);
    await this.#ringAll(object, this.#announced.news(object.metadata.uid, facts), isOld);
  }

  /** Rings for what is news and needs no status: for people, and what hearers find in the spec. Other facts stay as they were. */
  async tell(object: KubeObject, facts: readonly Fact[]): Promise<void> {
    const { uid } = object.metadata;
    const isOld = this.#isOld(object);
    this.#announced.open(uid);
    await this.#ringAll(object, this.#announced.newsAmong(uid, facts.filter(({ isFree }) => isFree)), isOld);
  }

  #isOld(object: KubeObject): boolean {
    return this.#announced.isNew(object.metadata.uid) && this.options.clock.now() - lastChange(object) > FACT_AGE_MS;
  }

  async #ringAll(object: KubeObject, news: readonly Fact[], isOld: boolean): Promise<void> {
    const { uid } = object.metadata;
    for (const entry of news) {
      const turn = this.#announced.turn(uid, entry);
      if (isOld || await this.#ring(object, entry, `${entry.digest}.${String(turn)}`)) this.#announced.record(uid, entry);
    }
  }

  /** True when somebody acts on what there is to announce. */
  isUrgent(object: KubeObject, facts: readonly Fact[]): boolean {
    return this.#announced.isUrgent(object.metadata.uid, facts);
  }

  /** The object is no more; rings that, if there is a word for it. */
  async gone(object: KubeObject, event: EventType | undefined): Promise<void> {
    this.#announced.forget(object.metadata.uid);
    if (event !== undefined) await this.#ring(object, { event, digest: '', urgency: undefined, isFree: true }, '');
  }

  async #ring(object: KubeObject, { event, reason, message }: Fact, state: string): Promise<boolean> {
    const { kind, clock, log, clusterOf, traceOf, telemetry: { tracer } } = this.options;
    const data = { about: referenceTo(kind, object), cluster: clusterOf(object), reason, message };
    const trace = traceOf(object);
    const isSpan = tracer.work !== undefined && trace !== undefined;
    const traceparent = isSpan ? tracer.contextIn(trace) : trace;
    const rung = handoff(event, data, { time: rfc3339Micro(clock.now()), traceparent, state });
    try {
      await this.#publish(rung);
      return true;
    } catch (error) {
      // The hearers' mirrors will see it two seconds later; the fact rings with the next reconcile.
      log.debug({ event: event.name, error: asError(error).message }, 'handoff not rung');
      return false;
    }
  }

  /** @throws what the bus throws */
  async #publish(message: Handoff): Promise<void> {
    const { bus, clock, telemetry: { tracer, meter } } = this.options;
    const from = clock.now();
    const told = (outcome: 'ok' | 'failed', error?: string): void => {
      meter.count(Metrics.handoffsPublished, { event: message.event.name, outcome });
      tracer.work?.did(publication(message, from, clock.now(), error));
    };
    try {
      await bus.publish(message);
      told('ok');
    } catch (error) {
      told('failed', asError(error).message);
      throw error;
    }
  }
}

const publication = ({ event, subject, id, traceparent }: Handoff, from: number, to: number, error: string | undefined): Part => ({
  name: `publish ${event.name}`, kind: 'producer', context: traceparent, from, to, error,
  attributes: {
    [SORT]: 'handoff', 'messaging.system': 'nats', 'messaging.operation.type': 'send', 'messaging.destination.name': subject,
    'messaging.message.id': id,
  },
});

/** When the object last changed as far as it tells: its birth, its deletion, or a condition's flip. */
function lastChange(object: KubeObject): number {
  const { creationTimestamp, deletionTimestamp } = object.metadata;
  const times = [creationTimestamp, deletionTimestamp, ...conditionsOf(object).map((entry) => entry.lastTransitionTime)];
  return Math.max(0, ...times.map((time) => (time === undefined ? 0 : Date.parse(time))));
}
