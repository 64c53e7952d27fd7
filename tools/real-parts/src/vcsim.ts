import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from './install.js';
import { freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';

export interface VcsimOptions {
  /** For its log; of its own, as what an earlier one said there would be taken for its words. */
  readonly folder: string;
  /** Names of templates to begin with. */
  readonly templates?: readonly string[];
  /** Tags to begin with, as `CATEGORY/NAME`. */
  readonly tags?: readonly string[];
  /** The name of a content library to begin with. It has an item `TEMPLATE-image` for every template, which is a template too. */
  readonly library?: string;
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

export interface TaggedVcsim extends Vcsim {
  /** The ids of the tags that it began with, by `CATEGORY/NAME`; those of a vcsim that was killed and started again are others. */
  readonly tags: ReadonlyMap<string, string>;
}

/** What vcsim lets in. */
const CREDENTIALS = { username: 'user', password: 'pass' };

/** Starts vcsim on loopback. @throws PartUnavailable, PartFailed */
export async function startVcsim({ folder, templates = [], tags = [], library, delays = {} }: VcsimOptions): Promise<TaggedVcsim> {
  const { path } = await install('vcsim');
  const server = `${LOOPBACK}:${String(await freePort())}`;
  const logPath = join(folder, 'vcsim.log');
  const said = (): Promise<string> => readFile(logPath, 'utf8');
  const thumbprint = async (): Promise<string | undefined> => /^thumbprint (\S+)$/m.exec(await said())?.[1];
  const args = ['-l', server, ...templates.flatMap((name) => ['-template', name]), ...tags.flatMap((tag) => ['-tag', tag])];
  if (library !== undefined) args.push('-library', library);
  for (const [method, ms] of Object.entries(delays)) args.push('-delay', `${method}=${String(ms)}`);
  const process = await PartProcess.start({
    name: 'vcsim', command: path, args, logPath,
    ready: async () => (await thumbprint()) !== undefined,
  });
  const ids = new Map([...(await said()).matchAll(/^tag (.+) (\S+)$/gm)].map(([, tag = '', id = '']) => [tag, id]));
  return { server, ...CREDENTIALS, thumbprint: await thumbprint() ?? '', tags: ids, process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}
