import type { EventType, Handoff } from '@handoff/events';
import type { Clock, Timer } from '@handoff/time';
import { BusUnavailable } from './bus.js';
import type { Bus, Settlement, Subscription } from './bus.js';
import { DUPLICATE_WINDOW_MS, MAX_DELIVER, redeliveryMs, settlementOf } from './delivery.js';

/** Where a message goes that nobody could settle. */
export interface DeadLetter {
  readonly durable: string;
  readonly handoff: Handoff;
  readonly attempts: number;
  readonly reason: 'terminated' | 'too many attempts';
}

interface Pending {
  readonly handoff: Handoff;
  readonly attempt: number;
}

/** A durable's place in the stream: what it has not settled yet, in order. */
class Durable {
  readonly pending: Pending[] = [];
  filter: ReadonlySet<EventType['name']> = new Set();
  handler: Subscription['handler'] | undefined;
  readonly retries = new Set<Timer>();
  draining: Promise<void> | undefined;
}

/** A bus inside one process, with JetStream's semantics: durables, at-least-once, redelivery, dead letters. */
export class InProcessBus implements Bus {
  readonly deadLetters: DeadLetter[] = [];
  readonly #durables = new Map<string, Durable>();
  readonly #followers = new Set<(handoff: Handoff) => void>();
  readonly #seen = new Map<string, number>();
  #stopped = false;
  #published = 0;

  constructor(private readonly clock: Clock) {}

  /** How many different messages were taken so far. */
  get published(): number {
    return this.#published;
  }

  publish(handoff: Handoff): Promise<void> {
    if (this.#stopped) return Promise.reject(new BusUnavailable('the bus is stopped'));
    if (this.#isDuplicate(handoff.id)) return Promise.resolve();
    this.#published += 1;
    for (const follower of this.#followers) follower(handoff);
    for (const [name, durable] of this.#durables) {
      if (durable.filter.has(handoff.event.name)) this.#enqueue(name, durable, { handoff, attempt: 1 });
    }
    return Promise.resolve();
  }

  subscribe(subscription: Subscription): Promise<AsyncDisposable> {
    const durable = this.#durables.get(subscription.durable) ?? new Durable();
    if (durable.handler !== undefined) {
      return Promise.reject(new TypeError(`durable ${subscription.durable} has a subscriber in this process already`));
    }
    durable.filter = new Set(subscription.events.map((event) => event.name));
    durable.handler = subscription.handler;
    this.#durables.set(subscription.durable, durable);
    this.#drain(subscription.durable, durable);
    return Promise.resolve({
      [Symbol.asyncDispose]: async () => {
        durable.handler = undefined;
        await durable.draining;
      },
    });
  }

  follow(listener: (handoff: Handoff) => void): Disposable {
    this.#followers.add(listener);
    return { [Symbol.dispose]: () => this.#followers.delete(listener) };
  }

  /** As if the server died: nothing is taken and nothing delivered until `resume`. */
  stop(): void {
    this.#stopped = true;
  }

  resume(): void {
    this.#stopped = false;
    for (const [name, durable] of this.#durables) this.#drain(name, durable);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    for (const durable of this.#durables.values()) {
      for (const retry of durable.retries) retry[Symbol.dispose]();
      await durable.draining;
    }
  }

  #isDuplicate(id: string): boolean {
    const now = this.clock.now();
    for (const [known, at] of this.#seen) {
      if (now - at < DUPLICATE_WINDOW_MS) break; // insertion order is age order
      this.#seen.delete(known);
    }
    if (this.#seen.has(id)) return true;
    this.#seen.set(id, now);
    return false;
  }

  #enqueue(name: string, durable: Durable, pending: Pending): void {
    durable.pending.push(pending);
    this.#drain(name, durable);
  }

  #drain(name: string, durable: Durable): void {
    durable.draining ??= this.#deliverAll(name, durable).finally(() => {
      durable.draining = undefined;
      if (durable.pending.length > 0 && durable.handler !== undefined && !this.#stopped) this.#drain(name, durable);
    });
  }

  async #deliverAll(name: string, durable: Durable): Promise<void> {
    await Promise.resolve(); // a publisher never runs its hearers on its own stack
    while (!this.#stopped && durable.handler !== undefined) {
      const next = durable.pending.shift();
      if (next === undefined) return;
      this.#settle(name, durable, next, await settlementOf(durable.handler, next));
    }
  }

  #settle(name: string, durable: Durable, pending: Pending, settlement: Settlement): void {
    if (settlement === 'ack') return;
    if (settlement === 'term' || pending.attempt >= MAX_DELIVER) {
      const reason = settlement === 'term' ? 'terminated' : 'too many attempts';
      this.deadLetters.push({ durable: name, handoff: pending.handoff, attempts: pending.attempt, reason });
      return;
    }
    const retry = this.clock.after(redeliveryMs(pending.attempt), () => {
      durable.retries.delete(retry);
      this.#enqueue(name, durable, { handoff: pending.handoff, attempt: pending.attempt + 1 });
    });
    durable.retries.add(retry);
  }
}
