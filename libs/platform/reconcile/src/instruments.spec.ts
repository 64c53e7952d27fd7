import { afterEach, describe, expect, it } from '@jest/globals';
import { Core } from '@handoff/events';
import { InMemoryTracer, noMeter, noTracer, openMeter, SORT, TRACEPARENT, traceparentFor } from '@handoff/telemetry';
import type { FinishedSpan } from '@handoff/telemetry';
import { rfc3339 } from '@handoff/time';
import { condition } from './conditions.js';
import { hears } from './definition.js';
import { fact } from './facts.js';
import { waitFor } from './outcome.js';
import { NAMESPACE, newWidget, Part, startWorld, Widget } from './testing/widgets.js';
import type { World } from './testing/widgets.js';

const TRACE = traceparentFor('git', 'abc');

let world: World | undefined;
afterEach(async () => { await world?.[Symbol.asyncDispose](); });

type Definition = Parameters<typeof startWorld>[0];

/** A Widget that an operation brought, and a controller that is traced. */
async function traced(definition: Definition, annotations: Record<string, string> = { [TRACEPARENT]: TRACE }): Promise<InMemoryTracer> {
  const tracer = new InMemoryTracer();
  world = await startWorld(definition, async (kube) => {
    await kube.create(Widget, { metadata: { name: 'w', namespace: NAMESPACE, annotations }, spec: { size: 1 } });
  }, undefined, { tracer, meter: noMeter });
  return tracer;
}

const sort = (span: FinishedSpan): unknown => span.attributes?.[SORT];
const ofSort = ({ spans }: InMemoryTracer, wanted: string): FinishedSpan[] => spans.filter((span) => sort(span) === wanted);

describe('a reconcile', () => {
  it('that did something is a span of the operation, and what it wrote and rang are its children', async () => {
    const tracer = await traced({
      phases: [async function makePart({ widget }, { kube }) {
        if (widget.status?.size === undefined) await kube.create(Part, { metadata: { name: 'p', namespace: NAMESPACE }, spec: { widget: 'w' } });
        return undefined;
      }],
      status: () => ({ size: 1 }),
      handoffs: () => [fact(Core.MachineCreated)],
    });
    const [reconcile, ...others] = ofSort(tracer, 'reconcile');
    expect(others).toEqual([]);
    expect(reconcile).toMatchObject({
      name: 'reconcile widget', parent: TRACE,
      attributes: { 'handoff.controller': 'widget', 'handoff.outcome': 'done', 'k8s.object.kind': 'Widget', 'k8s.object.name': 'w' },
    });
    expect(ofSort(tracer, 'write').map(({ name, parent, attributes }) => [name, parent, attributes?.['http.response.status_code']])).toEqual([
      ['create parts', reconcile?.context, 201], ['apply widgets/status', reconcile?.context, 200],
    ]);
    expect(ofSort(tracer, 'handoff')).toMatchObject([{ name: 'publish core.machine-created', kind: 'producer', parent: reconcile?.context }]);
  });

  it('that did nothing leaves none', async () => {
    const tracer = await traced({ phases: [() => Promise.resolve(waitFor('Later', 'for nothing'))] });
    await world?.clock.advance(120_000);
    expect(tracer.spans).toEqual([]);
  });

  it('that failed says where and why', async () => {
    const tracer = await traced({ phases: [async function breakDown() { return Promise.reject(new Error('no template')); }] });
    expect(ofSort(tracer, 'reconcile')[0]).toMatchObject({ error: 'breakDown: no template', attributes: { 'handoff.outcome': 'failed' } });
  });

  it('of an object that no operation brought leaves none', async () => {
    const tracer = await traced({ status: () => ({ size: 1 }) }, {});
    expect(tracer.spans).toEqual([]);
    expect((await world?.widget())?.status?.size).toBe(1);
  });
});

