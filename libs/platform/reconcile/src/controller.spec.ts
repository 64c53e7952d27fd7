import { describe, expect, it } from '@jest/globals';
import { Annotations, Cluster } from '@handoff/api';
import type { KubeObject } from '@handoff/api';
import { Core, handoff } from '@handoff/events';
import type { Handoff } from '@handoff/events';
import { condition, conditionOf } from './conditions.js';
import type { StatusIntent } from './conditions.js';
import { hears, mirrors } from './definition.js';
import type { Definition, Phase } from './definition.js';
import { fact, referenceTo } from './facts.js';
import type { Fact } from './facts.js';
import { waitFor } from './outcome.js';
import type { Report } from './outcome.js';
import { FINALIZER, NAMESPACE, newPart, newWidget, Part, startWorld, Widget } from './testing/widgets.js';
import type { WidgetScope, World } from './testing/widgets.js';

type Definable = Partial<Definition<Widget, WidgetScope>>;

const status = ({ widget }: WidgetScope, report: Report): StatusIntent => ({
  size: widget.spec.size,
  conditions: [condition('Ready', report.blocker === undefined, report.blocker === undefined ? 'Ready' : 'NotReady')],
});

const counting = (more: Definable = {}): Definable & { readonly looks: number[] } => {
  const looks: number[] = [];
  return {
    status, looks, ...more,
    observe: (widget, { clock }) => {
      looks.push(clock.now());
      return Promise.resolve({ widget });
    },
  };
};

const setSize = async (world: World, size: number): Promise<void> => {
  await world.kube.patch(Widget, await world.widget(), [{ op: 'replace', path: '/spec/size', value: size }]);
  await world.clock.advance(0);
};

describe('a reconcile', () => {
  it('of a settled object writes nothing, however often it is looked at', async () => {
    const definition = counting({ phases: [() => Promise.resolve(waitFor('WaitingForLuck', 'luck', { lookAgainMs: 1_000 }))] });
    await using world = await startWorld(definition);
    await newWidget(world.kube);
    await world.clock.advance(60_000);
    expect(definition.looks.length).toBeGreaterThan(50);
    expect(world.writes).toEqual(['PATCH widgets/w/status']);
  });

  it('is not begun by the echo of its own writes', async () => {
    const definition = counting({ finalize: { finalizer: FINALIZER, phases: [] } });
    await using world = await startWorld(definition);
    await newWidget(world.kube);
    await world.clock.advance(10_000);
    expect(definition.looks).toHaveLength(1);
    expect(world.writes).toEqual(['PATCH widgets/w', 'PATCH widgets/w/status']);
    await setSize(world, 2);
    expect(definition.looks).toHaveLength(2);
  });

  it('leaves alone what does not concern it', async () => {
    const definition = counting({ concerns: ({ spec }) => spec.size > 1, finalize: { finalizer: FINALIZER, phases: [] } });
    await using world = await startWorld(definition);
    const widget = await newWidget(world.kube);
    await world.clock.advance(60_000);
    expect([definition.looks, await world.widget()]).toEqual([[], widget]);
    await setSize(world, 2);
    expect(definition.looks).toHaveLength(1);
  });
});

describe('the gate', () => {
  interface How { readonly paused?: boolean; readonly annotations?: Record<string, string> }
  const cluster = (kube: World['kube'], { paused = false, annotations = {} }: How = {}): Promise<Cluster> =>
    kube.create(Cluster, { metadata: { name: 'c', namespace: NAMESPACE, annotations }, spec: { paused } });

  it.each<[string, (kube: World['kube']) => Promise<unknown>]>([
    ['its Cluster is paused', (kube) => cluster(kube, { paused: true })],
    ['its Cluster bears the annotation', (kube) => cluster(kube, { annotations: { [Annotations.paused]: '' } })],
    ['its Cluster is not there', () => Promise.resolve()],
  ])('lets nothing through but the Paused condition while %s', async (_case, prepare) => {
    const definition = counting({ finalize: { finalizer: FINALIZER, phases: [] } });
    await using world = await startWorld(definition, async (kube) => { await prepare(kube); });
    await newWidget(world.kube, { clusterName: 'c' });
    await world.clock.advance(60_000);
    expect([definition.looks, world.writes]).toEqual([[], ['PATCH widgets/w/status']]);
    expect(conditionOf(await world.widget(), 'Paused')?.status).toBe('True');
  });

  it.each<[string, How, string, unknown]>([
    ['the field', { paused: true }, '/spec/paused', false],
    ['the annotation', { annotations: { [Annotations.paused]: '' } }, '/metadata/annotations', {}],
  ])('opens at once when %s is taken back', async (_case, how, path, value) => {
    const definition = counting();
    await using world = await startWorld(definition);
    const paused = await cluster(world.kube, how);
    await newWidget(world.kube, { clusterName: 'c' });
    await world.clock.advance(10_000);
    await world.kube.patch(Cluster, paused, [{ op: 'replace', path, value }]);
    await world.clock.advance(0);
    expect(definition.looks).toHaveLength(1);
    expect(conditionOf(await world.widget(), 'Paused')?.status).toBe('False');
  });

  it('lets an object be deleted whose Cluster is gone', async () => {
    const throughGate: Phase<WidgetScope> = (_scope, { gate }) => gate().then(() => undefined);
    await using world = await startWorld({ status, finalize: { finalizer: FINALIZER, phases: [throughGate] } });
    const widget = await newWidget(world.kube, { clusterName: 'c' }, { finalizers: [FINALIZER] });
    await world.kube.delete(Widget, widget);
    await world.clock.advance(2_000);
    expect(await world.kube.get(Widget, { namespace: NAMESPACE, name: 'w' })).toBeUndefined();
  });

  it('asks the server itself before what cannot be taken back: what is deleted during a pause is left alone, bus or not', async () => {
    const undone: string[] = [];
    await using world = await startWorld({
      status,
      finalize: {
        finalizer: FINALIZER,
        phases: [async ({ widget }, { gate }) => {
          await gate();
          undone.push(widget.metadata.name);
          return undefined;
        }],
      },
    });
    const owner = await cluster(world.kube);
    const widget = await newWidget(world.kube, { clusterName: 'c' });
    await world.clock.advance(0);
    world.bus.stop();
    world.hold(true); // the mirror of Clusters does not hear of the pause
    const paused = await world.kube.patch(Cluster, owner, [{ op: 'replace', path: '/spec/paused', value: true }]);
    await world.kube.delete(Widget, widget);
    world.runtime.wake(`${NAMESPACE}/w`);
    await world.clock.advance(10_000);
    world.hold(false);
    await world.clock.advance(60_000);
    expect(undone).toEqual([]);
    await world.kube.patch(Cluster, paused, [{ op: 'replace', path: '/spec/paused', value: false }]);
    await world.clock.advance(2_000);
    expect(undone).toEqual(['w']);
  });
});

