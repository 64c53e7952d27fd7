export { Addons, BackupEvents, Bootstrap, catalogue, Core, eventNamed, Gitops, Ipam, Vsphere } from './catalogue.js';
export { defineEvent, filterOf, handoff, HandoffData, ObjectReference, owners, serviceOf, subjectOf, subjectToken } from './define.js';
export type { EventType, Handoff, Owner, Ringing } from './define.js';
