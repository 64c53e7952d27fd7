import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './testing/manual-clock.js';
import { startOurs } from './testing/ours.js';
import type { Ours } from './testing/ours.js';
import { dig, refOf } from './testing/raw-client.js';
import type { Ref } from './testing/raw-client.js';
import { cloneXml, finishTask, readProperty } from './testing/world.js';

async function startClone({ client, world }: Ours, name: string): Promise<Ref> {
  return refOf(dig(await client.soap('CloneVM_Task', world.source, cloneXml(world, name)), 'returnval'));
}

async function stateOf({ client }: Ours, task: Ref): Promise<string | undefined> {
  return (await readProperty(client, task, 'info.state'))?.text;
}

describe('simulated delays', () => {
  it('make a task run, with progress, until they are over', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock, delays: { clone: 1000 } });
    const task = await startClone(ours, 'slow');
    await clock.sleeping();
    expect(await stateOf(ours, task)).toBe('running');
    clock.advance(200);
    await clock.sleeping();
    expect((await readProperty(ours.client, task, 'info.progress'))?.text).toBe('20');
    expect(ours.server.vms()).toEqual([]);
    for (let step = 0; step < 4; step += 1) {
      await clock.sleeping();
      clock.advance(200);
    }
    expect(dig(await finishTask(ours.client, task), 'state')?.text).toBe('success');
    expect(ours.server.vms().map((vm) => vm.name)).toEqual(['slow']);
  });

  it('are told, with what and how long, as a list and to listeners', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock });
    const heard: string[] = [];
    const stop = ours.server.onDelay(({ what, vm }) => heard.push(`${what} ${vm}`));
    ours.server.setDelays({ clone: 5 });
    const from = clock.now();
    const task = await startClone(ours, 'slow');
    for (let step = 0; step < 5; step += 1) {
      await clock.sleeping();
      clock.advance(1);
    }
    await finishTask(ours.client, task);
    stop();
    expect(ours.server.delaysSpent).toEqual([{ what: 'clone', vm: 'slow', from, to: from + 5 }]);
    expect(heard).toEqual(['clone slow']);
  });

  it('of clones of one template pass side by side', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock, delays: { clone: 5 } });
    const tasks = [await startClone(ours, 'one'), await startClone(ours, 'two')];
    for (let step = 0; step < 5; step += 1) {
      await clock.sleeping(2);
      clock.advance(1);
    }
    for (const task of tasks) expect(dig(await finishTask(ours.client, task), 'state')?.text).toBe('success');
    expect(new Set(ours.server.delaysSpent.map(({ from, to }) => `${from}-${to}`)).size).toBe(1);
  });

  it('reserve the name of the clone while they last', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock, delays: { clone: 5 } });
    await startClone(ours, 'same');
    await clock.sleeping();
    const second = await finishTask(ours.client, await startClone(ours, 'same'));
    expect(dig(second, 'error', 'fault')?.attributes.get('xsi:type')).toBe('DuplicateName');
  });

  it('end when the task is cancelled, and leave nothing behind', async () => {
    const clock = new ManualClock();
    await using ours = await startOurs({ clock, delays: { clone: 1000 } });
    const task = await startClone(ours, 'cancelled');
    await clock.sleeping();
    await ours.client.soap('CancelTask', task);
    const info = await finishTask(ours.client, task);
    expect(dig(info, 'cancelled')?.text).toBe('true');
    expect(dig(info, 'error', 'fault')?.attributes.get('xsi:type')).toBe('RequestCanceled');
    expect(ours.server.vms()).toEqual([]);
  });
});
