import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from './install.js';
import { freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';

export interface VcsimOptions {
  /** For its log. */
  readonly folder: string;
  /** Names of templates to begin with. */
  readonly templates?: readonly string[];
  /** How long tasks take, in milliseconds, by the method that starts them: `{ CloneVM_Task: 4000 }`. No time unless told. */
  readonly delays?: Readonly<Record<string, number>>;
}

/** govmomi's vCenter simulator, with the inventory that it has by default. */
export interface Vcsim extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** SHA-256 of its certificate, as people pin it. */
  readonly thumbprint: string;
  readonly process: PartProcess;
}

/** What vcsim lets in. */
const CREDENTIALS = { username: 'user', password: 'pass' };

/** Starts vcsim on loopback. @throws PartUnavailable, PartFailed */
export async function startVcsim({ folder, templates = [], delays = {} }: VcsimOptions): Promise<Vcsim> {
  const { path } = await install('vcsim');
  const server = `${LOOPBACK}:${String(await freePort())}`;
  const logPath = join(folder, 'vcsim.log');
  const thumbprint = async (): Promise<string | undefined> => /^thumbprint (\S+)$/m.exec(await readFile(logPath, 'utf8'))?.[1];
  const args = ['-l', server, ...templates.flatMap((name) => ['-template', name])];
  for (const [method, ms] of Object.entries(delays)) args.push('-delay', `${method}=${String(ms)}`);
  const process = await PartProcess.start({
    name: 'vcsim', command: path, args, logPath,
    ready: async () => (await thumbprint()) !== undefined,
  });
  return { server, ...CREDENTIALS, thumbprint: await thumbprint() ?? '', process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}