describe('an operation', () => {
  it('is handed to what is made in it at birth, also where nobody traces', async () => {
    world = await startWorld({
      phases: [async function makePart(_scope, { kube }) {
        await kube.create(Part, { metadata: { name: 'p', namespace: NAMESPACE, annotations: { own: 'x' } }, spec: { widget: 'w' } });
        return undefined;
      }],
    }, async (kube) => {
      await kube.create(Widget, { metadata: { name: 'w', namespace: NAMESPACE, annotations: { [TRACEPARENT]: TRACE } }, spec: { size: 1 } });
    });
    const part = await world.kube.get(Part, { namespace: NAMESPACE, name: 'p' });
    expect(part?.metadata.annotations).toEqual({ own: 'x', [TRACEPARENT]: TRACE });
  });

  it('goes on through a handoff: the hearer\'s span tells how long it was on its way', async () => {
    let rings = 0;
    const tracer = await traced({
      hears: [hears(Core.MachineChanged, () => [`${NAMESPACE}/w`])],
      status: () => ({ size: rings }),
      handoffs: () => [fact(Core.MachineChanged, rings)],
    });
    const published = ofSort(tracer, 'handoff').find(({ kind }) => kind === 'producer');
    const data = { about: { apiGroup: '', kind: 'Part', namespace: NAMESPACE, name: 'p', uid: 'u', resourceVersion: '1' }, cluster: 'c' };
    const message = { id: 'x', event: Core.MachineChanged, subject: 's', time: rfc3339((world?.clock.now() ?? 0) - 2_000), data, traceparent: published?.context };
    rings = 1;
    await world?.runtime.hear(message);
    await world?.clock.advance(0);
    const heard = tracer.spans.find(({ kind }) => kind === 'consumer');
    expect(heard).toMatchObject({ name: 'hear core.machine-changed', parent: published?.context });
    expect((heard?.to ?? 0) - (heard?.from ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(ofSort(tracer, 'reconcile')[1]?.links).toEqual([heard?.context]);
  });
});

describe('a milestone', () => {
  it('is told once, when it is over, from the moment that it was seen to begin', async () => {
    let isOver = false;
    const tracer = await traced({
      phases: [() => Promise.resolve(waitFor('Booting', 'for the guest', { lookAgainMs: 1_000 }))],
      milestones: () => [{ name: 'boot', begun: true, ended: isOver }],
    });
    const began = world?.clock.now() ?? NaN;
    await world?.clock.advance(40_000);
    expect(tracer.spans).toEqual([]);
    isOver = true;
    await world?.clock.advance(10_000);
    expect(tracer.spans).toHaveLength(1);
    expect(tracer.spans[0]).toMatchObject({ name: 'boot', parent: TRACE, from: began, attributes: { [SORT]: 'milestone', 'k8s.object.name': 'w' } });
    expect((tracer.spans[0]?.to ?? 0) - began).toBeGreaterThanOrEqual(40_000);
  });

  it('takes the times that are written down, and is not told again by a process that comes later', async () => {
    const at = (ms: number): string => rfc3339((world?.clock.now() ?? 0) + ms);
    const tracer = await traced({
      status: () => ({ conditions: [condition('Ready', true, 'Ready')] }),
      milestones: ({ widget }) => [
        { name: 'fresh', begun: widget.metadata.creationTimestamp, ended: widget.metadata.creationTimestamp },
        { name: 'old', begun: at(-500_000), ended: at(-400_000) },
        { name: 'unseen', begun: true, ended: true },
      ],
    });
    expect(tracer.spans.filter((span) => sort(span) === 'milestone').map(({ name }) => name)).toEqual(['fresh']);
  });
});

describe('the numbers of a controller', () => {
  it('tell how reconciles ended, what waits, what rang and how long stages took', async () => {
    const meter = await openMeter('s');
    let isOver = false;
    world = await startWorld({
      phases: [() => Promise.resolve(isOver ? undefined : waitFor('Booting', 'for the guest', { lookAgainMs: 10_000 }))],
      handoffs: () => [fact(Core.MachineChanged)],
      milestones: () => [{ name: 'boot', begun: true, ended: isOver }],
    }, async (kube) => { await newWidget(kube); }, undefined, { tracer: noTracer, meter });
    expect(await meter.text()).toContain('handoff_queue_depth{controller="widget",service="s"} 1');
    isOver = true;
    await world.clock.advance(20_000);
    const text = await meter.text();
    for (const line of [
      'handoff_reconciles_total{controller="widget",outcome="waiting",service="s"} 1',
      'handoff_reconciles_total{controller="widget",outcome="done",service="s"} 1',
      'handoff_handoffs_published_total{event="core.machine-changed",outcome="ok",service="s"} 1',
      'handoff_milestone_seconds_count{service="s",controller="widget",milestone="boot"} 1',
      'handoff_queue_wait_seconds_count{service="s",controller="widget"} 2',
      'handoff_reconcile_duration_seconds_count{service="s",controller="widget"} 2',
      'handoff_queue_depth{controller="widget",service="s"} 0',
    ]) expect(text).toContain(line);
  });
});
