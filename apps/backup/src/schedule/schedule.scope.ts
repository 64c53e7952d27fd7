import type { Backup, BackupSchedule } from '@handoff/api';

/** On every Backup that a schedule made: the schedule's name. No owner: archives outlive their schedule. */
export const SCHEDULE_LABEL = 'backup.handoff.dev/schedule';

/** Everything that a reconcile of a BackupSchedule looks at. Times are in milliseconds. */
export interface ScheduleScope {
  readonly schedule: BackupSchedule;
  /** The Backup that was made last; absent before the first, and when it has expired or was deleted. */
  readonly last: Backup | undefined;
  /** Its name, which stays known. */
  lastBackupName: string | undefined;
  /** The time of the schedule that was last seen to; before the first, when the schedule was declared. */
  lastTime: number;
  /** Whether a Backup was ever made. */
  hasRun: boolean;
  /** When the next one is made; set by the phase, absent while paused or when the schedule has no further time. */
  nextTime: number | undefined;
}
