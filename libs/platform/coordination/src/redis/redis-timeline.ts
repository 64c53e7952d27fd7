import type { Handoff } from '@handoff/events';
import { randomSuffix } from '@handoff/time';
import type { Random } from '@handoff/time';
import { z } from 'zod';
import { CoordinationUnavailable } from '../errors.js';
import { entryOf, InProcessTimeline, keyOfCluster, TIMELINE_LENGTH, TimelineEntry } from '../timeline.js';
import type { ClusterName, Timeline } from '../timeline.js';
import type { RedisLink } from './redis-link.js';
import { APPEND, FORGET, MARK, READ } from './timeline-scripts.js';

/** How long the timeline of a cluster is kept in which nothing happens, in seconds: thirty days. */
const TTL_SECONDS = 30 * 24 * 3600;
const PATTERN = 'handoff:timeline:*';

/**
 * Timelines in Redis, and in the process what this process has written. From that it writes again what Redis did not take or has forgotten;
 * what others wrote before a FLUSHALL comes back by `rebuild`.
 */
export class RedisTimeline implements Timeline, Disposable {
  readonly #own: InProcessTimeline;
  readonly #revival: Disposable;
  /** Says that Redis still has what this process wrote. */
  readonly #mark: string;
  #replaying: Promise<void> | undefined;

  constructor(private readonly link: RedisLink, random: Random, private readonly length = TIMELINE_LENGTH) {
    this.#mark = `handoff:timeline-writer:${randomSuffix(random, 20)}`;
    this.#own = new InProcessTimeline(length);
    this.#revival = link.onRevival(() => { this.#replay(); });
  }

  async append(cluster: ClusterName, entry: TimelineEntry): Promise<void> {
    this.#own.add(cluster, entry);
    if (await this.#write(cluster, entry) === 0) this.#replay();
  }

  async read(cluster: ClusterName, after?: string): Promise<readonly TimelineEntry[]> {
    try {
      const texts = z.array(z.string()).parse(await this.link.run(READ, keysOf(cluster), [after ?? '']));
      return texts.map((text) => TimelineEntry.parse(JSON.parse(text)));
    } catch (error) {
      if (error instanceof CoordinationUnavailable) return this.#own.read(cluster, after);
      throw error;
    }
  }

  /** @throws CoordinationUnavailable when Redis is away: half of a timeline would look like all of it */
  async rebuild(handoffs: Iterable<Handoff> | AsyncIterable<Handoff>): Promise<number> {
    let cursor = '0';
    do cursor = z.string().parse(await this.link.run(FORGET, [], [PATTERN, cursor]));
    while (cursor !== '0');
    await this.link.run(MARK, [this.#mark], [TTL_SECONDS]);
    let taken = 0;
    for await (const handoff of handoffs) {
      const known = entryOf(handoff);
      if (known === undefined) continue;
      await this.#send(known.cluster, known.entry);
      taken += 1;
    }
    return taken;
  }

  [Symbol.dispose](): void {
    this.#revival[Symbol.dispose]();
  }

  #replay(): void {
    this.#replaying ??= this.#writeAll().finally(() => { this.#replaying = undefined; });
  }

  async #writeAll(): Promise<void> {
    const own = [...this.#own.all()];
    if (own.length === 0) return;
    await this.link.run(MARK, [this.#mark], [TTL_SECONDS]).catch(() => undefined);
    for (const { cluster, entry } of own) {
      if (await this.#write(cluster, entry) === undefined) return; // away again: the next revival begins anew
    }
  }

  /** @returns undefined when Redis is away */
  async #write(cluster: ClusterName, entry: TimelineEntry): Promise<unknown> {
    try {
      return await this.#send(cluster, entry);
    } catch (error) {
      if (error instanceof CoordinationUnavailable) return undefined;
      throw error;
    }
  }

  #send(cluster: ClusterName, entry: TimelineEntry): Promise<unknown> {
    const args = [entry.id, Date.parse(entry.time), JSON.stringify(entry), this.length, TTL_SECONDS];
    return this.link.run(APPEND, [...keysOf(cluster), this.#mark], args);
  }
}

const keysOf = (cluster: ClusterName): readonly string[] => ['ids', 'entries'].map((part) => `handoff:timeline:${keyOfCluster(cluster)}:${part}`);
