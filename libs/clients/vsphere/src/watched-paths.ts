import type { PropertyPaths } from './property/retrieve.js';
import { TASK_PATHS } from './vm/task-info.js';
import { vmPaths } from './vm/vm-info.js';

const NAMED = ['name', 'parent'];

/** What the one filter of a client's long poll reports, per type of what is watched. */
export function watchedPaths(guestinfoKeys: readonly string[]): PropertyPaths {
  return {
    Task: TASK_PATHS,
    VirtualMachine: vmPaths(guestinfoKeys),
    Datacenter: NAMED,
    Folder: NAMED,
    ComputeResource: NAMED,
    ClusterComputeResource: NAMED,
    ResourcePool: NAMED,
    VirtualApp: NAMED,
    Datastore: NAMED,
    Network: NAMED,
    OpaqueNetwork: NAMED,
    DistributedVirtualPortgroup: NAMED,
  };
}
