import { SORT, TRACEPARENT, traceparentFor, traceparentOf } from '@handoff/telemetry';
import type { Tracer } from '@handoff/telemetry';
import { Cluster } from '@handoff/api';
import type { Phase } from '@handoff/reconcile';
import type { ClusterScope } from './cluster.scope.js';

/**
 * A Cluster that Git did not bring begins an operation of its own, at the generation at which it is first seen. Everything that is made
 * for it is born into that; what its user applied beside it has no mark of its own and goes by the Cluster's.
 */
export const beginOperation = (tracer: Tracer): Phase<ClusterScope> =>
  async function beginOperation(scope, { kube, clock }) {
    const { cluster } = scope;
    if (traceparentOf(cluster) !== undefined) return undefined;
    const { namespace = '', name, generation = 1, annotations, creationTimestamp } = cluster.metadata;
    const traceparent = traceparentFor(namespace, name, String(generation));
    scope.cluster = await kube.patch(Cluster, cluster, [annotations === undefined
      ? { op: 'add', path: '/metadata/annotations', value: { [TRACEPARENT]: traceparent } }
      : { op: 'add', path: `/metadata/annotations/${TRACEPARENT.replace('/', '~1')}`, value: traceparent }]);
    const to = clock.now();
    const attributes = { [SORT]: 'operation', 'k8s.object.kind': Cluster.kind, 'k8s.namespace.name': namespace, 'k8s.object.name': name };
    const from = Math.min(to, Date.parse(creationTimestamp ?? ''));
    tracer.record({ name: `Cluster ${name}, generation ${String(generation)}`, parent: undefined, context: traceparent, from, to, attributes });
    return undefined;
  };
