import { EnvironmentError, serviceMain } from '@handoff/service';
import { gitSourceFrom } from './environment.js';
import { gitopsSyncService } from './service.js';

try {
  await serviceMain(gitopsSyncService(gitSourceFrom(process.env)));
} catch (error) {
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`handoff-gitops-sync: ${error.message}\n`);
  process.exitCode = 2;
}
