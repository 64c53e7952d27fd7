export { ipamService } from './service.js';
