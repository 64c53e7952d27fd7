import { createHash } from 'node:crypto';
import type { Kind, KubeObject } from '@handoff/api';
import type { EventType, ObjectReference } from '@handoff/events';

/** Something that holds now of the reconciled object. */
export interface Fact {
  readonly event: EventType;
  /** Everything that hearers of this fact look at: when it changes, the fact rings again. */
  readonly digest: string;
  /** The part of it that hearers act on in the status, and not only tell on: a change of it cannot wait. Undefined: nobody does. */
  readonly urgency: string | undefined;
  /** True: the status need not be written for it to ring. */
  readonly isFree: boolean;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
}

/** What more there is to say of a fact. */
export interface Telling extends Pick<Fact, 'reason' | 'message'> {
  /** What hearers act on, when that is less than what they look at; `[]`: nothing. */
  readonly actsOn?: readonly unknown[];
  /** True: hearers find it outside of the status, so it rings though the status waits. */
  readonly isInSpec?: boolean;
}

/** States a fact; `looksAt` is what its hearers decide on. */
export function fact(event: EventType, looksAt?: unknown, { actsOn, isInSpec = false, ...words }: Telling = {}): Fact {
  const digest = digestOf(looksAt);
  const isFree = event.forPeople || isInSpec;
  const canWait = isFree || actsOn?.length === 0;
  return { event, digest, urgency: canWait ? undefined : actsOn === undefined ? digest : digestOf(actsOn), isFree, ...words };
}

/** The reference that a message carries. */
export const referenceTo = (kind: Kind, object: KubeObject): ObjectReference => ({
  apiGroup: kind.group,
  kind: kind.kind,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
  uid: object.metadata.uid,
  generation: object.metadata.generation,
  resourceVersion: object.metadata.resourceVersion,
});

const digestOf = (value: unknown): string =>
  value === undefined ? '' : createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);

/** Which facts were last announced, per object. */
export class Announced {
  readonly #facts = new Map<string, Map<string, Pick<Fact, 'digest' | 'urgency'>>>();
  readonly #turns = new Map<string, Map<string, number>>();

  /** The facts that newly hold or whose digest changed. A fact that holds no more is forgotten, and rings when it holds again. */
  news(uid: string, facts: readonly Fact[]): readonly Fact[] {
    const known = this.#facts.get(uid);
    const holding = new Map([...(known ?? [])].filter(([name]) => facts.some((entry) => entry.event.name === name)));
    this.#facts.set(uid, holding);
    return this.newsAmong(uid, facts);
  }

  /** Which of some facts newly hold or have another digest; what is not among them is not forgotten. */
  newsAmong(uid: string, facts: readonly Fact[]): readonly Fact[] {
    const known = this.#facts.get(uid);
    return facts.filter((entry) => known?.get(entry.event.name)?.digest !== entry.digest);
  }

  /** Something is announced of the object before everything is. */
  open(uid: string): void {
    if (!this.#facts.has(uid)) this.#facts.set(uid, new Map());
  }

  /** True when somebody acts on what of these facts is news. */
  isUrgent(uid: string, facts: readonly Fact[]): boolean {
    const known = this.#facts.get(uid);
    return facts.some(({ event, urgency }) => urgency !== undefined && known?.get(event.name)?.urgency !== urgency);
  }

  /** True before anything was announced of the object in this process. */
  isNew(uid: string): boolean {
    return !this.#facts.has(uid);
  }

  /** How often the fact has been announced before: one that comes back rings anew, though neither it nor the object's version differ. */
  turn(uid: string, { event }: Fact): number {
    return this.#turns.get(uid)?.get(event.name) ?? 0;
  }

  record(uid: string, announced: Fact): void {
    this.#facts.get(uid)?.set(announced.event.name, { digest: announced.digest, urgency: announced.urgency });
    const turns = this.#turns.get(uid) ?? new Map<string, number>();
    turns.set(announced.event.name, this.turn(uid, announced) + 1);
    this.#turns.set(uid, turns);
  }

  forget(uid: string): void {
    this.#facts.delete(uid);
    this.#turns.delete(uid);
  }
}
