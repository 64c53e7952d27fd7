export { addonInstallerService } from './service.js';
