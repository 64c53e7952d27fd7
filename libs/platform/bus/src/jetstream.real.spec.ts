import { afterAll, beforeAll, describe } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the real parts
import { whereParts } from '@handoff/real-parts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- as above
import type { NatsServer } from '@handoff/real-parts';
import { systemClock } from '@handoff/time';
import type { Bus } from './bus.js';
import { busContract } from './contract.suite.js';
import { jetStreamBus } from './jetstream/jetstream-bus.js';
import { provision } from './jetstream/provision.js';
import { adminOf, busOptions, natsServer } from './testing/nats.js';
import type { Admin } from './testing/nats.js';

/** Longer than the longest wait before a redelivery: so long nothing has to be under way, in milliseconds. */
const STILL_MS = 1_000;
/** What a message may need to arrive, however little time a test lets pass, in milliseconds. */
const LEAST_MS = 1_000;

whereParts(describe, 'nats-server')('JetStream', () => {
  let server: NatsServer;
  let admin: Admin;
  beforeAll(async () => {
    server = await natsServer();
    admin = await adminOf(server.url);
  });
  afterAll(async () => {
    await admin[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** On a real server durables are made by whoever provisions, so a subscription of the suite provisions its own before. */
  const provisioning = (bus: Bus): Bus => ({
    publish: (handoff) => bus.publish(handoff),
    follow: (listener) => bus.follow(listener),
    subscribe: async (subscription) => {
      await provision({ servers: server.url, durables: [{ name: subscription.durable, events: subscription.events }] });
      return bus.subscribe(subscription);
    },
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  });

  /** Time is real here: it need not pass when nothing moves any more. */
  const pass = async (ms: number): Promise<void> => {
    const end = systemClock.now() + Math.max(ms, LEAST_MS);
    let stillSince = systemClock.now();
    while (systemClock.now() < end && systemClock.now() - stillSince < STILL_MS) {
      if (!(await admin.isQuiet())) stillSince = systemClock.now();
      await systemClock.sleep(5);
    }
  };

  busContract('JetStream', async () => {
    await admin.clear();
    await provision({ servers: server.url, durables: [] });
    const bus = await jetStreamBus(busOptions(server.url));
    return { bus: provisioning(bus), pass, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() };
  });
});
