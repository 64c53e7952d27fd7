import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ServiceName } from '@handoff/events';
import { freePort, PartProcess } from '@handoff/real-parts';
import type { Vcsim, VcsimOptions } from '@handoff/real-parts';

/** The checkout: sources and build output are both one folder below a package's. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CLI = join(ROOT, 'apps', 'handoff', 'dist', 'main.js');
const execute = promisify(execFile);
const READY_MS = 60_000;

/** A service, or the guests, as a process of its own. */
export interface HandoffProcess extends AsyncDisposable {
  readonly process: PartProcess;
  /** Where /livez, /readyz and /metrics are; undefined for the guests. */
  readonly healthUrl: string | undefined;
}

export interface ServiceProcessOptions {
  readonly folder: string;
  /** Which replica of the service it is; 0 for the only one. */
  readonly replica: number;
  /** Everything that it is told, apart from its own health port and name. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the built service as its Pod would. Resolves when it is ready. @throws PartFailed with what it said last */
export async function startServiceProcess(name: ServiceName, { folder, replica, env }: ServiceProcessOptions): Promise<HandoffProcess> {
  const port = await freePort();
  const healthUrl = `http://127.0.0.1:${String(port)}`;
  const process_ = await PartProcess.start({
    name, command: process.execPath, args: [join(ROOT, 'apps', name, 'dist', 'main.js')], patienceMs: READY_MS, restarts: true,
    logPath: join(folder, `${name}-${String(replica)}.log`),
    env: { ...env, HEALTH_HOST: '127.0.0.1', HEALTH_PORT: String(port), POD_NAME: `${name}-${String(replica)}` },
    ready: () => fetch(`${healthUrl}/readyz`).then((response) => response.ok),
  });
  return { process: process_, healthUrl, [Symbol.asyncDispose]: () => process_[Symbol.asyncDispose]() };
}

export interface GuestsOptions {
  readonly folder: string;
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly thumbprint: string;
  readonly delays: string;
}

/** Starts what plays the VMs of a vCenter, which it knows by its API alone. */
export async function startGuestsProcess({ folder, server, username, password, thumbprint, delays }: GuestsOptions): Promise<PartProcess> {
  const logPath = join(folder, 'guests.log');
  return PartProcess.start({
    name: 'guests', command: process.execPath, logPath, env: { VSPHERE_PASSWORD: password },
    args: [
      CLI, 'simulate', 'guests', '--vcenter', `https://${server}`, '--username', username,
      '--thumbprint', thumbprint, '--delays', delays,
    ],
    ready: async () => (await readFile(logPath, 'utf8')).includes('playing the VMs'),
  });
}

/** Makes streams and durables, as an administrator does. @throws Error with what it said */
export async function provisionNats(env: Readonly<Record<string, string>>): Promise<void> {
  await execute(process.execPath, [CLI, 'provision', 'nats'], { env: { ...process.env, ...env } });
}

/** Who may log in to `handoff simulate vcenter`. */
const SIMULATED = { username: 'user', password: 'pass' };

/** Starts this project's own vCenter simulator in the place of vcsim, with the same templates. */
export async function startSimulatedVCenter({ folder, templates = [] }: VcsimOptions): Promise<Vcsim> {
  const server = `127.0.0.1:${String(await freePort())}`;
  const logPath = join(folder, 'vcenter.log');
  const thumbprint = async (): Promise<string | undefined> => /^vCenter .* thumbprint (\S+)$/m.exec(await readFile(logPath, 'utf8'))?.[1];
  const process_ = await PartProcess.start({
    name: 'vcenter', command: process.execPath, logPath,
    args: [
      CLI, 'simulate', 'vcenter', '--listen', server, '--state', folder,
      ...templates.flatMap((name) => ['--template', name]),
    ],
    ready: async () => (await thumbprint()) !== undefined,
  });
  return { server, ...SIMULATED, thumbprint: await thumbprint() ?? '', process: process_, [Symbol.asyncDispose]: () => process_[Symbol.asyncDispose]() };
}

/** Where the manifests are. */
export const DEPLOY = join(ROOT, 'deploy');
