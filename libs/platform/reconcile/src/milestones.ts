import type { KubeObject } from '@handoff/api';
import { Metrics, SORT } from '@handoff/telemetry';
import type { Attributes, Sort, Telemetry } from '@handoff/telemetry';
import type { Clock } from '@handoff/time';

/** After a start, what ended longer ago has been told by the process before, in milliseconds. */
const OLD_MS = 120_000;

/** A stage of an object's way: something outside that is waited for, such as a clone or a boot. */
export interface Milestone {
  /** Of few values: it is a label of a metric. */
  readonly name: string;
  /** When it began, RFC 3339; true: it has begun, and nobody wrote down when. Absent: not yet. */
  readonly begun: string | boolean | undefined;
  /** When it was over, likewise. */
  readonly ended: string | boolean | undefined;
  /** A stretch that other spans fill, rather than something that is waited for. */
  readonly isSummary?: boolean;
  /** Tells apart several of one name at one object; part of the span's name. */
  readonly of?: string | undefined;
  /** The operation that it belongs to, when that is another than the object's. */
  readonly trace?: string | undefined;
  readonly attributes?: Attributes;
}

interface Known {
  from: number | undefined;
  isTold: boolean;
}

/** Tells each stage once, when it is over. Kubernetes' times have whole seconds: what is seen as it happens is told by our own clock. */
export class Milestones {
  readonly #known = new Map<string, Map<string, Known>>();

  constructor(private readonly controller: string, private readonly telemetry: Telemetry, private readonly clock: Clock) {}

  /** @param trace the operation that the object is part of */
  look(object: KubeObject, milestones: readonly Milestone[], trace: string | undefined): void {
    const { uid } = object.metadata;
    const known = this.#known.get(uid) ?? new Map<string, Known>();
    this.#known.set(uid, known);
    for (const milestone of milestones) this.#lookAt(object, milestone, known, trace);
  }

  forget(object: KubeObject): void {
    this.#known.delete(object.metadata.uid);
  }

  #lookAt(object: KubeObject, milestone: Milestone, known: Map<string, Known>, trace: string | undefined): void {
    const id = `${milestone.name} ${milestone.of ?? ''}`;
    // Over when first seen, and nobody wrote down when: nothing can be told of it.
    const isOver = milestone.ended !== undefined && milestone.ended !== false;
    const isMissed = !known.has(id) && isOver && (milestone.begun === true || milestone.ended === true);
    const entry = known.get(id) ?? { from: undefined, isTold: isMissed };
    known.set(id, entry);
    if (entry.isTold) return;
    const now = this.clock.now();
    entry.from ??= timeOf(milestone.begun, now);
    const to = timeOf(milestone.ended, now);
    if (entry.from === undefined || to === undefined) return;
    entry.isTold = true;
    if (now - to <= OLD_MS) this.#tell(object, milestone, entry.from, Math.max(entry.from, to), milestone.trace ?? trace);
  }

  #tell(object: KubeObject, milestone: Milestone, from: number, to: number, trace: string | undefined): void {
    const { tracer, meter } = this.telemetry;
    const { name, of, isSummary = false, attributes } = milestone;
    meter.observe(Metrics.milestoneSeconds, { controller: this.controller, milestone: name }, (to - from) / 1000);
    if (trace === undefined) return;
    const sort: Sort = isSummary ? 'summary' : 'milestone';
    tracer.record({
      name: of === undefined ? name : `${name} ${of}`, parent: trace, from, to,
      attributes: { [SORT]: sort, 'handoff.milestone': name, 'handoff.controller': this.controller, ...objectAttributes(object), ...attributes },
    });
  }
}

/** Which object a span is about. */
export const objectAttributes = ({ kind, metadata: { namespace, name } }: KubeObject): Attributes =>
  ({ 'k8s.object.kind': kind, 'k8s.object.name': name, ...(namespace === undefined ? {} : { 'k8s.namespace.name': namespace }) });

/** In milliseconds. A time of this very second is now. */
function timeOf(told: string | boolean | undefined, now: number): number | undefined {
  if (told === undefined || told === false) return undefined;
  if (told === true) return now;
  const time = Date.parse(told);
  if (Number.isNaN(time)) return undefined;
  return Math.abs(now - time) < 1_000 ? now : time;
}
