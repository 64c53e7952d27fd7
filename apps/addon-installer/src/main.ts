import { serviceMain } from '@handoff/service';
import { addonInstallerService } from './service.js';

await serviceMain(addonInstallerService());
