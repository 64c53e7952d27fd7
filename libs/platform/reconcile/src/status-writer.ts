import type { Kind, KubeObject } from '@handoff/api';
import type { Intent, KubeClient } from '@handoff/kube';
import type { Clock } from '@handoff/time';
import { rfc3339 } from '@handoff/time';
import type { Operation } from 'fast-json-patch';
import { conditionsOf, withTimes } from './conditions.js';
import type { StatusIntent } from './conditions.js';
import { saysTheSame } from './same-status.js';

type Fields = Readonly<Record<string, unknown>>;

/** Writes an object's status once, and only if it says something new. */
export class StatusWriter {
  constructor(
    private readonly kind: Kind,
    private readonly kube: KubeClient,
    private readonly clock: Clock,
    /** Conditions that other owners write. */
    private readonly foreign: ReadonlySet<string>,
  ) {}

  /** @returns the object as the write returned it, or as it was when there was nothing to write. @throws Gone */
  async write<T extends KubeObject>(object: T, intent: StatusIntent, sameWait: boolean): Promise<T> {
    const status = this.news(object, intent, sameWait);
    return status === undefined ? object : this.send(object, status);
  }

  /** What would be written now; undefined when the object says it already. */
  news(object: KubeObject, intent: StatusIntent, sameWait: boolean): Fields | undefined {
    const status = this.#complete(object, intent, sameWait);
    return saysTheSame(this.#ownPart(object), status) ? undefined : status;
  }

  /** The object as it will be once that is written. */
  foresee<T extends KubeObject>(object: T, status: Fields): T {
    const conditions = status['conditions'] === undefined ? {} : { conditions: this.#withForeign(object, 'conditions', status['conditions']) };
    return { ...object, status: { ...status, ...conditions } };
  }

  /** Writes what `news` gave. @throws Gone */
  async send<T extends KubeObject>(object: T, status: Fields): Promise<T> {
    const { name, namespace, uid } = object.metadata;
    const sent: Intent = { metadata: { name, namespace, uid }, status };
    const written = await this.kube.applyStatus(this.kind, sent) as T; // the same kind that was sent
    return this.#dropLeftovers(written, status);
  }

  #complete(object: KubeObject, intent: StatusIntent, sameWait: boolean): Fields {
    const { conditions, ...fields } = intent;
    if (conditions === undefined) return fields;
    const now = rfc3339(this.clock.now());
    return { ...fields, conditions: withTimes(conditions, conditionsOf(object), now, object.metadata.generation, sameWait) };
  }

  /** What of the live status is this controller's: all but other owners' conditions. */
  #ownPart(object: KubeObject): Fields {
    const status = statusOf(object);
    if (!Array.isArray(status['conditions'])) return status;
    return { ...status, conditions: conditionsOf(object).filter((entry) => !this.foreign.has(entry.type)) };
  }

  /**
   * After a move or a restore another manager owns every field, and an apply does not take away what it does not own:
   * what still stands there and should not is removed outright, under the version that showed it.
   */
  async #dropLeftovers<T extends KubeObject>(written: T, status: Fields): Promise<T> {
    const wanted = new Set(Object.keys(status));
    const own = this.#ownPart(written);
    const operations: Operation[] = Object.keys(own).filter((field) => !wanted.has(field) || !saysTheSame(own[field], status[field]))
      .map((field) => wanted.has(field)
        ? { op: 'replace', path: `/status/${field}`, value: this.#withForeign(written, field, status[field]) }
        : { op: 'remove', path: `/status/${field}` });
    return operations.length === 0 ? written : await this.kube.patch(this.kind, written, operations, 'status') as T;
  }

  #withForeign(written: KubeObject, field: string, value: unknown): unknown {
    if (field !== 'conditions' || !Array.isArray(value)) return value;
    const own: readonly unknown[] = value;
    return [...own, ...conditionsOf(written).filter((entry) => this.foreign.has(entry.type))];
  }
}

function statusOf(object: KubeObject): Fields {
  const status = 'status' in object ? object.status : undefined;
  return typeof status === 'object' && status !== null ? (status as Fields) : {};
}
