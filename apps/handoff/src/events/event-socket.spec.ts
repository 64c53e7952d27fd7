import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { InProcessBus } from '@handoff/bus';
import { InProcessCoordination } from '@handoff/coordination';
import { systemClock } from '@handoff/time';
import { isServed, readEvents, refuseSharing, serveEvents, socketPath } from './event-socket.js';

describe('a state folder', () => {
  it('belongs to one running `up`: a second one is refused with its name, and the first one goes on', async () => {
    await using stack = new AsyncDisposableStack();
    const state = await mkdtemp(join(tmpdir(), 'state-'));
    stack.defer(() => rm(state, { recursive: true }));
    await expect(refuseSharing(state)).resolves.toBeUndefined();
    await writeFile(socketPath(state), ''); // nobody answers at it
    const serve = (): Promise<AsyncDisposable> => serveEvents(new InProcessBus(systemClock), new InProcessCoordination().timeline, state);
    const first = await serve();
    stack.use(first);
    await expect(refuseSharing(state)).rejects.toThrow(state);
    await expect(serve()).rejects.toThrow(state);
    const handoffs: string[] = [];
    for await (const { subject } of readEvents(state, false, new AbortController().signal)) handoffs.push(subject);
    expect(handoffs).toEqual([]); // it answered
    await first[Symbol.asyncDispose]();
    expect(await isServed(state)).toBe(false);
  });
});
