import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from './install.js';
import { answersHttp, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';

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
  readonly process: PartProcess;
}

/** A password for each variable that a configuration asks for. They begin with a letter, or nats-server takes them for numbers. */
export const passwordsFor = (config: string): Readonly<Record<string, string>> => {
  const names = [...config.matchAll(/\$(NATS_PASSWORD_\w+)/g)].flatMap(([, name]) => name ?? []);
  return Object.fromEntries(names.map((name) => [name, `p${randomBytes(16).toString('hex')}`]));
};

/** Starts nats-server on loopback. @throws PartUnavailable, PartFailed */
export async function startNats({ folder, config = '', env = {}, maxFileStore }: NatsOptions): Promise<NatsServer> {
  const { path } = await install('nats-server');
  await mkdir(folder, { recursive: true });
  const [port, monitoringPort] = [await freePort(), await freePort()];
  const limit = maxFileStore === undefined ? '' : `, max_file_store: ${String(maxFileStore)}`;
  const file = join(folder, 'nats.conf');
  await writeFile(file, [
    `listen: "${LOOPBACK}:${String(port)}"`, `http: "${LOOPBACK}:${String(monitoringPort)}"`, 'server_name: "handoff"',
    `jetstream: { store_dir: "${join(folder, 'jetstream')}"${limit} }`, config, '',
  ].join('\n'), { mode: 0o600 });
  const process = await PartProcess.start({
    name: 'nats-server', command: path, args: ['--config', file], logPath: join(folder, 'nats-server.log'), env,
    ready: () => answersHttp(monitoringPort, '/healthz'),
  });
  return { url: `nats://${LOOPBACK}:${String(port)}`, port, monitoringPort, process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}
