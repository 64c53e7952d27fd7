export { benchCluster } from './cluster-bench.js';
export type { ClusterBenchOptions, ClusterBenchResult } from './cluster-bench.js';
export { figuresOf, reportText } from './report.js';
export type { Figures } from './report.js';
