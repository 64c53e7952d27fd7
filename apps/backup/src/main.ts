import { serviceMain } from '@handoff/service';
import { backupService } from './service.js';

await serviceMain(backupService());
