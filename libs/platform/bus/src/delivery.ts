import type { Delivery, DeliveryHandler, Settlement } from './bus.js';

/** How long ids are remembered, in milliseconds: JetStream's default duplicate window. */
export const DUPLICATE_WINDOW_MS = 120_000;
/** After so many attempts a message is dead. */
export const MAX_DELIVER = 5;
/** The wait before the second attempt, in milliseconds; it doubles. */
const REDELIVERY_MS = 100;

/**
 * How long a message that was not settled waits before it comes again, in milliseconds.
 * @param attempt the one that was just made, from 1
 */
export const redeliveryMs = (attempt: number): number => REDELIVERY_MS * 2 ** (attempt - 1);

/** What the handler decides; a throw counts as `nak`. */
export async function settlementOf(handler: DeliveryHandler, delivery: Delivery): Promise<Settlement> {
  try {
    return await handler(delivery);
  } catch {
    return 'nak'; // the handler's owner logs; here a throw only says: bring it again
  }
}
