import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inContainers, startContainer } from './container.js';
import { install } from './install.js';
import { answersHttp, ANYWHERE, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';
import type { PartControl } from './part-process.js';

/** The image, unless `NATS_IMAGE` names another: the one that deploy/ has. */
const IMAGE = 'nats:2.15.2';
/** Where it listens in a container, as everybody's does. */
const [CLIENTS, MONITORING] = [4222, 8222];

/** Where a server listens and keeps its data. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly monitoringPort: number;
  readonly store: string;
}

/** The whole configuration of a server that listens and keeps its data there. */
type Configuration = (place: Place) => string;
type Running = Pick<NatsServer, 'port' | 'monitoringPort' | 'process'>;

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
  const whole = (place: Place): string => configuration(place, config, maxFileStore);
  const running = await (inContainers() ? startNatsContainer(whole, env) : startNatsProcess(folder, whole, env));
  return { url: `nats://${LOOPBACK}:${String(running.port)}`, ...running, [Symbol.asyncDispose]: () => running.process[Symbol.asyncDispose]() };
}

async function startNatsContainer(config: Configuration, env: Readonly<Record<string, string>>): Promise<Running> {
  const path = '/handoff/nats.conf';
  const { portOf, control } = await startContainer({
    name: 'nats-server', image: process.env['NATS_IMAGE'] ?? IMAGE, command: ['--config', path], env, ports: [CLIENTS, MONITORING],
    config: { path, content: config({ host: ANYWHERE, port: CLIENTS, monitoringPort: MONITORING, store: '/handoff/data' }) },
    ready: (port) => answersHttp(port(MONITORING), '/healthz'),
  });
  return { port: portOf(CLIENTS), monitoringPort: portOf(MONITORING), process: control };
}

async function startNatsProcess(folder: string, config: Configuration, env: Readonly<Record<string, string>>): Promise<Running> {
  const { path } = await install('nats-server');
  const [port, monitoringPort] = [await freePort(), await freePort()];
  const file = join(folder, 'nats.conf');
  await writeFile(file, config({ host: LOOPBACK, port, monitoringPort, store: join(folder, 'jetstream') }), { mode: 0o600 });
  const process = await PartProcess.start({
    name: 'nats-server', command: path, args: ['--config', file], logPath: join(folder, 'nats-server.log'), env,
    ready: () => answersHttp(monitoringPort, '/healthz'),
  });
  return { port, monitoringPort, process };
}

function configuration({ host, port, monitoringPort, store }: Place, more: string, maxFileStore: number | undefined): string {
  const limit = maxFileStore === undefined ? '' : `, max_file_store: ${String(maxFileStore)}`;
  return [
    `listen: "${host}:${String(port)}"`, `http: "${host}:${String(monitoringPort)}"`, 'server_name: "handoff"',
    `jetstream: { store_dir: "${store}"${limit} }`, more, '',
  ].join('\n');
}
