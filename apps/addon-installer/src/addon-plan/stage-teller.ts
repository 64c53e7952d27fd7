import { Cluster } from '@handoff/api';
import { namesOf } from '@handoff/kube';
import type { Key } from '@handoff/kube';
import { Metrics, SORT, traceparentOf } from '@handoff/telemetry';
import type { Telemetry } from '@handoff/telemetry';
import { ADDON_PLAN } from './addon-plan.scope.js';
import type { Stage } from './installation.js';

/** Tells how far the add-ons of one cluster are, in the operation that brought the cluster: the plan may be much older. */
export const stageTeller = ({ tracer, meter }: Telemetry, plan: Key, cluster: Cluster) => ({ step, name, from, to }: Stage): void => {
  const milestone = name === 'install' ? 'add-on install' : 'add-on wait';
  meter.observe(Metrics.milestoneSeconds, { controller: ADDON_PLAN, milestone }, (to - from) / 1000);
  const parent = traceparentOf(cluster);
  if (parent === undefined) return;
  tracer.record({
    name: `${name} ${step}`, parent, from, to,
    attributes: {
      [SORT]: 'milestone', 'handoff.milestone': milestone, 'handoff.controller': ADDON_PLAN, 'handoff.step': step, 'handoff.plan': namesOf(plan).name,
      'k8s.object.kind': Cluster.kind, 'k8s.object.name': cluster.metadata.name, 'k8s.namespace.name': cluster.metadata.namespace ?? '',
    },
  });
};
