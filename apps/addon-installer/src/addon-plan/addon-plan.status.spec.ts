import { describe, expect, it } from '@jest/globals';
import { AddonPlan, Cluster } from '@handoff/api';
import type { AddonPlanCluster } from '@handoff/api';
import { Report, waitFor } from '@handoff/reconcile';
import { addonPlanStatus, entriesOf } from './addon-plan.status.js';
import type { PlanCluster } from './addon-plan.scope.js';
import type { Progress } from './installation.js';

const NOW = Date.parse('2026-01-01T01:00:00Z');
const EARLIER = '2026-01-01T00:59:00Z';

const plan = AddonPlan.parse({
  apiVersion: 'addons.handoff.dev/v1alpha1', kind: 'AddonPlan', metadata: { name: 'plan', namespace: 'default', generation: 1 },
  spec: { clusterSelector: { matchLabels: { a: 'b' } }, steps: [{ name: 'one', timeoutSeconds: 60 }, { name: 'two', timeoutSeconds: 600 }] },
});
const cluster = Cluster.parse({
  apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'demo', namespace: 'default' }, spec: { paused: false },
});

const at = (step: string | undefined, message: string): Progress => ({ done: step === 'one' ? 0 : step === 'two' ? 1 : 2, step, reason: 'R', message, failed: false });
const entry = (fields: Partial<PlanCluster>): PlanCluster =>
  ({ cluster, notYet: undefined, previous: undefined, progress: undefined, ...fields });
const was = (phase: AddonPlanCluster['phase'], step?: string): AddonPlanCluster => ({ name: 'demo', phase, since: EARLIER, ...(step === undefined ? {} : { step }) });
const paused = { reason: 'Paused', message: 'Cluster demo is paused' };

const rows: readonly (readonly [string, Partial<PlanCluster>, object])[] = [
  ['is Waiting before it can begin', { notYet: paused }, { phase: 'Waiting', message: paused.message, since: '2026-01-01T01:00:00Z' }],
  ['keeps what it reached while it is out of reach', { notYet: paused, previous: was('Ready') }, { phase: 'Ready', since: EARLIER, message: paused.message }],
  ['is Installing before the first look is over', {}, { phase: 'Installing', step: 'one' }],
  ['stays Ready after a restart until the first look is over', { previous: was('Ready') }, { phase: 'Ready', since: EARLIER }],
  ['is Installing at its step', { progress: at('two', 'slow'), previous: was('Installing', 'one') }, { phase: 'Installing', step: 'two', message: 'slow', since: '2026-01-01T01:00:00Z' }],
  ['keeps its time at a step', { progress: at('two', 'slow'), previous: was('Installing', 'two') }, { phase: 'Installing', step: 'two', since: EARLIER }],
  ['is Failed when the step\'s time is up', { progress: at('one', 'slow'), previous: was('Installing', 'one') }, { phase: 'Failed', step: 'one', message: 'step one is not ready after 60 s, and is tried on: slow' }],
  ['stays Failed at the step', { progress: at('one', 'slow'), previous: was('Failed', 'one') }, { phase: 'Failed', since: EARLIER }],
  ['goes on from Failed', { progress: at('two', 'slow'), previous: was('Failed', 'one') }, { phase: 'Installing', step: 'two' }],
  ['is Ready after the last step', { progress: at(undefined, ''), previous: was('Installing', 'two') }, { phase: 'Ready', since: '2026-01-01T01:00:00Z' }],
  ['stays Ready when a late node is not there yet, and says so', { progress: at(undefined, 'node w: not Ready'), previous: was('Ready') }, { phase: 'Ready', since: EARLIER, message: 'node w: not Ready' }],
];

describe('a cluster of an AddonPlan', () => {
  it.each(rows)('%s', (_, fields, expected) => {
    expect(entriesOf({ plan, clusters: [entry(fields)], steps: [] }, NOW)).toEqual([expect.objectContaining({ name: 'demo', ...expected })]);
  });
});

describe('the status of an AddonPlan', () => {
  it('counts its clusters and is Ready when all are', () => {
    const status = addonPlanStatus({ plan, clusters: [entry({ progress: at(undefined, '') })], steps: [] }, new Report(), NOW);
    expect(status).toMatchObject({ matchedClusters: 1, readyClusters: 1, conditions: [{ type: 'Ready', status: 'True' }] });
  });

  it('tells what blocks first', () => {
    const report = new Report();
    report.waits.push({ phase: 'awaitClusters', ...waitFor('WaitingForAddons', 'Cluster demo, step one: slow') });
    const status = addonPlanStatus({ plan, clusters: [entry({ progress: at('one', 'slow') })], steps: [] }, report, NOW);
    expect(status).toMatchObject({ matchedClusters: 1, readyClusters: 0, conditions: [{ status: 'False', reason: 'WaitingForAddons', message: 'Cluster demo, step one: slow' }] });
  });

  it('says when its selector chooses nothing', () => {
    const { conditions } = addonPlanStatus({ plan, clusters: [], steps: [] }, new Report(), NOW);
    expect(conditions).toEqual([expect.objectContaining({ status: 'True', reason: 'NoClusters' })]);
  });
});
