export { backupService } from './service.js';
