import { BackupEvents } from '@handoff/events';
import { fact } from '@handoff/reconcile';
import type { Fact, Report } from '@handoff/reconcile';
import type { BackupScope } from './backup.scope.js';

/** The facts that hold of a Backup now. */
export function backupFacts({ concluded, job }: BackupScope, report: Report): readonly Fact[] {
  const path = concluded?.phase === 'Completed' ? concluded.path : job?.state === 'done' ? job.taken.path : undefined;
  if (path !== undefined) return [fact(BackupEvents.Completed, path, { message: path })];
  const failed = concluded?.phase === 'Failed' ? concluded.message : report.failures.find(({ retryable }) => !retryable)?.message;
  return failed === undefined ? [] : [fact(BackupEvents.Failed, failed, { reason: 'Failed', message: failed })];
}
