import { z } from 'zod';
import { HANDOFF_LABELS } from '../crd/labels.js';
import { defineKind } from '../kind.js';
import { Conditions } from '../object.js';
import { dateTime, int32, int64, nonEmpty, setList, text } from '../schema/fields.js';
import { DNS_LABEL } from '../schema/patterns.js';
import type { KindObject } from '../kind.js';

export const BackupStorage = z.object({
  directory: text(1, 4096).describe('Absolute path of a folder that the backup service can write to.'),
});
export type BackupStorage = z.infer<typeof BackupStorage>;

export const BackupSpec = z.object({
  storage: BackupStorage.describe('Where the archive goes.'),
  includedNamespaces: setList(text(1, 63).regex(DNS_LABEL))
    .min(1)
    .max(1000)
    .describe('Only these namespaces; cluster-scoped objects that they need are always included. Absent: every namespace.')
    .optional(),
  ttlSeconds: int32().min(60).describe('How long the archive and this object are kept. Absent: until somebody deletes them.').optional(),
});
export type BackupSpec = z.infer<typeof BackupSpec>;

export const BackupStatus = nonEmpty({
  phase: z.enum(['New', 'InProgress', 'Completed', 'Failed']).describe('How far the backup is.'),
  startTime: dateTime().describe('When reading began.'),
  completionTime: dateTime().describe('When the archive was whole, or the backup failed.'),
  expirationTime: dateTime().describe('When the archive and this object go.'),
  items: int32().min(0).describe('How many objects the archive holds.'),
  path: text(1, 4096).describe('The archive.'),
  sizeBytes: int64().min(0).describe('Size of the archive.'),
  message: text(1, 32768).describe('What failed, or what is being done, in words for people.'),
  conditions: Conditions.describe('Ready: the archive is whole.'),
  observedGeneration: int64().min(1).describe('The generation of the spec that this status speaks of.'),
});
export type BackupStatus = z.infer<typeof BackupStatus>;

export const Backup = defineKind({
  group: 'backup.handoff.dev',
  version: 'v1alpha1',
  kind: 'Backup',
  plural: 'backups',
  categories: ['cluster-api'],
  labels: HANDOFF_LABELS,
  columns: [
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Items', type: 'integer', jsonPath: '.status.items' },
    { name: 'Bytes', type: 'integer', jsonPath: '.status.sizeBytes' },
    { name: 'Completed', type: 'date', jsonPath: '.status.completionTime' },
    { name: 'Path', type: 'string', jsonPath: '.status.path', priority: 10 },
    { name: 'Message', type: 'string', jsonPath: '.status.message', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  description: 'An archive of everything that a management cluster needs to go on elsewhere, taken once. It holds Secrets: guard it.',
  spec: BackupSpec,
  status: BackupStatus,
});
export type Backup = KindObject<typeof Backup>;
