/** A value for every label of a metric. Values are few: never a name of an object, never a message. */
export type Labels<L extends string> = Readonly<Record<L, string>>;

interface Described<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly L[];
}
export interface Counter<L extends string = string> extends Described<L> { readonly type: 'counter' }
export interface Gauge<L extends string = string> extends Described<L> { readonly type: 'gauge' }
export interface Histogram<L extends string = string> extends Described<L> {
  readonly type: 'histogram';
  /** Upper bounds, in the metric's unit. */
  readonly buckets: readonly number[];
}

const counter = <L extends string>(name: string, help: string, labels: readonly L[]): Counter<L> => ({ type: 'counter', name, help, labels });
const gauge = <L extends string>(name: string, help: string, labels: readonly L[]): Gauge<L> => ({ type: 'gauge', name, help, labels });
const histogram = <L extends string>(name: string, help: string, labels: readonly L[], buckets: readonly number[]): Histogram<L> =>
  ({ type: 'histogram', name, help, labels, buckets });

/** In seconds: what takes milliseconds when all is well. */
const QUICK = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** In seconds: what a machine or a cluster takes. */
const LONG = [0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1200, 3600];

/** Every metric that handoff has, beside those of the process. docs/observability.md tells what each is good for. */
export const Metrics = {
  reconciles: counter('handoff_reconciles_total', 'Reconciles by how they ended: done, waiting, failed, paused, conflict, gone, unreachable, broken.', ['controller', 'outcome']),
  reconcileSeconds: histogram('handoff_reconcile_duration_seconds', 'How long a reconcile took.', ['controller'], QUICK),
  queueDepth: gauge('handoff_queue_depth', 'Keys that wait to be reconciled, those whose time has not come included.', ['controller']),
  queueWaitSeconds: histogram('handoff_queue_wait_seconds', 'How long a key that was due waited for a worker.', ['controller'], QUICK),
  handoffsPublished: counter('handoff_handoffs_published_total', 'Handoffs by event and whether the bus took them: ok or failed.', ['event', 'outcome']),
  handoffSeconds: histogram('handoff_handoff_latency_seconds', 'From the publication of a handoff until its hearer has queued what it is for.', ['event'], QUICK),
  apiRequests: counter('handoff_api_requests_total', 'Requests to the management API server; code 0: no answer came.', ['verb', 'resource', 'code']),
  apiSeconds: histogram('handoff_api_request_duration_seconds', 'How long the API server took to answer, watches left out.', ['verb'], QUICK),
  vcenterCalls: counter('handoff_vcenter_calls_total', 'Calls to vCenter by method and outcome: ok or failed.', ['method', 'outcome']),
  vcenterSeconds: histogram('handoff_vcenter_call_duration_seconds', 'How long a call to vCenter took, long polls left out.', ['method'], QUICK),
  vcenterTaskSeconds: histogram('handoff_vcenter_task_duration_seconds', 'How long a task in vCenter ran, by operation and outcome: succeeded, failed, forgotten.', ['operation', 'outcome'], LONG),
  milestoneSeconds: histogram('handoff_milestone_seconds', 'How long each stage of the way took: of a cluster (controller cluster), of a machine, of an address, of an add-on.', ['controller', 'milestone'], LONG),
  busConnected: gauge('handoff_bus_connected', 'Whether NATS is connected; left out without NATS_URL.', []),
  leader: gauge('handoff_leader', 'Whether this replica leads.', []),
  ready: gauge('handoff_ready', 'Whether the stores are synced.', []),
} as const;

/** All of them. */
export const metrics: readonly (Counter | Gauge | Histogram)[] = Object.values(Metrics);
