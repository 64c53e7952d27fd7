import { Backup, BackupSchedule } from '@handoff/api';
import { controller, mirrors } from '@handoff/reconcile';
import type { Context, Controller } from '@handoff/reconcile';
import type { Alarms } from '../alarms.js';
import { makeDueBackup } from './schedule.due.js';
import { SCHEDULE_LABEL } from './schedule.scope.js';
import type { ScheduleScope } from './schedule.scope.js';
import { scheduleStatus } from './schedule.status.js';

export const BACKUP_SCHEDULE = 'backupschedule';

const observeSchedule = (schedule: BackupSchedule, context: Context): Promise<ScheduleScope> => {
  const { lastBackupName, lastScheduleTime } = schedule.status ?? {};
  return Promise.resolve({
    schedule,
    last: lastBackupName === undefined ? undefined : context.cached(Backup).get(`${schedule.metadata.namespace ?? ''}/${lastBackupName}`),
    lastBackupName,
    lastTime: Date.parse(lastScheduleTime ?? schedule.metadata.creationTimestamp ?? ''),
    hasRun: lastScheduleTime !== undefined,
    nextTime: undefined,
  });
};

/** Makes a Backup at every time of a schedule; times that passed while nobody was there are made up for once. */
export const scheduleController = (alarms: Alarms, wake: (schedule: BackupSchedule) => void): Controller =>
  controller<BackupSchedule, ScheduleScope>({
    name: BACKUP_SCHEDULE,
    for: BackupSchedule,
    mirrors: [mirrors(Backup, ({ metadata: { namespace, labels } }) => {
      const schedule = labels?.[SCHEDULE_LABEL];
      return schedule === undefined ? [] : [`${namespace ?? ''}/${schedule}`];
    })],
    clusterOf: () => undefined,
    observe: observeSchedule,
    phases: [makeDueBackup(alarms, wake)],
    status: scheduleStatus,
  });
