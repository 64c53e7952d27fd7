export { drainNode } from './drain.js';
export { KubeconfigMissing, KubeconfigUnusable } from './errors.js';
export { probe } from './probe.js';
export type { ProbeResult } from './probe.js';
export { attachedVolumes } from './volumes.js';
export { WorkloadClusters } from './workload-clusters.js';
