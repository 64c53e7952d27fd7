import { condition } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import type { ScheduleScope } from './schedule.scope.js';

/** What a BackupSchedule says of itself: pure. */
export const scheduleStatus = (scope: ScheduleScope, report: Report): StatusIntent => ({
  ...(scope.lastBackupName === undefined ? {} : { lastBackupName: scope.lastBackupName }),
  ...(scope.hasRun ? { lastScheduleTime: rfc3339(scope.lastTime) } : {}),
  ...(scope.nextTime === undefined ? {} : { nextScheduleTime: rfc3339(scope.nextTime) }),
  observedGeneration: scope.schedule.metadata.generation,
  conditions: [readyCondition(scope, report)],
});

function readyCondition({ schedule, nextTime }: ScheduleScope, report: Report): ConditionIntent {
  const [failure] = report.failures;
  if (failure !== undefined) return condition('Ready', false, failure.reason, failure.message);
  if (schedule.spec.paused) return condition('Ready', false, 'Paused', 'spec.paused is true: no backups are made');
  return nextTime === undefined
    ? condition('Ready', false, 'NoFurtherTime', 'spec.schedule has no time to come')
    : condition('Ready', true, 'Scheduled');
}
