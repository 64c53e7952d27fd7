import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { VirtualClock } from '@handoff/time';
import { VSphereClient } from './client.js';
import type { VSphereOptions } from './client-options.js';
import { DisposedError } from './errors/connection.js';
import { InvalidLoginError } from './errors/faults.js';
import { VSphereSessions } from './sessions.js';

describe('shared sessions', () => {
  let vcenter: VCenterSimulator;
  let options: VSphereOptions;

  beforeAll(async () => {
    vcenter = await startVCenter({ templates: [], users: [{ name: 'user', password: 'pass' }, { name: 'other', password: 'pass' }] });
    options = { server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' };
  });
  afterAll(() => vcenter[Symbol.asyncDispose]());

  it('give everybody with the same credentials the same client, after one login', async () => {
    vcenter.calls.reset();
    await using sessions = new VSphereSessions();
    const leases = await Promise.all([1, 2, 3].map(() => sessions.acquire(options)));
    const same = await sessions.acquire({ ...options, server: `https://${vcenter.address}/sdk` });
    expect(new Set([...leases, same].map(({ client }) => client)).size).toBe(1);
    expect(vcenter.calls.count('Login')).toBe(1);
  });

  it('keep users, passwords and thumbprints apart', async () => {
    await using sessions = new VSphereSessions();
    const one = await sessions.acquire(options);
    const another = await sessions.acquire({ ...options, username: 'other' });
    const pinned = await sessions.acquire({ ...options, thumbprint: vcenter.thumbprintSha1 });
    expect(new Set([one.client, another.client, pinned.client]).size).toBe(3);
  });

  it('stay a while after their last user, so that reconciles in turn share a login, and are then logged out', async () => {
    const clock = new VirtualClock();
    vcenter.calls.reset();
    await using sessions = new VSphereSessions({ clock, lingerMs: 60_000 });
    const first = await sessions.acquire(options);
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await clock.advance(59_000);
    const second = await sessions.acquire(options);
    await clock.advance(120_000);
    expect(second.client).toBe(first.client);
    expect(vcenter.calls.count('Logout')).toBe(0);
    await second[Symbol.asyncDispose]();
    await clock.advance(61_000);
    const third = await sessions.acquire(options);
    expect(third.client).not.toBe(first.client);
    await expect(first.client.findFolder('x')).rejects.toBeInstanceOf(DisposedError);
  });

  it('do not try a refused login again for a while, then do', async () => {
    const clock = new VirtualClock();
    const logins: string[] = [];
    const connect = (given: VSphereOptions): Promise<VSphereClient> => {
      logins.push(given.username);
      return VSphereClient.connect(given);
    };
    await using sessions = new VSphereSessions({ clock, connect });
    const wrong = { ...options, password: 'wrong' };
    for (const attempt of [wrong, wrong, wrong]) await expect(sessions.acquire(attempt)).rejects.toBeInstanceOf(InvalidLoginError);
    expect(logins).toHaveLength(1);
    await clock.advance(31_000);
    await expect(sessions.acquire(wrong)).rejects.toBeInstanceOf(InvalidLoginError);
    expect(logins).toHaveLength(2);
  });

  it('try a server that could not be reached again at the next request', async () => {
    const attempts: string[] = [];
    const connect = (given: VSphereOptions): Promise<VSphereClient> => {
      attempts.push(given.server);
      return VSphereClient.connect(attempts.length === 1 ? { ...given, server: '127.0.0.1:1' } : given);
    };
    await using sessions = new VSphereSessions({ connect });
    await expect(sessions.acquire(options)).rejects.toMatchObject({ code: 'Connection', retryable: true });
    expect((await sessions.acquire(options)).client.server).toBe(vcenter.address);
  });

  it('refuse to begin after their end', async () => {
    const sessions = new VSphereSessions();
    const { client } = await sessions.acquire(options);
    await sessions[Symbol.asyncDispose]();
    await expect(sessions.acquire(options)).rejects.toBeInstanceOf(DisposedError);
    await expect(client.findFolder('x')).rejects.toBeInstanceOf(DisposedError);
  });
});
