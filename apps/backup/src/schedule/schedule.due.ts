import { Backup } from '@handoff/api';
import type { BackupSchedule } from '@handoff/api';
import { AlreadyExists, keyOfObject } from '@handoff/kube';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase } from '@handoff/reconcile';
import { TRACEPARENT, traceparentOf } from '@handoff/telemetry';
import type { Alarms } from '../alarms.js';
import { Times } from './cron.js';
import { SCHEDULE_LABEL } from './schedule.scope.js';
import type { ScheduleScope } from './schedule.scope.js';

type Wake = (schedule: BackupSchedule) => void;

/** Makes the Backup that is due, and sets the alarm for the next. One at a time: a slow one holds the next back, and that is told. */
export const makeDueBackup = (alarms: Alarms, wake: Wake): Phase<ScheduleScope> => async function makeDueBackup(scope, context) {
  const { schedule, last } = scope;
  const id = `schedule ${keyOfObject(schedule)}`;
  alarms.cancel(id);
  if (schedule.spec.paused) return undefined;
  const times = new Times(schedule.spec.schedule);
  const now = context.clock.now();
  scope.nextTime = times.after(now);
  if (scope.nextTime !== undefined) alarms.set(id, scope.nextTime, () => { wake(schedule); });
  const due = times.latest(scope.lastTime, now);
  if (due === undefined) return undefined;
  if (last !== undefined && last.status?.phase !== 'Completed' && last.status?.phase !== 'Failed') {
    return waitFor('BackupInProgress', `Backup ${last.metadata.name} is still being taken; the next one waits for it`);
  }
  const name = `${schedule.metadata.name}-${stampOf(due)}`;
  await create(name, schedule, context);
  scope.lastBackupName = name;
  scope.lastTime = due;
  scope.hasRun = true;
  return undefined;
};

/** The name tells the time: a crash between this and the status makes no second one. */
async function create(name: string, schedule: BackupSchedule, { kube }: Context): Promise<void> {
  const trace = traceparentOf(schedule);
  try {
    await kube.create(Backup, {
      metadata: {
        name, namespace: schedule.metadata.namespace, labels: { [SCHEDULE_LABEL]: schedule.metadata.name },
        ...(trace === undefined ? {} : { annotations: { [TRACEPARENT]: trace } }),
      },
      spec: schedule.spec.template,
    });
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
  }
}

/** YYYYMMDDhhmmss in UTC. */
const stampOf = (time: number): string => new Date(time).toISOString().slice(0, 19).replaceAll(/\D/g, '');
