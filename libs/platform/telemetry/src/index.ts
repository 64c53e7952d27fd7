export { TRACEPARENT, traceparentFor, traceparentOf } from './traceparent.js';
