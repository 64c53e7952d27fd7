import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ConfigMap, customResourceDefinitions } from '@handoff/api';
import type { Kind } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import type { ApiTransport } from '@handoff/kube';
import { silentLogger } from '@handoff/reconcile';
import type { Logger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
import type { RunningService } from '@handoff/service';
import { systemClock, systemRandom } from '@handoff/time';
import { gitopsSyncService } from '../service.js';
import type { GitSource } from '../service.js';
import { SyncReport } from '../sync/report.js';
import { Repository } from './repository.js';
import { startTestServer } from './servers.js';
import type { TestServer } from './servers.js';

/** The requests of a service, each as `METHOD path?query`. */
export interface Traffic {
  readonly sent: readonly string[];
  /** Resolves when so many more of them have been sent. */
  more(count: number, request: RegExp): Promise<void>;
}

export const RECORD = { namespace: 'handoff-system', name: 'handoff-gitops-main' };

/** A management cluster, a Git repository, and the service that applies the one to the other. */
export interface Harness extends AsyncDisposable {
  readonly management: TestServer;
  readonly repository: Repository;
  /** Starts the service. It does not poll while a spec runs: what it sees, it was told of. */
  start(source?: Partial<GitSource>, log?: Logger): Promise<void>;
  stop(): Promise<void>;
  /** What the service sent, in order. */
  readonly traffic: Traffic;
  /** Resolves with the report as soon as it is as wanted. */
  reported(wanted: (report: SyncReport) => boolean): Promise<SyncReport>;
  /** Commits, and resolves with the report of that revision. */
  push(files: Readonly<Record<string, string | undefined>>): Promise<SyncReport>;
}

export async function startHarness(): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const repository = stack.use(await Repository.create());
  const management = stack.use(await startTestServer(customResourceDefinitions()));
  const bus = stack.use(new InProcessBus(systemClock));
  const traffic = overheard(management.transport);
  let service: RunningService | undefined;
  const stop = async (): Promise<void> => { await service?.[Symbol.asyncDispose](); service = undefined; };
  stack.defer(stop);
  const reported = async (wanted: (report: SyncReport) => boolean): Promise<SyncReport> => {
    const report = ({ data }: ConfigMap): SyncReport => SyncReport.parse(JSON.parse(data?.['report'] ?? '{}'));
    return report(await management.until(ConfigMap, RECORD, (record) => wanted(report(record))));
  };
  const owned = stack.move();
  return {
    management, repository, stop, reported, traffic,
    async start(source = {}, log = silentLogger) {
      const all = { name: 'main', url: repository.url, pollSeconds: 3600, cacheDirectory: repository.cache, ...source };
      const { transport } = traffic;
      service = await startService(gitopsSyncService(all), { transport, bus, clock: systemClock, random: systemRandom, log });
    },
    async push(files) {
      const revision = await repository.commit(files);
      return reported((report) => report.revision === revision);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A transport whose requests a spec waits for. */
function overheard(transport: ApiTransport): Traffic & { readonly transport: ApiTransport } {
  const sent: string[] = [];
  const waiters = new Set<() => void>();
  return {
    sent,
    more: (count, request) => new Promise((resolve) => {
      const seen = (): number => sent.filter((line) => request.test(line)).length;
      const wanted = seen() + count;
      waiters.add(() => { if (seen() >= wanted) resolve(); });
    }),
    transport: {
      server: transport.server,
      send(request) {
        sent.push(`${request.method} ${request.path}`);
        for (const look of waiters) look();
        return transport.send(request);
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A log whose warnings a spec waits for. */
export function listening(): { readonly log: Logger; heard(count: number): Promise<readonly string[]> } {
  const warnings: string[] = [];
  const waiters = new Set<() => void>();
  const warn = (fields: Record<string, unknown>): void => {
    warnings.push(JSON.stringify(fields));
    for (const look of waiters) look();
  };
  const log: Logger = { ...silentLogger, warn, child: () => log };
  return {
    log,
    heard: (count) => new Promise((resolve) => {
      const look = (): void => { if (warnings.length >= count) resolve(warnings); };
      waiters.add(look);
      look();
    }),
  };
}

/** A file that declares one object. */
export const fileOf = ({ apiVersion, kind }: Kind, name: string, body: Readonly<Record<string, unknown>>, metadata: object = {}): string =>
  `${JSON.stringify({ apiVersion, kind, metadata: { name, ...metadata }, ...body }, undefined, 2)}\n`;
