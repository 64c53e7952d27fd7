import { InProcessBus, jetStreamBus, natsFromEnvironment } from '@handoff/bus';
import type { Bus } from '@handoff/bus';
import type { Logger } from '@handoff/reconcile';
import { systemClock, systemRandom } from '@handoff/time';

/**
 * The bus that the environment names: NATS where NATS_URL says so. Without it handoffs stay inside of the process, and other services see
 * what happens here by their mirrors: two seconds later.
 * @throws TypeError for an address that is none
 */
export async function openBus(service: string, variables: Readonly<Record<string, string | undefined>>, log: Logger): Promise<Bus> {
  const nats = await natsFromEnvironment(variables);
  if (nats !== undefined) return jetStreamBus({ ...nats, name: service, clock: systemClock, random: systemRandom, log: log.child({ service, from: 'nats' }) });
  log.info({ service }, 'NATS_URL is not set: other services follow by their mirrors, two seconds later');
  return new InProcessBus(systemClock);
}
