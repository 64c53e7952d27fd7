import type { Handoff } from '@handoff/events';
import { z } from 'zod';

/** What of a handoff its cluster's timeline keeps: what people are told, nothing to decide on. */
export const TimelineEntry = z.object({
  /** The handoff's own: the same one twice is one entry. */
  id: z.string(),
  /** RFC 3339. */
  time: z.string(),
  event: z.string(),
  /** `Kind/name`. */
  object: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** Whose timeline. */
export interface ClusterName {
  readonly namespace: string;
  readonly name: string;
}

/** How many entries a cluster's timeline keeps, the newest; a cluster of six machines leaves about a hundred on its way to Ready. */
export const TIMELINE_LENGTH = 2000;

/**
 * What happened to each cluster, in the order of time: a projection of the handoffs, which may be lost at any moment and built again.
 * Entries come in any order and more than once; what comes of them is the same.
 */
export interface Timeline {
  /** Never fails for want of a store: what is not written now is caught up on. */
  append(cluster: ClusterName, entry: TimelineEntry): Promise<void>;
  /** Oldest first; those after the entry of that id, or all when it is not (any longer) there. */
  read(cluster: ClusterName, after?: string): Promise<readonly TimelineEntry[]>;
  /** Throws all timelines away and builds them from handoffs, such as those that the stream LIFECYCLE keeps. @returns how many it took */
  rebuild(handoffs: Iterable<Handoff> | AsyncIterable<Handoff>): Promise<number>;
}

/** A handoff as an entry, and whose it is; undefined for one that is about no cluster. */
export function entryOf({ id, event, time, data }: Handoff): { readonly cluster: ClusterName; readonly entry: TimelineEntry } | undefined {
  const { about, cluster, reason, message } = data;
  if (cluster === undefined || about.namespace === undefined) return undefined;
  const said = { ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
  return { cluster: { namespace: about.namespace, name: cluster }, entry: { id, time, event: event.name, object: `${about.kind}/${about.name}`, ...said } };
}

/** Names have no slash. */
export const keyOfCluster = ({ namespace, name }: ClusterName): string => `${namespace}/${name}`;

/** By time, then by id, so that every order of arrival gives one timeline. */
const inOrder = (a: TimelineEntry, b: TimelineEntry): number =>
  Date.parse(a.time) - Date.parse(b.time) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The timelines of this process. */
export class InProcessTimeline implements Timeline {
  readonly #clusters = new Map<string, TimelineEntry[]>();

  constructor(private readonly length = TIMELINE_LENGTH) {}

  async append(cluster: ClusterName, entry: TimelineEntry): Promise<void> {
    this.add(cluster, entry);
  }

  /** As `append`, at once. */
  add(cluster: ClusterName, entry: TimelineEntry): void {
    const key = keyOfCluster(cluster);
    const entries = this.#clusters.get(key) ?? [];
    if (entries.some(({ id }) => id === entry.id)) return;
    entries.push(entry);
    if (entries.length > 1) entries.sort(inOrder);
    this.#clusters.set(key, entries.slice(-this.length));
  }

  async read(cluster: ClusterName, after?: string): Promise<readonly TimelineEntry[]> {
    const entries = this.#clusters.get(keyOfCluster(cluster)) ?? [];
    return entries.slice(entries.findIndex(({ id }) => id === after) + 1);
  }

  async rebuild(handoffs: Iterable<Handoff> | AsyncIterable<Handoff>): Promise<number> {
    this.#clusters.clear();
    let taken = 0;
    for await (const handoff of handoffs) {
      const known = entryOf(handoff);
      if (known === undefined) continue;
      this.add(known.cluster, known.entry);
      taken += 1;
    }
    return taken;
  }

  /** Everything that is kept. */
  * all(): Iterable<{ readonly cluster: ClusterName; readonly entry: TimelineEntry }> {
    for (const [key, entries] of this.#clusters) {
      const [namespace = '', name = ''] = key.split('/');
      for (const entry of entries) yield { cluster: { namespace, name }, entry };
    }
  }
}
