import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { VSphereClient } from '../client.js';
import type { VSphereOptions } from '../client-options.js';
import { UntrustedCertificateError } from '../errors/connection.js';

/** A running vCenter to test against, with the names of what stands ready in it. */
export interface VCenterUnderTest extends AsyncDisposable {
  /** Enough to connect. */
  readonly options: VSphereOptions;
  /** A machine or template that clones can be made of. */
  readonly template: string;
  /** Present where the server can be told to misbehave. */
  readonly simulator?: VCenterSimulator;
}

export interface VCenterFlavour {
  readonly name: string;
  start(): Promise<VCenterUnderTest>;
}

const CREDENTIALS = { username: 'user', password: 'pass' };

const simulator: VCenterFlavour = {
  name: 'the simulator',
  async start() {
    const running = await startVCenter({ templates: ['ubuntu'] });
    return {
      options: { ...CREDENTIALS, server: running.address, thumbprint: running.thumbprint },
      template: 'ubuntu',
      simulator: running,
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    };
  },
};

const vcsim = (binary: string): VCenterFlavour => ({
  name: 'vcsim',
  async start() {
    const child = spawn(binary, ['-l', '127.0.0.1:0', '-vm', '2'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // it prints its URL once it listens
    const server = new URL(line).host;
    return {
      options: { ...CREDENTIALS, server, thumbprint: await presentedThumbprint(server) },
      template: 'DC0_C0_RP0_VM0',
      async [Symbol.asyncDispose]() {
        child.kill('SIGINT');
        await once(child, 'exit');
      },
    };
  },
});

/** Our own simulator always; the one of the field too where VCSIM names its binary. */
export const vcenters: readonly VCenterFlavour[] = [simulator, ...(process.env['VCSIM'] ? [vcsim(process.env['VCSIM'])] : [])];

/** What a person sees who connects without a thumbprint and then pins it. */
async function presentedThumbprint(server: string): Promise<string> {
  try {
    await using client = await VSphereClient.connect({ server, ...CREDENTIALS });
    throw new Error(`${client.server} is trusted without a thumbprint`);
  } catch (error) {
    if (error instanceof UntrustedCertificateError) return error.actualThumbprint;
    throw error;
  }
}
