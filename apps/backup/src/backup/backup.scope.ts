import type { Backup, BackupStatus } from '@handoff/api';
import type { Alarms } from '../alarms.js';
import type { BackupJobs, Job } from './backup-jobs.js';

export const BACKUP = 'backup';

/** What the controller works with besides the API. */
export interface BackupDeps {
  readonly jobs: BackupJobs;
  readonly alarms: Alarms;
}

/** Everything that a reconcile of a Backup looks at. */
export interface BackupScope {
  readonly backup: Backup;
  /** What an earlier reconcile told for good; absent until the backup is taken, or failed with this spec. */
  readonly concluded: BackupStatus | undefined;
  /** The job of this process; set by the phase that starts it. */
  job: Job | undefined;
}

export const observeBackup = ({ jobs }: BackupDeps) => (backup: Backup): Promise<BackupScope> =>
  Promise.resolve({ backup, concluded: concludedStatus(backup), job: jobs.of(backup) });

/** A backup is taken once; one that failed is tried again only when its spec was corrected. */
function concludedStatus({ metadata, status }: Backup): BackupStatus | undefined {
  if (status?.phase === 'Completed') return status;
  return status?.phase === 'Failed' && status.observedGeneration === metadata.generation ? status : undefined;
}
