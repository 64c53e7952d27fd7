import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from './install.js';
import { accepts, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';

/** A Redis that asks for a password and keeps nothing on disk. */
export interface RedisServer extends AsyncDisposable {
  /** With its password: `redis://:PASSWORD@127.0.0.1:PORT`. */
  readonly url: string;
  readonly process: PartProcess;
}

/** Starts redis-server on loopback. @param folder for its log and its configuration @throws PartUnavailable, PartFailed */
export async function startRedis({ folder }: { readonly folder: string }): Promise<RedisServer> {
  const { path } = await install('redis-server');
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'redis.conf'); // not on the command line, where everybody may read it
  await writeFile(file, [`bind ${LOOPBACK}`, `port ${String(port)}`, `requirepass ${password}`, `dir ${folder}`, 'save ""', 'appendonly no', ''].join('\n'), { mode: 0o600 });
  const process = await PartProcess.start({
    name: 'redis-server', command: path, args: [file], logPath: join(folder, 'redis-server.log'), ready: () => accepts(port),
  });
  return { url: `redis://:${password}@${LOOPBACK}:${String(port)}`, process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}
