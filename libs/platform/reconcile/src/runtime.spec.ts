import { describe, expect, it } from '@jest/globals';
import { Core, handoff } from '@handoff/events';
import type { Handoff } from '@handoff/events';
import { rfc3339 } from '@handoff/time';
import { condition, conditionOf, WAITING } from './conditions.js';
import type { StatusIntent } from './conditions.js';
import { hears } from './definition.js';
import type { Phase } from './definition.js';
import { fact, referenceTo } from './facts.js';
import { TerminalError, waitFor } from './outcome.js';
import type { Report, Wait } from './outcome.js';
import { FINALIZER, NAMESPACE, newPart, newWidget, Part, startWorld, Widget } from './testing/widgets.js';
import type { WidgetScope, World } from './testing/widgets.js';

const key = { namespace: NAMESPACE, name: 'w' };

const status = ({ widget }: WidgetScope, { blocker }: Report): StatusIntent => ({
  size: widget.spec.size,
  conditions: [condition('Ready', blocker === undefined, blocker?.reason ?? 'Ready', blocker?.message)],
});

/** What rings from now on. */
function follow({ bus }: World): Handoff[] {
  const rung: Handoff[] = [];
  bus.follow((message) => { rung.push(message); });
  return rung;
}

async function lookAgain({ runtime, clock }: World): Promise<void> {
  runtime.wake(`${NAMESPACE}/w`);
  await clock.advance(100);
}

describe('ControllerRuntime: phases', () => {
  it('runs every phase, though one waits and one throws, and tells of the failure first', async () => {
    const ran: string[] = [];
    const phase = (name: string, act: () => Wait | undefined): Phase<WidgetScope> => Object.defineProperty(
      () => { ran.push(name); return new Promise<Wait | undefined>((resolve) => { resolve(act()); }); }, 'name', { value: name },
    );
    await using world = await startWorld({ status, phases: [
      phase('waits', () => waitFor('Later', 'wait for it')),
      phase('throws', () => { throw new TerminalError('Broken', 'mend it'); }),
      phase('works', () => undefined),
    ] });
    await newWidget(world.kube);
    await world.clock.advance(100);
    expect(ran).toEqual(['waits', 'throws', 'works']);
    expect(conditionOf(await world.widget(), WAITING)).toMatchObject({ status: 'True', reason: 'Broken', message: 'mend it' });
  });

  it('puts its finalizer on before the first phase, and takes it off after the last of the cleanup', async () => {
    const seen: (readonly string[] | undefined)[] = [];
    const cleaned: string[] = [];
    let mayGo = false;
    await using world = await startWorld({
      status, gone: Core.MachineDeleted,
      phases: [async (_scope, { kube }) => { seen.push((await kube.get(Widget, key))?.metadata.finalizers); return undefined; }],
      finalize: { finalizer: FINALIZER, phases: [
        () => { cleaned.push('first'); return Promise.resolve(mayGo ? undefined : waitFor('StillUsed', 'somebody uses it')); },
        () => { cleaned.push('second'); return Promise.resolve(undefined); },
      ] },
    });
    const rung = follow(world);
    const { uid } = (await newWidget(world.kube, {}, { finalizers: ['people/other'] })).metadata;
    await world.clock.advance(100);
    expect(seen).toEqual([['people/other', FINALIZER]]);

    await world.kube.delete(Widget, await world.widget());
    await world.clock.advance(100);
    expect(cleaned).toEqual(['first']);
    expect((await world.widget()).metadata.finalizers).toContain(FINALIZER);
    expect(conditionOf(await world.widget(), WAITING)).toMatchObject({ reason: 'StillUsed' });

    mayGo = true;
    await lookAgain(world);
    expect(cleaned).toEqual(['first', 'first', 'second']);
    expect((await world.widget()).metadata.finalizers).toEqual(['people/other']);
    expect(rung).toEqual([]);

    await world.kube.patch(Widget, await world.widget(), [{ op: 'remove', path: '/metadata/finalizers' }]);
    await world.clock.advance(100);
    expect(await world.kube.get(Widget, key)).toBeUndefined();
    expect(rung.map(({ event, data }) => [event.name, data.about.uid])).toEqual([[Core.MachineDeleted.name, uid]]);
  });

  it('tries a failure again, later each time, and forgets it when it is over', async () => {
    const at: number[] = [];
    await using world = await startWorld({ status, phases: [(_scope, { clock }) => {
      at.push(clock.now());
      return at.length <= 4 ? Promise.reject(new Error('not now')) : Promise.resolve(undefined);
    }] });
    await newWidget(world.kube);
    await world.clock.advance(60_000);
    expect(at.map((time, index) => time - (at[index - 1] ?? time))).toEqual([0, 50, 100, 200, 400]);
    expect(conditionOf(await world.widget(), 'Ready')?.status).toBe('True');
    expect(conditionOf(await world.widget(), WAITING)).toBeUndefined();
  });

  it('does not hurry to look again when only somebody\'s act can help', async () => {
    let attempts = 0;
    await using world = await startWorld({ status, phases: [() => {
      attempts += 1;
      return Promise.reject(new TerminalError('BadTemplate', 'spec.size is not known'));
    }] });
    await newWidget(world.kube);
    await world.clock.advance(20_000);
    expect(attempts).toBe(1);
    await world.clock.advance(15_000);
    expect(attempts).toBe(2);
  });
});

