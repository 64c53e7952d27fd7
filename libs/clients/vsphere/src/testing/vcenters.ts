// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the simulator
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import type { VSphereOptions } from '../client-options.js';

/** A running vCenter to test against, with the names of what stands ready in it. */
export interface VCenterUnderTest extends AsyncDisposable {
  /** Enough to connect. */
  readonly options: VSphereOptions;
  /** A machine or template that clones can be made of. */
  readonly template: string;
  /** An item of a content library, which machines can be deployed from. */
  readonly image: { readonly library: string; readonly item: string };
  /** Ids of tags that stand ready, if any do. */
  readonly tags: readonly string[];
  /** Present where the server can be told to misbehave. */
  readonly simulator?: VCenterSimulator;
}

export interface VCenterFlavour {
  readonly name: string;
  /** The most calls that a machine may cost in an inventory that is known, long polls not counted. */
  readonly callsPerLife: number;
  start(): Promise<VCenterUnderTest>;
}

const CREDENTIALS = { username: 'user', password: 'pass' };

/** Our own. */
export const simulator: VCenterFlavour = {
  name: 'the simulator',
  callsPerLife: 12,
  async start() {
    const running = await startVCenter({ templates: ['ubuntu'] });
    return {
      options: { ...CREDENTIALS, server: running.address, thumbprint: running.thumbprint },
      template: 'ubuntu',
      image: { library: 'handoff', item: 'ubuntu' },
      tags: [],
      simulator: running,
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    };
  },
};
