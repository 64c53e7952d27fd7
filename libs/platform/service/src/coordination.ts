import { InProcessCoordination, RedisCoordination } from '@handoff/coordination';
import type { Coordination } from '@handoff/coordination';
import type { Logger } from '@handoff/reconcile';
import type { Clock, Random } from '@handoff/time';

export interface CoordinationPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/**
 * What replicas share: over Redis where there is a URL, else within this process. Redis need not be there: each process then works by
 * itself.
 * @throws TypeError for a URL that is none, without quoting it
 */
export async function openCoordination(url: string | undefined, { clock, random, log }: CoordinationPorts): Promise<Coordination> {
  if (url === undefined) return new InProcessCoordination();
  return RedisCoordination.connect({
    url, clock, random,
    onChange(error) {
      if (error === undefined) log.info({}, 'Redis is there: what replicas share is shared');
      else log.warn({ error: error.message }, 'Redis is not used: this process goes on by itself');
    },
  });
}
