export { BusUnavailable } from './bus.js';
export type { Bus, Delivery, DeliveryHandler, Settlement, Subscription } from './bus.js';
export { InProcessBus } from './in-process.js';
export type { DeadLetter } from './in-process.js';
export { BusTransport } from './nest-transport.js';
export type { HandoffHandler } from './nest-transport.js';
