import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inContainers, startContainer } from './container.js';
import { install } from './install.js';
import { answersRedis, ANYWHERE, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';
import type { PartControl } from './part-process.js';

/** The image, unless `REDIS_IMAGE` names another: the one that deploy/ has. */
const IMAGE = 'redis:7.4-alpine';
/** Where it listens in a container, as everybody's does. */
const PORT = 6379;

/** A Redis that asks for a password and keeps nothing on disk. */
export interface RedisServer extends AsyncDisposable {
  /** With its password: `redis://:PASSWORD@127.0.0.1:PORT`. */
  readonly url: string;
  readonly process: PartControl;
}

interface Running {
  readonly port: number;
  readonly process: PartControl;
}

/**
 * Starts redis-server on loopback; with `TEST_PARTS=containers` in a container.
 * @param folder for its log and its configuration
 * @throws PartUnavailable, PartFailed
 */
export async function startRedis({ folder }: { readonly folder: string }): Promise<RedisServer> {
  const password = randomBytes(16).toString('hex');
  const { port, process } = await (inContainers() ? startRedisContainer(password) : startRedisProcess(folder, password));
  return { url: `redis://:${password}@${LOOPBACK}:${String(port)}`, process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}

async function startRedisContainer(password: string): Promise<Running> {
  const path = '/handoff/redis.conf';
  const { portOf, control } = await startContainer({
    name: 'redis-server', image: process.env['REDIS_IMAGE'] ?? IMAGE, command: ['redis-server', path], ports: [PORT],
    config: { path, content: configuration(ANYWHERE, PORT, password) }, ready: (port) => answersRedis(port(PORT)),
  });
  return { port: portOf(PORT), process: control };
}

async function startRedisProcess(folder: string, password: string): Promise<Running> {
  const { path } = await install('redis-server');
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'redis.conf');
  await writeFile(file, `${configuration(LOOPBACK, port, password)}dir ${folder}\n`, { mode: 0o600 });
  const process = await PartProcess.start({
    name: 'redis-server', command: path, args: [file], logPath: join(folder, 'redis-server.log'), ready: () => answersRedis(port),
  });
  return { port, process };
}

/** In a file, because everybody may read a command line; which it would rewrite, and nobody could see what it was started with. */
const configuration = (host: string, port: number, password: string): string => [
  `bind ${host}`, `port ${String(port)}`, `requirepass ${password}`, 'save ""', 'appendonly no', 'set-proc-title no', '',
].join('\n');
