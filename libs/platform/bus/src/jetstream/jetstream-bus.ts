import { jetstream } from '@nats-io/jetstream';
import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Handoff } from '@handoff/events';
import type { Clock, Random } from '@handoff/time';
import { BusForbidden } from '../bus.js';
import type { Bus, Subscription } from '../bus.js';
import { Connection } from './connection.js';
import type { BusLog } from './connection.js';
import { natsAddress } from './credentials.js';
import type { NatsCredentials } from './credentials.js';
import { busError } from './errors.js';
import { followHandoffs } from './follower.js';
import { Intake } from './intake.js';
import { bodyOf, headersOf, messageIdOf } from './message.js';

export interface JetStreamBusOptions {
  /** `nats://HOST:PORT`, or several. Credentials in it are taken out before it is named anywhere. */
  readonly servers: string | readonly string[];
  readonly credentials?: NatsCredentials | undefined;
  /** The service: its NATS user, whose permissions are for its own inbox. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: BusLog;
}

/** How long the server may take to say that it has kept a message, in milliseconds: longer than that, and mirrors are as quick. */
const PUBLISH_MS = 2_000;

/**
 * The bus over NATS JetStream. Resolves after the first attempt to connect, also when that failed: a service works without NATS, only
 * slower. It may publish and hear only what its user is allowed to; streams and durables are made by `provision`.
 * @throws TypeError for a bad address
 */
export async function jetStreamBus(options: JetStreamBusOptions): Promise<JetStreamBus> {
  const { name, clock, random, log } = options;
  const address = natsAddress(options.servers, options.credentials);
  return new JetStreamBus(await Connection.open({ address, name, clock, random, log }), options);
}

/** See `jetStreamBus`. */
export class JetStreamBus implements Bus {
  readonly #intakes = new Map<string, Intake>();
  readonly #followers = new Set<Disposable>();
  /** Publications that wait for the server's word; they end when it is lost. */
  readonly #inFlight = new Set<(error: Error) => void>();
  readonly #forbidden = new Set<string>();
  readonly #lost: Disposable;
  #js: JetStreamClient | undefined;

  constructor(private readonly connection: Connection, private readonly options: Pick<JetStreamBusOptions, 'clock' | 'random' | 'log'>) {
    this.#lost = connection.onLost(() => { for (const reject of this.#inFlight) reject(connection.unavailable()); });
  }

  /** True while NATS is connected: for a readiness page, never to decide on. */
  get connected(): boolean {
    return this.connection.live !== undefined;
  }

  /** Many may be under way at once: nothing waits for the one before. */
  async publish(handoff: Handoff): Promise<void> {
    const client = this.connection.live;
    if (client === undefined) throw this.connection.unavailable();
    const lost = Promise.withResolvers<never>();
    this.#inFlight.add(lost.reject);
    try {
      await Promise.race([this.#send(client, handoff), lost.promise]);
    } catch (thrown) {
      const error = busError(thrown, { what: handoff.event.name, user: this.connection.user });
      if (error instanceof BusForbidden) this.#sayOnce(handoff.event.name, error);
      throw error;
    } finally {
      this.#inFlight.delete(lost.reject);
    }
  }

  /** Returns at once: what the durable has waits for it, and until there is a connection and a durable the log says what is missing. */
  async subscribe(subscription: Subscription): Promise<AsyncDisposable> {
    const { durable } = subscription;
    if (this.#intakes.has(durable)) throw new TypeError(`durable ${durable} has a subscriber in this process already`);
    if (subscription.events.length === 0) return { [Symbol.asyncDispose]: () => Promise.resolve() };
    const intake = new Intake(subscription, { connection: this.connection, ...this.options });
    this.#intakes.set(durable, intake);
    return {
      [Symbol.asyncDispose]: async () => {
        await intake[Symbol.asyncDispose]();
        if (this.#intakes.get(durable) === intake) this.#intakes.delete(durable);
      },
    };
  }

  follow(listener: (handoff: Handoff) => void): Disposable {
    const follower = followHandoffs(this.connection, this.options.log, listener);
    this.#followers.add(follower);
    return {
      [Symbol.dispose]: () => {
        this.#followers.delete(follower);
        follower[Symbol.dispose]();
      },
    };
  }

  /** Stops intake, ends what is being handled on a budget, gives back the rest, and disconnects. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#intakes.values()].map((intake) => intake[Symbol.asyncDispose]()));
    this.#intakes.clear();
    for (const follower of this.#followers) follower[Symbol.dispose]();
    await this.connection[Symbol.asyncDispose]();
    this.#lost[Symbol.dispose]();
  }

  #send(client: NatsConnection, handoff: Handoff): Promise<unknown> {
    this.#js ??= jetstream(client); // the client stays the same over reconnections
    const options = { headers: headersOf(handoff), msgID: messageIdOf(handoff), timeout: PUBLISH_MS };
    return this.#js.publish(handoff.subject, bodyOf(handoff), options);
  }

  /** A missing grant does not go away by itself: a person has to hear of it, though not with every doorbell. */
  #sayOnce(event: string, error: BusForbidden): void {
    if (this.#forbidden.has(event)) return;
    this.#forbidden.add(event);
    this.options.log.error({ event, error: error.message }, 'handoff may not be rung');
  }
}
