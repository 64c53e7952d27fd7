import type { JsMsg } from '@nats-io/jetstream';
import type { Handoff } from '@handoff/events';
import { asError } from '@handoff/time';
import type { Settlement, Subscription } from '../bus.js';
import { MAX_DELIVER, redeliveryMs, settlementOf } from '../delivery.js';
import type { BusLog, Connection } from './connection.js';
import { keepDeadLetter } from './dead-letters.js';
import { decode } from './message.js';

interface SettlerOptions {
  readonly connection: Connection;
  readonly log: BusLog;
}

/** The one place where a message of the stream is acknowledged, brought again, or given up. */
export class Settler {
  readonly #events: ReadonlySet<string>;

  constructor(private readonly subscription: Subscription, private readonly options: SettlerOptions) {
    this.#events = new Set(subscription.events.map(({ name }) => name));
  }

  /** Hands the message over and settles it. Never throws. */
  async settle(message: JsMsg): Promise<void> {
    const attempt = message.info.deliveryCount;
    let handoff: Handoff;
    try {
      handoff = decode(message);
    } catch (error) {
      await this.#bury(message, asError(error).message);
      return;
    }
    // A durable that was provisioned for another release may hear more than we do.
    const settlement = this.#events.has(handoff.event.name) ? await settlementOf(this.subscription.handler, { handoff, attempt }) : 'ack';
    await this.#carryOut(message, settlement, attempt);
  }

  async #carryOut(message: JsMsg, settlement: Settlement, attempt: number): Promise<void> {
    if (settlement === 'ack') message.ack();
    else if (settlement === 'term') await this.#bury(message, 'terminated');
    else if (attempt >= MAX_DELIVER) await this.#bury(message, 'too many attempts');
    else message.nak(redeliveryMs(attempt));
  }

  /** Copied first, then ended: a copy that cannot be kept brings the message again. */
  async #bury(message: JsMsg, reason: string): Promise<void> {
    const { connection, log } = this.options;
    const { durable } = this.subscription;
    const fields = { durable, subject: message.subject, sequence: message.info.streamSequence, reason };
    try {
      await keepDeadLetter(connection, durable, message, reason);
      log.warn(fields, 'dead letter');
      message.term(reason);
    } catch (error) {
      log.warn({ ...fields, error: asError(error).message }, 'the dead letter could not be kept');
      message.nak(redeliveryMs(message.info.deliveryCount));
    }
  }
}
