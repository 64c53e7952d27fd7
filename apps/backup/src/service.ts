import type { Backup} from '@handoff/api';
import { BackupSchedule } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { ServiceDefinition } from '@handoff/service';
import { Alarms } from './alarms.js';
import { BackupJobs } from './backup/backup-jobs.js';
import { backupController } from './backup/backup.controller.js';
import { BACKUP } from './backup/backup.scope.js';
import { BACKUP_SCHEDULE, scheduleController } from './schedule/schedule.controller.js';

/** backup: archives of the management cluster, on demand and on schedule. */
export const backupService = (): ServiceDefinition => ({
  name: 'backup',
  build({ kube, stores, clock, log, wake }) {
    const owned = new AsyncDisposableStack(); // released in reverse
    const alarms = owned.use(new Alarms(clock));
    const jobs = owned.use(new BackupJobs({ kube, clock, log, changed: (key) => { wake(BACKUP, key); } }));
    owned.use(stores.mirror(BackupSchedule).store.onChange(({ type, object }) => {
      if (type === 'deleted') alarms.cancel(`schedule ${keyOfObject(object)}`);
    }));
    return {
      controllers: [
        backupController({ jobs, alarms }, (backup: Backup) => { wake(BACKUP, keyOfObject(backup)); }),
        scheduleController(alarms, (schedule) => { wake(BACKUP_SCHEDULE, keyOfObject(schedule)); }),
      ],
      resources: [owned],
    };
  },
});
