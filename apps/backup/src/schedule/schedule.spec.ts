import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Backup, BackupSchedule } from '@handoff/api';
import { conditionOf } from '@handoff/reconcile';
import { startHarness } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { InvalidSchedule, Times } from './cron.js';

const HOUR = 3_600_000;
const at = (name: string) => ({ name, namespace: 'default' });
const utc = (time: string): number => Date.parse(`2026-01-01T${time}Z`);

describe('the times of a schedule', () => {
  const hourly = new Times('0 * * * *');

  it.each([
    ['before', '00:00:00', '00:59:59', undefined],
    ['at', '00:00:00', '01:00:00', '01:00:00'],
    ['after', '00:00:00', '01:30:00', '01:00:00'],
    ['long after', '00:00:00', '05:30:00', '05:00:00'],
    ['when it was seen to', '01:00:00', '01:30:00', undefined],
  ])('tell the one that is due %s its time', (_, from, to, due) => {
    expect(hourly.latest(utc(from), utc(to))).toBe(due === undefined ? undefined : utc(due));
  });

  it('are in UTC and end where there is none to come', () => {
    expect(hourly.after(utc('00:59:59.999'))).toBe(utc('01:00:00'));
    expect(new Times('0 3 * * *').after(utc('00:00:00'))).toBe(utc('03:00:00'));
    expect(new Times('0 0 30 2 *').after(utc('00:00:00'))).toBeUndefined();
  });

  it.each(['hello', '* * * * * *', '61 * * * *'])('cannot be told from %s', (expression) => {
    expect(() => new Times(expression)).toThrow(InvalidSchedule);
    expect(() => new Times(expression)).toThrow('write five fields');
  });
});

describe('a BackupSchedule', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
    await harness.start();
  });
  afterAll(async () => { await harness[Symbol.asyncDispose](); });

  const declare = (name: string, schedule: string, more: object = {}) =>
    harness.kube.create(BackupSchedule, {
      metadata: at(name), spec: { schedule, template: { storage: { directory: harness.directory } }, ...more },
    });
  const made = async (schedule: string): Promise<readonly string[]> => {
    const { items } = await harness.kube.list(Backup, { labelSelector: `backup.handoff.dev/schedule=${schedule}` });
    return items.map(({ metadata }) => metadata.name);
  };

  it('makes a Backup at its time, named by it', async () => {
    await declare('hourly', '0 * * * *');
    const { status } = await harness.until(BackupSchedule, at('hourly'), (object) => object.status?.nextScheduleTime !== undefined);
    expect(await made('hourly')).toEqual([]);
    const next = Date.parse(status?.nextScheduleTime ?? '');
    harness.clock.travel(next - harness.clock.now());
    const after = await harness.until(BackupSchedule, at('hourly'), (object) => object.status?.lastBackupName !== undefined);
    const stamp = new Date(next).toISOString().slice(0, 19).replaceAll(/\D/g, '');
    expect(after.status).toMatchObject({ lastBackupName: `hourly-${stamp}`, lastScheduleTime: status?.nextScheduleTime });
    await harness.until(Backup, at(`hourly-${stamp}`), (object) => object.status?.phase === 'Completed');
    expect(await made('hourly')).toEqual([`hourly-${stamp}`]);
  });

  it('makes up once for what was missed', async () => {
    const before = await harness.kube.get(BackupSchedule, at('hourly'));
    await harness.stop();
    harness.clock.travel(5 * HOUR);
    await harness.start();
    const after = await harness.until(BackupSchedule, at('hourly'), ({ status }) => status?.lastBackupName !== before?.status?.lastBackupName);
    expect(Date.parse(after.status?.lastScheduleTime ?? '') - Date.parse(before?.status?.lastScheduleTime ?? '')).toBe(5 * HOUR);
    expect(await made('hourly')).toHaveLength(2);
  });

  it('that is paused makes none, and one that cannot be read says why', async () => {
    await declare('paused', '0 * * * *', { paused: true });
    await declare('wrong', 'every day');
    const paused = await harness.until(BackupSchedule, at('paused'), (object) => conditionOf(object, 'Ready') !== undefined);
    const wrong = await harness.until(BackupSchedule, at('wrong'), (object) => conditionOf(object, 'Ready') !== undefined);
    expect(conditionOf(paused, 'Ready')).toMatchObject({ status: 'False', reason: 'Paused' });
    expect(conditionOf(wrong, 'Ready')).toMatchObject({ status: 'False', reason: 'InvalidSchedule', message: expect.stringContaining('write five fields') });
    harness.clock.travel(HOUR);
    await harness.until(BackupSchedule, at('hourly'), ({ status }) => Date.parse(status?.lastScheduleTime ?? '') > harness.clock.now() - HOUR);
    expect(await made('paused')).toEqual([]);
  });
});
