import { Server } from '@nestjs/microservices';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { eventNamed } from '@handoff/events';
import type { EventType, Handoff } from '@handoff/events';
import type { Bus, Delivery, Settlement } from './bus.js';

/** What a service does about an event that it hears. A throw brings the message again. */
export type HandoffHandler = (handoff: Handoff) => Promise<void>;

/**
 * NestJS's view of the bus: a microservice listens through it as through any transporter.
 * Patterns are names of the catalogue; the one settlement point is here (ack = every handler of the pattern has returned).
 */
export class BusTransport extends Server implements CustomTransportStrategy {
  #subscription: AsyncDisposable | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly durable: string,
    /** Told of each handoff whose handlers have all returned. */
    private readonly onHandled: (handoff: Handoff) => void = () => undefined,
  ) {
    super();
  }

  /** Binds a handler to an event; several may hear the same one. */
  hear(event: EventType, handler: HandoffHandler): void {
    this.addHandler(event.name, (data: Handoff) => handler(data), true);
  }

  /** Called by NestJS when the microservice starts to listen. */
  listen(callback: (error?: unknown) => void): void {
    const events = [...this.messageHandlers.keys()].flatMap((name) => eventNamed(name) ?? []);
    this.bus.subscribe({ durable: this.durable, events, handler: (delivery) => this.#deliver(delivery) }).then(
      (subscription) => {
        this.#subscription = subscription;
        callback();
      },
      callback,
    );
  }

  /** Called by NestJS on shutdown: no more deliveries, those in flight end. */
  async close(): Promise<void> {
    await this.#subscription?.[Symbol.asyncDispose]();
    this.#subscription = undefined;
  }

  /** Part of NestJS's interface; the bus has no transport events of its own. */
  on(): void {
    throw new TypeError('the bus has no transport events');
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- NestJS's own signature
  unwrap<T>(): T {
    return this.bus as unknown as T; // the caller names the type
  }

  async #deliver({ handoff }: Delivery): Promise<Settlement> {
    for (let handler = this.messageHandlers.get(handoff.event.name); handler !== undefined; handler = handler.next) {
      await handler(handoff);
    }
    this.onHandled(handoff);
    return 'ack';
  }
}