describe('ControllerRuntime: status', () => {
  it('says since when an object waits: it moves with the reason and with what is awaited, not with the words', async () => {
    let wait: Wait | undefined = waitFor('ForA', 'one of three');
    await using world = await startWorld({ status, phases: [() => Promise.resolve(wait)] });
    await newWidget(world.kube);
    const since = async (next: Wait | undefined): Promise<string | undefined> => {
      wait = next;
      await world.clock.advance(10_000);
      await lookAgain(world);
      const told = conditionOf(await world.widget(), WAITING);
      expect([told?.reason, told?.message]).toEqual([next?.reason, next?.message]);
      return told?.lastTransitionTime;
    };
    const first = await since(wait);
    expect(await since(waitFor('ForA', 'two of three'))).toBe(first);
    const second = await since(waitFor('ForB', 'two of three'));
    expect(Date.parse(second ?? '')).toBeGreaterThan(Date.parse(first ?? ''));
    const third = await since(waitFor('ForB', 'two of three', { awaited: 'another' }));
    expect(Date.parse(third ?? '')).toBeGreaterThan(Date.parse(second ?? ''));
    expect(await since(undefined)).toBeUndefined();
  });

  it('loses what another manager left in it, but for the conditions of others', async () => {
    const at = (type: string): object => ({ type, status: 'True', reason: 'X', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' });
    await using world = await startWorld({ status, foreignConditions: ['Theirs'] }, async (kube) => {
      const { uid } = (await newWidget(kube)).metadata;
      await kube.applyStatus(Widget, { metadata: { ...key, uid }, status: { note: 'old', conditions: [at('Old'), at('Theirs')] } });
    });
    const told = (await world.widget()).status;
    expect(told?.conditions?.map(({ type }) => type).sort()).toEqual(['Paused', 'Ready', 'Theirs']);
    expect([told?.size, told?.note]).toEqual([1, undefined]);
    const { length } = world.writes;
    await lookAgain(world);
    expect(world.writes).toHaveLength(length);
  });

  it('tells what somebody wrote while the controller was at work', async () => {
    const seen: number[] = [];
    await using world = await startWorld({ status, phases: [async ({ widget }) => {
      seen.push(widget.spec.size);
      if (seen.length === 1) await world.kube.patch(Widget, await world.widget(), [{ op: 'replace', path: '/spec/size', value: 2 }]);
      return undefined;
    }] });
    await newWidget(world.kube);
    await world.clock.advance(100);
    expect([seen, (await world.widget()).status?.size]).toEqual([[1, 2], 2]);
  });
});

describe('ControllerRuntime: handoffs', () => {
  it('ring once, with the version that was written, and again when what hearers look at changes', async () => {
    await using world = await startWorld({ status, handoffs: ({ widget }) => [fact(Core.MachineRunning, widget.spec.size)] });
    const rung = follow(world);
    const widget = await newWidget(world.kube);
    await world.clock.advance(100);
    const versions = [(await world.widget()).metadata.resourceVersion];
    expect(rung.map(({ data }) => data.about.resourceVersion)).toEqual(versions);
    expect(versions).not.toEqual([widget.metadata.resourceVersion]);
    await lookAgain(world);
    expect(rung).toHaveLength(1);
    await world.kube.patch(Widget, await world.widget(), [{ op: 'replace', path: '/spec/size', value: 2 }]);
    await world.clock.advance(100);
    expect(rung.map(({ data }) => data.about.resourceVersion)).toEqual([...versions, (await world.widget()).metadata.resourceVersion]);
  });

  it('ring with the next reconcile when the bus was away', async () => {
    await using world = await startWorld({ status, handoffs: () => [fact(Core.MachineRunning)] });
    const rung = follow(world);
    world.bus.stop();
    await newWidget(world.kube);
    await world.clock.advance(100);
    expect(rung).toEqual([]);
    world.bus.resume();
    await lookAgain(world);
    expect(rung).toHaveLength(1);
  });

  it('do not ring after a start for what is long known', async () => {
    for (const [age, rings] of [[60_000, 1], [180_000, 0]] as const) {
      const definition = { handoffs: () => [fact(Core.MachineRunning)] };
      await using world = await startWorld(definition, async (kube, clock) => {
        await newWidget(kube);
        await clock.advance(age);
      });
      expect(world.bus.published).toBe(rings);
    }
  });
});

describe('ControllerRuntime: what it hears', () => {
  it('is answered at once for many doorbells, where they are gathered', async () => {
    const looks: number[] = [];
    await using world = await startWorld({
      hears: [hears(Core.MachineChanged, () => [`${NAMESPACE}/w`], { gather: 500 })],
      observe: (widget, { clock }) => { looks.push(clock.now()); return Promise.resolve({ widget }); },
    });
    await newWidget(world.kube);
    await world.clock.advance(1_000);
    const about = referenceTo(Part, await newPart(world.kube));
    const rangAt = world.clock.now();
    for (let ring = 0; ring < 3; ring += 1) {
      await world.runtime.hear(handoff(Core.MachineChanged, { about }, { time: rfc3339(rangAt) }));
      await world.clock.advance(100);
    }
    await world.clock.advance(10_000);
    expect(looks.slice(1)).toEqual([rangAt + 500]);
  });
});

describe('Context.gate', () => {
  it('stops a step that cannot be taken back when another replica may lead before it arrives', async () => {
    let leftMs = 4_000;
    let taken = 0;
    const step: Phase<WidgetScope> = async (_scope, { gate }) => {
      await gate();
      taken += 1;
      return undefined;
    };
    await using world = await startWorld({ phases: [step] }, undefined, { leftMs: () => leftMs });
    await newWidget(world.kube);
    await world.clock.advance(100);
    expect(taken).toBe(0);
    leftMs = 15_000;
    await world.clock.advance(1_000);
    expect(taken).toBe(1);
  });
});
