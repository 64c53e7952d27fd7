import type { BackupStatus } from '@handoff/api';
import { condition } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import type { BackupScope } from './backup.scope.js';

type Told = Omit<BackupStatus, 'conditions' | 'observedGeneration' | 'expirationTime'>;

/** What a Backup says of itself: pure. */
export function backupStatus(scope: BackupScope, report: Report, now: number): StatusIntent {
  const told = toldOf(scope, report, now);
  const expiration = expirationOf(scope, now, told);
  return {
    ...told,
    ...(expiration === undefined ? {} : { expirationTime: rfc3339(expiration) }),
    observedGeneration: scope.backup.metadata.generation,
    conditions: [readyCondition(told)],
  };
}

/** When archive and Backup go, in milliseconds; undefined when they stay or are not there yet. */
export function expirationOf(scope: BackupScope, now: number, told: Told = toldOf(scope, undefined, now)): number | undefined {
  const { ttlSeconds } = scope.backup.spec;
  return ttlSeconds === undefined || told.completionTime === undefined ? undefined : Date.parse(told.completionTime) + ttlSeconds * 1000;
}

function toldOf({ backup, concluded, job }: BackupScope, report: Report | undefined, now: number): Told {
  if (concluded !== undefined) {
    const { conditions: _conditions, observedGeneration: _generation, expirationTime: _expiration, ...kept } = concluded;
    return kept;
  }
  if (job?.state === 'done') {
    const { startedAt, finishedAt, items, path, sizeBytes } = job.taken;
    return { phase: 'Completed', startTime: rfc3339(startedAt), completionTime: rfc3339(finishedAt), items, path, sizeBytes, message: `${items} objects` };
  }
  const failure = report?.failures[0];
  const startTime = job?.state === 'running' ? rfc3339(job.startedAt) : backup.status?.startTime;
  const begun = startTime === undefined ? {} : { startTime };
  if (failure === undefined) return { phase: job?.state === 'running' ? 'InProgress' : 'New', ...begun, ...counted(job), message: report?.blocker?.message ?? '' };
  if (failure.retryable) return { phase: 'InProgress', ...begun, message: `tried again: ${failure.message}` };
  return { phase: 'Failed', ...begun, completionTime: rfc3339(now), message: failure.message };
}

const counted = (job: BackupScope['job']): Pick<Told, 'items'> => (job?.state === 'running' ? { items: job.items } : {});

function readyCondition({ phase, message = '' }: Told): ConditionIntent {
  if (phase === 'Completed') return condition('Ready', true, 'Completed');
  return condition('Ready', false, phase === 'Failed' ? 'Failed' : 'InProgress', message);
}
