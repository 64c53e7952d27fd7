import { serviceMain } from '@handoff/service';
import { capvService } from './service.js';

await serviceMain(capvService());
