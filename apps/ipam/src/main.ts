import { serviceMain } from '@handoff/service';
import { ipamService } from './service.js';

await serviceMain(ipamService());