describe('what wakes', () => {
  const ofPart = mirrors<Widget, Part>(Part, ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.widget}`]);
  const message = (object: KubeObject): Handoff =>
    handoff(Core.MachineChanged, { about: referenceTo(Part, object) }, { time: '2026-01-01T00:00:00Z' });
  const setReady = (world: World, part: Part, ready: boolean): Promise<Part> =>
    world.kube.patch(Part, part, [{ op: 'add', path: '/spec/ready', value: ready }]);

  /** A Widget and its Part that have settled; `seen` is what each look since then saw of the Part. */
  async function settled(): Promise<World & { readonly part: Part; readonly seen: unknown[] }> {
    const seen: unknown[] = [];
    const world = await startWorld({
      status,
      hears: [hears(Core.MachineChanged, (about) => [`${about.namespace ?? ''}/w`])],
      mirrors: [ofPart],
      observe: (widget, { cached }) => {
        seen.push(cached(Part).get(`${NAMESPACE}/p`)?.spec.ready ?? false);
        return Promise.resolve({ widget });
      },
    });
    const part = await newPart(world.kube);
    await newWidget(world.kube);
    await world.clock.advance(5_000);
    seen.length = 0;
    return Object.assign(world, { part, seen });
  }

  it('a doorbell, at once, and the mirror has by then what it is about', async () => {
    await using world = await settled();
    const { part, seen } = world;
    world.hold(true); // the watch is behind the doorbell
    await world.runtime.hear(message(await setReady(world, part, true)));
    await world.clock.advance(60);
    expect(seen).toEqual([true]);
    world.hold(false);
    await world.clock.advance(10_000);
    expect(seen).toEqual([true]);
  });

  it('a doorbell about what is gone, and the mirror knows that too', async () => {
    await using world = await settled();
    const { part, seen } = world;
    const ready = await setReady(world, part, true);
    await world.clock.advance(5_000);
    world.hold(true);
    await world.kube.delete(Part, ready);
    const { resourceVersion } = await world.kube.list(Part);
    await world.runtime.hear(message({ ...ready, metadata: { ...ready.metadata, resourceVersion } }));
    await world.clock.advance(60);
    expect(seen).toEqual([true, false]);
  });

  it('a mirror, two seconds later, when no doorbell rang', async () => {
    await using world = await settled();
    const { part, seen } = world;
    await setReady(world, part, true);
    await world.clock.advance(1_990);
    expect(seen).toEqual([]);
    await world.clock.advance(20);
    expect(seen).toEqual([true]);
  });

  it('a mirror also for what its watch missed and a later list brought', async () => {
    await using world = await settled();
    const { part, seen } = world;
    world.hold(true);
    await setReady(world, part, true);
    world.loseHistory();
    world.hold(false);
    await world.clock.advance(10_000);
    expect(seen).toEqual([true]);
  });
});

describe('facts', () => {
  it('ring again when they come back, though the object is as it was', async () => {
    let isReachable = true;
    const reached = (): Fact => fact(isReachable ? Core.WorkloadReachable : Core.WorkloadUnreachable);
    await using world = await startWorld({ status, handoffs: () => [reached()] });
    await newWidget(world.kube);
    await world.clock.advance(0);
    const rung: string[] = [];
    world.bus.follow(({ event }) => { rung.push(event.event); });
    for (const reachable of [false, true, false, true]) {
      isReachable = reachable;
      world.runtime.wake(`${NAMESPACE}/w`);
      await world.clock.advance(1_000);
    }
    expect(rung).toEqual(['workload-unreachable', 'workload-reachable', 'workload-unreachable', 'workload-reachable']);
  });

  it('that an object is gone ring with the version of its deletion', async () => {
    await using world = await startWorld({ status, gone: Core.MachineDeleted });
    const rung: number[] = [];
    world.bus.follow(({ data }) => { rung.push(Number(data.about.resourceVersion)); });
    await newWidget(world.kube);
    await world.clock.advance(0);
    const widget = await world.widget();
    await world.kube.delete(Widget, widget);
    await world.clock.advance(0);
    expect(rung).toEqual([Number((await world.kube.list(Widget)).resourceVersion)]);
    expect(rung[0]).toBeGreaterThan(Number(widget.metadata.resourceVersion));
  });
});
