export { startGuests } from './guests.js';
export type { GuestOptions, GuestSimulator } from './guests.js';
export { delayPresets } from './delays.js';
export type { DelayPreset, Delays } from './delays.js';
export type { DelayInterval, DelayListener } from './journal.js';
export type { ClusterSummary } from './workload/cluster-directory.js';
export { VcenterError } from './vcenter/session.js';
export type { VcenterAccess } from './vcenter/session.js';
