import type { EventType, Handoff } from '@handoff/events';

/** What becomes of a delivery: `ack` it is done, `nak` bring it again later, `term` never again. */
export type Settlement = 'ack' | 'nak' | 'term';

/** One delivery of a handoff to a durable. */
export interface Delivery {
  readonly handoff: Handoff;
  /** 1 for the first delivery. */
  readonly attempt: number;
}

/** Decides what becomes of a delivery; a throw counts as `nak`. */
export type DeliveryHandler = (delivery: Delivery) => Promise<Settlement>;

/** What a durable hears. */
export interface Subscription {
  /** One per service: what was published while it was away waits for it. */
  readonly durable: string;
  readonly events: readonly EventType[];
  readonly handler: DeliveryHandler;
}

/**
 * Carries doorbells, at least once, in order of publication per durable until one is brought again.
 * Losing one costs two seconds, never progress: whoever publishes must not depend on it being heard.
 */
export interface Bus extends AsyncDisposable {
  /**
   * Resolves when the message is kept. A second publication of the same id within the window is dropped.
   * @throws BusUnavailable, BusForbidden
   */
  publish(handoff: Handoff): Promise<void>;
  /** Hears from now on, beginning with what the durable has not settled yet. Disposal ends deliveries after those in flight. */
  subscribe(subscription: Subscription): Promise<AsyncDisposable>;
  /** Sees every message as it is published, keeps no place, settles nothing. For people who follow. */
  follow(listener: (handoff: Handoff) => void): Disposable;
}

/** The bus takes no messages now. */
export class BusUnavailable extends Error {
  override readonly name = 'BusUnavailable';
  readonly code = 'BusUnavailable';
  readonly retryable = true;
}

/** The bus may be used, but not for that: the message names who may not do what, and what to grant. */
export class BusForbidden extends Error {
  override readonly name = 'BusForbidden';
  readonly code = 'BusForbidden';
  readonly retryable = false;
}
