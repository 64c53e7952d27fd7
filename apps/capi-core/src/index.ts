export { capiCoreService } from './service.js';
