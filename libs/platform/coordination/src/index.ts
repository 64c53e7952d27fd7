export { InProcessSemaphore } from './semaphore.js';
export type { Semaphore } from './semaphore.js';
export { SingleFlight } from './single-flight.js';
