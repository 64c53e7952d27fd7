import { Backup, Finalizers } from '@handoff/api';
import { controller } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { backupFacts } from './backup.handoffs.js';
import { BACKUP, observeBackup } from './backup.scope.js';
import type { BackupDeps, BackupScope } from './backup.scope.js';
import { backupStatus } from './backup.status.js';
import { expireBackup, removeArchive, takeBackup } from './backup.take.js';

/** Takes an archive of the management cluster, once, tells how far it is, and removes it with the Backup. */
export const backupController = (deps: BackupDeps, wake: (backup: Backup) => void): Controller => controller<Backup, BackupScope>({
  name: BACKUP,
  for: Backup,
  clusterOf: () => undefined,
  observe: observeBackup(deps),
  phases: [takeBackup(deps), expireBackup(deps.alarms, wake)],
  status: backupStatus,
  handoffs: backupFacts,
  finalize: { finalizer: Finalizers.backup, phases: [removeArchive(deps)] },
});
