import { serviceMain } from '@handoff/service';
import { capiCoreService } from './service.js';

await serviceMain(capiCoreService());
