import { createHash } from 'node:crypto';
import type { Kind, KubeObject } from '@handoff/api';
import type { EventType, ObjectReference } from '@handoff/events';

/** Something that holds now of the reconciled object. */
export interface Fact {
  readonly event: EventType;
  /** Everything that hearers of this fact look at: when it changes, the fact rings again. */
  readonly digest: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
}

/** States a fact; `looksAt` is what its hearers decide on. */
export const fact = (event: EventType, looksAt?: unknown, words: Pick<Fact, 'reason' | 'message'> = {}): Fact =>
  ({ event, digest: digestOf(looksAt), ...words });

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
  readonly #facts = new Map<string, Map<string, string>>();
  readonly #turns = new Map<string, Map<string, number>>();

  /** The facts that newly hold or whose digest changed. A fact that holds no more is forgotten, and rings when it holds again. */
  news(uid: string, facts: readonly Fact[]): readonly Fact[] {
    const known = this.#facts.get(uid);
    const holding = new Map([...(known ?? [])].filter(([name]) => facts.some((entry) => entry.event.name === name)));
    this.#facts.set(uid, holding);
    return facts.filter((entry) => holding.get(entry.event.name) !== entry.digest);
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
    this.#facts.get(uid)?.set(announced.event.name, announced.digest);
    const turns = this.#turns.get(uid) ?? new Map<string, number>();
    turns.set(announced.event.name, this.turn(uid, announced) + 1);
    this.#turns.set(uid, turns);
  }

  forget(uid: string): void {
    this.#facts.delete(uid);
    this.#turns.delete(uid);
  }
}
