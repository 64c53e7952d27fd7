import { Backup } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import { BackupFolder } from '../archive/backup-folder.js';
import { takenBy } from '../archive/velero-manifest.js';
import type { BackupDeps, BackupScope } from './backup.scope.js';
import { expirationOf } from './backup.status.js';

/** Has the archive written, unless that was done. */
export const takeBackup = ({ jobs }: BackupDeps): Phase<BackupScope> => async function takeBackup(scope) {
  const { backup, concluded } = scope;
  if (concluded !== undefined) {
    await jobs.end(backup);
    return undefined;
  }
  jobs.start(backup);
  scope.job = jobs.of(backup);
  switch (scope.job?.state) {
    case 'running':
      return waitFor('BackupInProgress', `${scope.job.items} objects are in the archive so far`, { awaited: 'archive' });
    case 'failed': {
      const { error } = scope.job;
      await jobs.end(backup); // the next reconcile, if any, tries anew
      throw 'retryable' in error && error.retryable === false ? new TerminalError(codeOf(error), error.message, { cause: error }) : error;
    }
    case 'done':
      return undefined;
    default:
      return waitFor('BackupInProgress', 'waiting for other backups to be taken', { awaited: 'turn' });
  }
};

/** Deletes the Backup, and with it the archive, when its time is over. */
export const expireBackup = (alarms: BackupDeps['alarms'], wake: (backup: Backup) => void): Phase<BackupScope> => async function expireBackup(scope, context) {
  const expiration = expirationOf(scope, context.clock.now());
  if (expiration === undefined) return undefined;
  if (context.clock.now() < expiration) {
    alarms.set(keyOfObject(scope.backup), expiration, () => { wake(scope.backup); });
    return undefined;
  }
  await context.gate();
  await context.kube.delete(Backup, scope.backup);
  return undefined;
};

/** Before the Backup goes: its job ends, and its archive goes. */
export const removeArchive = ({ jobs, alarms }: BackupDeps): Phase<BackupScope> => async function removeArchive({ backup }, context) {
  alarms.cancel(keyOfObject(backup));
  await jobs.end(backup);
  const folder = folderOf(backup);
  if (folder === undefined) return undefined;
  await context.gate();
  await folder.remove((manifest) => takenBy(backup, manifest) !== undefined);
  return undefined;
};

/** Where the archive is, wherever the spec may point by now; undefined when there can be none. */
function folderOf({ metadata, spec, status }: Backup): BackupFolder | undefined {
  const written = status?.path?.slice(0, -`/backups/${metadata.name}/${metadata.name}.tar.gz`.length);
  try {
    return BackupFolder.of(written ?? spec.storage.directory, metadata);
  } catch {
    return undefined; // a path that was refused holds no archive
  }
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);
