import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { KubeConfig } from '@kubernetes/client-node';
import { customResourceDefinitions } from '@handoff/api';
import type { Kind, KubeObject, ObjectKey } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { httpsTransport, KubeClient, Reflector } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
import { silentLogger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
import type { RunningService } from '@handoff/service';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import { systemRandom } from '@handoff/time';
import { extract } from 'tar-stream';
import { backupService } from '../service.js';
import { TravelClock } from './travel-clock.js';

const HOST = '127.0.0.1';
const PATIENCE_MS = 10_000;

/** A management cluster with the service at work, and a folder for archives. */
export interface Harness extends AsyncDisposable {
  readonly kube: KubeClient;
  readonly bus: InProcessBus;
  readonly clock: TravelClock;
  readonly directory: string;
  /** Resolves with the object as soon as the watch shows it as wanted. @throws what it was like when that takes more than ten seconds */
  until<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, wanted: (object: T) => boolean): Promise<T>;
  /** Resolves as soon as the watch shows that the object is gone. */
  untilGone(kind: Kind, key: ObjectKey): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const clock = new TravelClock();
  const directory = await mkdtemp(join(tmpdir(), 'handoff-backup-'));
  stack.defer(() => rm(directory, { recursive: true }));
  const transport = await management(stack, clock);
  const bus = stack.use(new InProcessBus(clock));
  const kube = new KubeClient(transport, 'spec');
  let service: RunningService | undefined;
  const stop = async (): Promise<void> => {
    await service?.[Symbol.asyncDispose]();
    service = undefined;
  };
  stack.defer(stop);
  const owned = stack.move();
  return {
    kube, bus, clock, directory, stop,
    start: async () => {
      service = await startService(backupService(), { transport, bus, clock, random: systemRandom, log: silentLogger });
    },
    until: async (kind, key, wanted) => {
      const found = await watchUntil(kube, clock, kind, key, (object) => object !== undefined && wanted(object));
      return kind.parse(found);
    },
    untilGone: async (kind, key) => { await watchUntil(kube, clock, kind, key, (object) => object === undefined); },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function management(stack: AsyncDisposableStack, clock: TravelClock): Promise<ApiTransport> {
  const pki = { keys: { next: () => generateKeys('ECDSA-P256') }, clock, random: systemRandom };
  const authority = await createAuthority({ commonName: 'test' }, pki);
  const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, pki);
  const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, pki);
  const tls = { certificate: serving.certificatePem, key: serving.keyPem };
  const crds = customResourceDefinitions();
  const server = stack.use(await startKubeApiServer({ host: HOST, port: 0, tls, clientCa: authority.certificatePem, crds, clock }));
  const config = new KubeConfig();
  const certificate = { certificate: admin.certificatePem, key: admin.keyPem };
  config.loadFromString(kubeconfigFor({ server: server.url, ca: authority.certificatePem, certificate }));
  return stack.use(await httpsTransport(config));
}

async function watchUntil<T extends KubeObject>(
  kube: KubeClient, clock: TravelClock, kind: Kind<T>, key: ObjectKey, wanted: (object: T | undefined) => boolean,
): Promise<T | undefined> {
  const log = { unavailable: () => undefined, invalid: () => undefined };
  const selection = { namespace: key.namespace, fieldSelector: `metadata.name=${key.name}` };
  await using reflector = new Reflector({ client: kube, kind, clock, random: systemRandom, log, selection });
  const seen = (): T | undefined => reflector.store.get(`${key.namespace ?? ''}/${key.name}`);
  return await new Promise<T | undefined>((resolve, reject) => {
    const timer = clock.after(PATIENCE_MS, () => {
      reject(new Error(`still not as wanted: ${kind.kind} ${key.name}: ${JSON.stringify(seen(), undefined, 1)}`));
    });
    const look = (): void => {
      if (!reflector.isSynced || !wanted(seen())) return;
      timer[Symbol.dispose]();
      resolve(seen());
    };
    reflector.store.onChange(look);
    reflector.start().synced().then(look, reject);
  });
}

/** What an archive holds: the text of every entry by its path. */
export async function entriesOf(archive: string): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  const extracted = createReadStream(archive).pipe(createGunzip()).pipe(extract());
  for await (const entry of extracted) entries.set(entry.header.name, await text(entry));
  return entries;
}

/** Every path below a folder with its mode, such as `backups/one 700`. */
export async function tree(directory: string): Promise<readonly string[]> {
  const found = await readdir(directory, { recursive: true });
  return Promise.all(found.sort().map(async (path) => `${path} ${((await stat(join(directory, path))).mode & 0o777).toString(8)}`));
}
