import { serviceMain } from '@handoff/service';
import { kubeadmBootstrapService } from './service.js';

await serviceMain(kubeadmBootstrapService());
