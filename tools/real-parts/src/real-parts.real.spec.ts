import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartFailed, PartProcess, startControlPlane, startJaeger, startNats, startRedis, startVcsim, whereParts } from './index.js';
import { testOwnModule } from './go-module.js';
import { accepts, answersRedis } from './network.js';
import type { PartControl } from './part-process.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'real-parts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const alive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a process of a part', () => {
  const start = (command: string, args: string[], ready: () => Promise<boolean>): Promise<PartProcess> =>
    PartProcess.start({ name: command, command, args, logPath: join(folder, `${command}.log`), ready, patienceMs: 500 });

  it('that ends before it serves is told with its last words', async () => {
    await expect(start('ls', ['--no-such-flag'], async () => false)).rejects.toThrow(/^ls ended; it said last:\n[^]*no-such-flag/);
  });

  it('that never serves is ended', async () => {
    await expect(start('sleep', ['60'], async () => false)).rejects.toThrow(PartFailed);
  });
});

/** Of a process as the kernel tells it, of containers as their engine does. */
async function commandLineOf({ pid }: PartControl): Promise<string> {
  if (pid !== undefined) return readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container } = await getContainerRuntimeClient();
  const all = await Promise.all((await container.list()).map(({ Id }) => container.inspect(container.getById(Id))));
  return JSON.stringify(all.map(({ Path, Args }) => [Path, ...Args]));
}

whereParts(describe, 'nats-server')('nats-server', () => {
  it('serves, dies and comes back at the same address', async () => {
    await using nats = await startNats({ folder });
    const { pid } = nats.process;
    await nats.process.kill();
    expect([alive(pid), await accepts(nats.port)]).toEqual([false, false]);
    await nats.process.start();
    expect(await accepts(nats.port)).toBe(true);
  });
});

whereParts(describe, 'redis-server')('Redis', () => {
  it('keeps its password off the command line', async () => {
    await using redis = await startRedis({ folder });
    const { password } = new URL(redis.url);
    expect(password).toMatch(/^[0-9a-f]{32}$/);
    const commandLine = await commandLineOf(redis.process);
    expect(commandLine).toContain('redis.conf');
    expect(commandLine).not.toContain(password);
  });

  it('hangs while it is paused, dies, and comes back at the same address', async () => {
    await using redis = await startRedis({ folder });
    const port = Number(new URL(redis.url).port);
    await redis.process.pause();
    expect([await accepts(port), await answersRedis(port)]).toEqual([true, false]);
    await redis.process.resume();
    expect(await answersRedis(port)).toBe(true);
    await redis.process.kill();
    expect(await accepts(port)).toBe(false);
    await redis.process.start();
    expect(await answersRedis(port)).toBe(true);
  });
});

whereParts(describe, 'etcd', 'kube-apiserver', 'kube-controller-manager')('a control plane', () => {
  it('lets in whom it gave a certificate, and notes who asked', async () => {
    await using plane = await startControlPlane({ folder: join(folder, 'plane'), audit: true });
    expect(JSON.parse(await readFile(plane.kubeconfigPath, 'utf8'))).toMatchObject({ clusters: [{ cluster: { server: plane.url } }] });
    const events = (await readFile(plane.auditPath ?? '', 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { user: { username: string } });
    expect(events.map(({ user }) => user.username)).toContain('kube-controller-manager');
  });
});

whereParts(describe, 'vcsim')('vcsim', () => {
  it('says how its certificate is pinned', async () => {
    await using vcsim = await startVcsim({ folder, templates: ['ubuntu-2204-kube-v1.33.1'] });
    expect(vcsim.thumbprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('begins with the tags that it is told', async () => {
    await using vcsim = await startVcsim({ folder: await mkdtemp(join(folder, 'vcsim-')), tags: ['handoff/blue', 'handoff/green', 'team/blue'] });
    expect([...vcsim.tags.keys()]).toEqual(['handoff/blue', 'handoff/green', 'team/blue']);
    expect(new Set(vcsim.tags.values()).size).toBe(3);
    for (const id of vcsim.tags.values()) expect(id).toMatch(/^urn:vmomi:InventoryServiceTag:/);
  });

  it('passes the tests of what is our own in it', async () => {
    expect(await testOwnModule('vcsim')).toMatch(/^ok /);
  }, 120_000);
});

whereParts(describe, 'jaeger')('Jaeger', () => {
  it('takes a span by OTLP and answers for it', async () => {
    await using jaeger = await startJaeger({ folder });
    const span = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), name: 'work', kind: 1, startTimeUnixNano: '1', endTimeUnixNano: '2' };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'probe' } }] };
    const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
    const sent = await fetch(`${jaeger.otlpUrl}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(sent.status).toBe(200);
    const trace = await (await fetch(`${jaeger.queryUrl}/api/traces/${'ab'.repeat(16)}`)).json() as { data: { spans: { operationName: string }[] }[] };
    expect(trace.data[0]?.spans.map(({ operationName }) => operationName)).toEqual(['work']);
  });
});
