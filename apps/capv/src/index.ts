export { capvService } from './service.js';
export type { CapvOptions } from './service.js';
