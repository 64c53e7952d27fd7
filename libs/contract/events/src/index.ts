export { Addons, BackupEvents, Bootstrap, catalogue, Core, eventNamed, Gitops, Ipam, Vsphere } from './catalogue.js';
export { defineEvent, filterOf, handoff, HandoffData, ObjectReference, owners, serviceNames, serviceOf, subjectOf, subjectToken } from './define.js';
export type { EventType, Handoff, Owner, Ringing, ServiceName } from './define.js';
