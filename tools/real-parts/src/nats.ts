import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from './install.js';
import { answersHttp, freePort, LOOPBACK } from './network.js';
import { inContainers, startNatsContainer } from './nats-container.js';
import type { ContainerOptions, NatsPlace, RunningNats } from './nats-container.js';
import { PartProcess } from './part-process.js';
import type { PartControl } from './part-process.js';

export interface NatsOptions {
  /** Its data, its log and its configuration: a folder of one's own. */
  readonly folder: string;
  /** More configuration in nats-server's own language, such as accounts. */
  readonly config?: string;
  /** For the variables in it: `$NAME` is how nats-server's language takes a secret from the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Bounds of what JetStream may keep, in bytes. */
  readonly maxFileStore?: number;
}

/** A NATS server with JetStream. */
export interface NatsServer extends AsyncDisposable {
  /** Without credentials: `nats://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  readonly monitoringPort: number;
  readonly process: PartControl;
}

/** A password for each variable that a configuration asks for. They begin with a letter, or nats-server takes them for numbers. */
export const passwordsFor = (config: string): Readonly<Record<string, string>> => {
  const names = [...config.matchAll(/\$(NATS_PASSWORD_\w+)/g)].flatMap(([, name]) => name ?? []);
  return Object.fromEntries(names.map((name) => [name, `p${randomBytes(16).toString('hex')}`]));
};

/**
 * Starts nats-server on loopback; with `TEST_PARTS=containers` in a container.
 * @throws PartUnavailable, PartFailed
 */
export async function startNats({ folder, config = '', env = {}, maxFileStore }: NatsOptions): Promise<NatsServer> {
  await mkdir(folder, { recursive: true });
  const whole = (place: NatsPlace): string => configuration(place, config, maxFileStore);
  const running = inContainers() ? startNatsContainer({ config: whole, env }) : startNatsProcess(folder, whole, env);
  const { port, monitoringPort, control } = await running;
  return { url: `nats://${LOOPBACK}:${String(port)}`, port, monitoringPort, process: control, [Symbol.asyncDispose]: () => control[Symbol.asyncDispose]() };
}

async function startNatsProcess(folder: string, config: ContainerOptions['config'], env: ContainerOptions['env']): Promise<RunningNats> {
  const { path } = await install('nats-server');
  const [port, monitoringPort] = [await freePort(), await freePort()];
  const file = join(folder, 'nats.conf');
  await writeFile(file, config({ host: LOOPBACK, port, monitoringPort, store: join(folder, 'jetstream') }), { mode: 0o600 });
  const control = await PartProcess.start({
    name: 'nats-server', command: path, args: ['--config', file], logPath: join(folder, 'nats-server.log'), env,
    ready: () => answersHttp(monitoringPort, '/healthz'),
  });
  return { port, monitoringPort, control };
}

function configuration({ host, port, monitoringPort, store }: NatsPlace, more: string, maxFileStore: number | undefined): string {
  const limit = maxFileStore === undefined ? '' : `, max_file_store: ${String(maxFileStore)}`;
  return [
    `listen: "${host}:${String(port)}"`, `http: "${host}:${String(monitoringPort)}"`, 'server_name: "handoff"',
    `jetstream: { store_dir: "${store}"${limit} }`, more, '',
  ].join('\n');
}
