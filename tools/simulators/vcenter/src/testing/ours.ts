import type { VCenterOptions } from '../options.js';
import { startVCenter } from '../simulator.js';
import type { VCenterSimulator } from '../simulator.js';
import { RawClient } from './raw-client.js';
import { discover } from './world.js';
import type { World } from './world.js';

/** Our simulator with one template, and a client that has logged in. */
export interface Ours extends AsyncDisposable {
  readonly server: VCenterSimulator;
  readonly client: RawClient;
  readonly world: World;
}

export async function startOurs(options: VCenterOptions = {}): Promise<Ours> {
  const server = await startVCenter({ templates: ['image'], ...options });
  const client = new RawClient(`https://${server.address}`);
  const world = await discover(client);
  const stop = async () => {
    await client[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { server, client, world, [Symbol.asyncDispose]: stop };
}
