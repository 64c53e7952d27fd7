import { resolve } from 'node:path';
import { RedisCoordination } from '@handoff/coordination';
import type { ClusterName, TimelineEntry } from '@handoff/coordination';
import { systemClock, systemRandom } from '@handoff/time';
import { readTimeline } from '../events/event-socket.js';
import { CouldNotLook } from '../process/failures.js';
import { stopSignal } from '../process/stop-signal.system.js';

export interface TimelineOptions {
  readonly namespace: string;
  readonly state: string;
  readonly output: 'text' | 'json';
}

/** Prints what happened to a cluster: from the Redis that REDIS_URL names, else of a running `up`. @returns 1 when nothing is known */
export async function timelineOfCluster(name: string, { namespace, state, output }: TimelineOptions): Promise<number> {
  const entries = await read({ namespace, name }, state, process.env['REDIS_URL']);
  if (entries.length === 0) process.stderr.write(`handoff: nothing is known to have happened to Cluster ${namespace}/${name}\n`);
  const line = output === 'json' ? (entry: TimelineEntry): string => JSON.stringify(entry) : timelineLine;
  process.stdout.write(entries.map((entry) => `${line(entry)}\n`).join(''));
  return entries.length === 0 ? 1 : 0;
}

/** One entry for people. */
export function timelineLine({ time, event, object, reason, message }: TimelineEntry): string {
  const words = [reason, message].filter((word) => word !== undefined && word !== '').join(': ');
  return `${time}  ${event}  ${object}${words === '' ? '' : `  ${words}`}`;
}

/** @throws Error when Redis is not there: an empty timeline would look like a cluster to which nothing happened */
async function read(cluster: ClusterName, state: string, redisUrl: string | undefined): Promise<readonly TimelineEntry[]> {
  if (redisUrl === undefined) {
    using stop = stopSignal();
    return await readTimeline(resolve(state), cluster, stop.signal);
  }
  let trouble: Error | undefined;
  const onChange = (error: Error | undefined): void => { trouble = error; };
  await using coordination = await RedisCoordination.connect({ url: redisUrl, clock: systemClock, random: systemRandom, onChange });
  if (!coordination.isShared) throw new CouldNotLook('Redis, which REDIS_URL names, is not there', { cause: trouble });
  return await coordination.timeline.read(cluster);
}
