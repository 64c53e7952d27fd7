import { jetstream } from '@nats-io/jetstream';
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { asError, jitter } from '@handoff/time';
import type { Clock, Random, Timer } from '@handoff/time';
import type { Subscription } from '../bus.js';
import { BusForbidden } from '../bus.js';
import type { BusLog, Connection } from './connection.js';
import { busError } from './errors.js';
import { filtersOf, LIFECYCLE } from './names.js';
import { ACK_WAIT_MS } from './provision-config.js';
import { Settler } from './settler.js';

export interface IntakeOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: BusLog;
}

/** Messages that a pull asks for: more than a burst of doorbells, so that none waits for the next pull. */
const MAX_MESSAGES = 256;
/** How long a pull lasts and how often the server says that it is there meanwhile, in milliseconds; after two silences we begin anew. */
const PULL_MS = 30_000;
const HEARTBEAT_MS = 5_000;
/** How long a question to the server may take, and the waits between looks for a durable that is not there, in milliseconds. */
const ASK_MS = 2_000;
const LOOK_MS = { least: 100, most: 5_000 };
/** What is held is said to be in work this often, so that a slow handler's backlog is not brought again; in milliseconds. */
const EXTEND_MS = ACK_WAIT_MS / 3;
/** A handler that takes longer than this hangs: what is held may go to another replica; in milliseconds. */
const HANDLER_CEILING_MS = 60_000;
/** How long a stop waits for what is being handled, in milliseconds. */
const STOP_MS = 5_000;

/** One durable's intake: pulls, hands over one by one in order, begins anew after every outage. */
export class Intake implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #settler: Settler;
  /** Received and not settled, in order. */
  readonly #backlog: JsMsg[] = [];
  readonly #held = new Set<JsMsg>();
  #messages: ConsumerMessages | undefined;
  #pumping: Promise<void> | undefined;
  #handlingSince = 0;
  #extension: Timer | undefined;
  readonly #running: Promise<void>;

  constructor(private readonly subscription: Subscription, private readonly options: IntakeOptions) {
    this.#settler = new Settler(subscription, options);
    this.#running = this.#run();
  }

  /** Stops intake, ends what is being handled within five seconds, and gives the backlog back to the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the subscription has ended'));
    await this.#messages?.close();
    for (const message of this.#backlog.splice(0)) message.nak();
    const enough = new AbortController();
    await Promise.race([this.#pumping, this.options.clock.sleep(STOP_MS, enough.signal).catch(() => undefined)]);
    enough.abort();
    this.#extension?.[Symbol.dispose]();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let waitMs = LOOK_MS.least;
    while (!signal.aborted) {
      try {
        const client = await this.options.connection.whenLive(signal);
        const consumer = await jetstream(client, { timeout: ASK_MS }).consumers.get(LIFECYCLE, this.subscription.durable);
        await this.#sayWhatIsNotHeard(consumer);
        waitMs = LOOK_MS.least;
        await this.#pull(consumer);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (this.options.connection.live === undefined) continue; // it was said, and is waited for above
        this.#sayWhyNot(error, waitMs);
        await this.options.clock.sleep(jitter(this.options.random, waitMs), signal).catch(() => undefined);
        waitMs = Math.min(waitMs * 2, LOOK_MS.most);
      }
    }
  }

  /** Resolves when pulling has ended: stopped, disconnected or silent. @throws when the durable is gone */
  async #pull(consumer: Consumer): Promise<void> {
    const messages = await consumer.consume({
      max_messages: MAX_MESSAGES, expires: PULL_MS, idle_heartbeat: HEARTBEAT_MS, abort_on_missing_resource: true,
      callback: (message) => { this.#take(message); },
    });
    this.#messages = messages;
    const statuses = messages.status(); // asked for before it may end: afterwards nobody would end it
    const onLost = this.options.connection.onLost(() => { void messages.close(); });
    if (this.#stop.signal.aborted || this.options.connection.live === undefined) void messages.close();
    for await (const { type } of statuses) {
      if (type === 'heartbeats_missed') void messages.close();
    }
    onLost[Symbol.dispose]();
    const reason = await messages.closed();
    if (reason instanceof Error) throw reason;
  }

  #take(message: JsMsg): void {
    if (this.#stop.signal.aborted) {
      message.nak();
      return;
    }
    this.#held.add(message);
    this.#backlog.push(message);
    this.#pumping ??= this.#pump().finally(() => { this.#pumping = undefined; });
    this.#extendLater();
  }

  async #pump(): Promise<void> {
    for (let message = this.#backlog.shift(); message !== undefined; message = this.#backlog.shift()) {
      this.#handlingSince = this.options.clock.now();
      await this.#settler.settle(message);
      this.#held.delete(message);
    }
  }

  #extendLater(): void {
    this.#extension ??= this.options.clock.after(EXTEND_MS, () => {
      this.#extension = undefined;
      if (this.#held.size === 0 || this.options.clock.now() - this.#handlingSince > HANDLER_CEILING_MS) return;
      for (const message of this.#held) message.working();
      this.#extendLater();
    });
  }

  async #sayWhatIsNotHeard(consumer: Consumer): Promise<void> {
    const { config } = await consumer.info(true);
    const heard = new Set([...config.filter_subjects ?? [], config.filter_subject]);
    const missing = filtersOf(this.subscription.events).filter((subject) => !heard.has(subject));
    const { durable } = this.subscription;
    if (missing.length > 0) this.options.log.warn({ durable, missing }, 'the durable does not hear all that the service hears: run `handoff provision nats`');
    else this.options.log.debug({ durable }, 'hearing');
  }

  #sayWhyNot(thrown: unknown, retryInMs: number): void {
    const { durable } = this.subscription;
    const error = busError(thrown, { what: `durable ${durable} of stream ${LIFECYCLE}`, user: this.options.connection.user });
    const level = error instanceof BusForbidden ? 'error' : 'warn';
    this.options.log[level]({ durable, error: error.message, cause: asError(thrown).name, retryInMs }, 'not hearing yet: mirrors do the work meanwhile');
  }
}
