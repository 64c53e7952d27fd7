import { z } from 'zod';
import { BackupSpec } from './backup.js';
import { HANDOFF_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { dateTime, int64, nonEmpty, text } from '../schema/fields.js';
import type { KindObject } from '../kind.js';

export const BackupScheduleSpec = z.object({
  schedule: text(1, 256).describe('When, as a cron expression of five fields in UTC, e.g. "0 3 * * *".'),
  paused: z.boolean().default(false).describe('Take none while this is true.'),
  template: BackupSpec.describe('What every Backup of this schedule is made from.'),
});
export type BackupScheduleSpec = z.infer<typeof BackupScheduleSpec>;

export const BackupScheduleStatus = nonEmpty({
  lastBackupName: text(1, 253).describe('The Backup that was made last.'),
  lastScheduleTime: dateTime().describe('The time of the schedule that it was made for.'),
  nextScheduleTime: dateTime().describe('When the next one is made.'),
  conditions: Conditions.describe('Ready: the schedule is understood and not paused.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
});
export type BackupScheduleStatus = z.infer<typeof BackupScheduleStatus>;

export const BackupSchedule = defineKind({
  group: 'backup.handoff.dev',
  version: 'v1alpha1',
  kind: 'BackupSchedule',
  plural: 'backupschedules',
  categories: ['cluster-api'],
  labels: HANDOFF_LABELS,
  columns: [
    { name: 'Schedule', type: 'string', jsonPath: '.spec.schedule' },
    { name: 'Paused', type: 'boolean', jsonPath: '.spec.paused' },
    { name: 'Last', type: 'date', jsonPath: '.status.lastScheduleTime' },
    { name: 'Next', type: 'string', jsonPath: '.status.nextScheduleTime' },
    { name: 'Last Backup', type: 'string', jsonPath: '.status.lastBackupName', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'Makes a Backup at every time of a cron schedule.',
  spec: BackupScheduleSpec,
  status: BackupScheduleStatus,
});
export type BackupSchedule = KindObject<typeof BackupSchedule>;
