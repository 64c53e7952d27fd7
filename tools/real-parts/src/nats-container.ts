import { systemClock } from '@handoff/time';
import { PartFailed, PartUnavailable } from './errors.js';
import { note } from './ledger.js';
import { answersHttp, freePort } from './network.js';
import type { PartControl } from './part-process.js';

/** What it says when it serves: asking inside of the container for open ports would need a shell there. */
const READY = /Server is ready/;
/** The image, unless `NATS_IMAGE` names another: by its exact version, like everything else here. */
const IMAGE = 'nats:2.15.2-alpine';
const [CLIENTS, MONITORING] = [4222, 8222];
const CONFIG = '/handoff/nats.conf';
/** How long a server in a container may take until it serves, and how often it is asked, in milliseconds. */
const PATIENCE_MS = 60_000;
const ASK_MS = 50;

/** Where a server listens and keeps its data. */
export interface NatsPlace {
  readonly host: string;
  readonly port: number;
  readonly monitoringPort: number;
  readonly store: string;
}

export interface ContainerOptions {
  /** The whole configuration of a server that listens and keeps its data there. */
  readonly config: (place: NatsPlace) => string;
  readonly env: Readonly<Record<string, string>>;
}

/** A server that serves. */
export interface RunningNats {
  readonly port: number;
  readonly monitoringPort: number;
  readonly control: PartControl;
}

/** True where `TEST_PARTS=containers` asks for what testcontainers starts in place of what we build. */
export const inContainers = (): boolean => process.env['TEST_PARTS'] === 'containers';

/**
 * nats-server in a container, on fixed ports, so that it comes back at the same address. testcontainers' reaper ends it with us, unless
 * TESTCONTAINERS_RYUK_DISABLED says that there is none.
 * @throws PartUnavailable without an engine or image, PartFailed
 */
export async function startNatsContainer(options: ContainerOptions): Promise<RunningNats> {
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers'); // heavy, and only wanted here
  const image = process.env['NATS_IMAGE'] ?? IMAGE;
  const engine = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw unavailable('no container engine answers', cause);
  });
  const [port, monitoringPort] = [await freePort(), await freePort()];
  const content = options.config({ host: '0.0.0.0', port: CLIENTS, monitoringPort: MONITORING, store: '/handoff/data' });
  const started = await new GenericContainer(image)
    .withCommand(['--config', CONFIG]).withEnvironment({ ...options.env }).withCopyContentToContainer([{ content, target: CONFIG }])
    .withExposedPorts({ container: CLIENTS, host: port }, { container: MONITORING, host: monitoringPort })
    .withWaitStrategy(Wait.forLogMessage(READY)).withStartupTimeout(PATIENCE_MS).start()
    .catch((cause: unknown) => { throw unavailable(`${image} does not start`, cause); });
  note('nats-server', `container ${image}`, image.split(':').at(-1) ?? 'unknown');
  const container = engine.container.getById(started.getId());
  const ready = (): Promise<void> => untilReady(() => answersHttp(monitoringPort, '/healthz'));
  await ready();
  const end = async (): Promise<void> => { await container.remove({ force: true, v: true }); };
  const control: PartControl = {
    name: 'nats-server', logPath: '', pid: undefined,
    kill: async () => { await container.kill({ signal: 'SIGKILL' }); await container.wait(); },
    start: async () => { await container.start(); await ready(); },
    stop: end, [Symbol.asyncDispose]: end,
  };
  return { port, monitoringPort, control };
}

const unavailable = (what: string, cause: unknown): PartUnavailable => new PartUnavailable(
  'nats-server', `TEST_PARTS=containers: ${what}: ${cause instanceof Error ? cause.message : String(cause)}. Without TEST_PARTS, nats-server is built instead.`, { cause },
);

async function untilReady(ready: () => Promise<boolean>): Promise<void> {
  const until = systemClock.now() + PATIENCE_MS;
  while (!(await ready())) {
    if (systemClock.now() > until) throw new PartFailed('nats-server in its container did not get ready');
    await systemClock.sleep(ASK_MS);
  }
}
