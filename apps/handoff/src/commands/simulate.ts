import { join, resolve } from 'node:path';
import { systemClock, systemRandom } from '@handoff/time';
import { startGuests } from '@handoff/simulator-guest';
import { loadOrCreateCertificate, startVCenter } from '@handoff/simulator-vcenter';
import { Agent, request } from 'undici';
import { startManagementCluster } from '../embedded/management-cluster.js';
import { vcenterDelays } from '../plane/delays.js';
import type { DelayName } from '../plane/delays.js';
import { VCENTER_USER } from '../plane/vcenter.js';
import { errorText } from '../process/error-text.js';
import { UsageError } from '../process/failures.js';
import { stopSignal } from '../process/stop-signal.system.js';

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

export interface VCenterCommandOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly state: string;
  readonly delays: DelayName;
  readonly template?: readonly string[];
  readonly printThumbprint: boolean;
}

/** Where the vCenter of `up` and of `simulate vcenter` keeps its certificate. */
const certificateDirectory = (state: string): string => join(resolve(state), 'vcenter');

/** Serves a vCenter until Ctrl-C, or prints the thumbprint that it has or will have. */
export async function simulateVCenter(options: VCenterCommandOptions): Promise<number> {
  if (options.printThumbprint) {
    const certificate = await loadOrCreateCertificate(certificateDirectory(options.state));
    say(certificate.thumbprint);
    return 0;
  }
  using stop = stopSignal();
  await using vcenter = await startVCenter({
    ...options.listen, stateDir: certificateDirectory(options.state), users: [VCENTER_USER], delays: vcenterDelays[options.delays],
    ...(options.template === undefined ? {} : { templates: options.template }),
  });
  say(`vCenter ${vcenter.url}  user ${VCENTER_USER.name}  thumbprint ${vcenter.thumbprint}`);
  await stop.stopped;
  return 0;
}

/** Adds a template to a vCenter that `up` or `simulate vcenter` serves. */
export async function addTemplate(name: string, { server }: { readonly server: string }): Promise<number> {
  const agent = new Agent({ connect: { rejectUnauthorized: false } }); // loopback, self-signed, and nothing secret is sent
  const authorization = `Basic ${Buffer.from(`${VCENTER_USER.name}:${VCENTER_USER.password}`).toString('base64')}`;
  try {
    const { statusCode, body } = await naming(server, request(`https://${server}/handoff/templates`, {
      method: 'POST', dispatcher: agent, headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ name }),
    }));
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`the vCenter at ${server} refused: ${text}`);
    say(`template ${name} added`);
    return 0;
  } finally {
    await agent.destroy();
  }
}

/** Serves the embedded management cluster's API until Ctrl-C. */
export async function simulateKubeApiServer({ state }: { readonly state: string }): Promise<number> {
  using stop = stopSignal();
  await using management = await startManagementCluster({ directory: resolve(state), clock: systemClock, random: systemRandom });
  say(`kube-apiserver ${management.server}`);
  say(`kubectl --kubeconfig ${management.kubeconfigPath} api-resources`);
  await stop.stopped;
  return 0;
}

export interface GuestsCommandOptions {
  readonly vcenter: string;
  readonly username: string;
  readonly thumbprint?: string;
  readonly delays: DelayName;
}

/** An error names the vCenter that it is about. */
async function naming<T>(server: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    throw new Error(`the vCenter at ${server}: ${errorText(cause)}`, { cause });
  }
}

const isLoopback = (server: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(server);

/** Plays the VMs of a vCenter until Ctrl-C. The password comes from the environment, never from the command line. */
export async function simulateGuests(options: GuestsCommandOptions): Promise<number> {
  const password = process.env['VSPHERE_PASSWORD'];
  if (password === undefined || password === '') throw new UsageError('set VSPHERE_PASSWORD to the password of --username');
  const server = options.vcenter.replace(/^https:\/\//, '').replace(/\/(sdk)?\/?$/, '');
  if (options.thumbprint === undefined && !isLoopback(server)) {
    throw new UsageError(`--thumbprint says which certificate ${server} has: whoever else answers there would get the password`);
  }
  using stop = stopSignal();
  const trust = options.thumbprint === undefined ? {} : { thumbprint: options.thumbprint };
  await using stack = new AsyncDisposableStack();
  stack.use(await naming(server, startGuests({
    vcenter: { server, username: options.username, password, ...trust },
    delays: options.delays, log: say,
  })));
  say(`playing the VMs of ${server}`);
  await stop.stopped;
  return 0;
}
