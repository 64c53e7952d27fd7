export { PRUNE, REVISION } from './apply/prune.js';
export { withoutCredentials } from './git/git-error.js';
export { gitopsSyncService } from './service.js';
export type { GitSource } from './service.js';
export { SyncReport } from './sync/report.js';
