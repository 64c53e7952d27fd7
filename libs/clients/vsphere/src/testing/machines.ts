import type { VSphereClient } from '../client.js';
import type { MoRef } from '../moref.js';
import type { CloneSpec } from '../vm/clone-spec.js';
import type { VmChange } from '../vm/virtual-machines.js';
import type { VmInfo } from '../vm/vm-info.js';

/** Where the default inventory, which both servers have, takes new machines. */
export async function placement(client: VSphereClient, template: string): Promise<Omit<CloneSpec, 'name' | 'instanceUuid'>> {
  const [folder, pool, datastore, network] = [
    await client.findFolder(),
    await client.findResourcePool('DC0_C0'),
    await client.findDatastore(),
    await client.findNetwork('DC0_DVPG0'),
  ];
  return {
    template: await client.findTemplate(template),
    folder: folder.ref,
    resourcePool: pool.ref,
    datastore: datastore.ref,
    networks: [{ networkRef: network.ref, mac: '00:50:56:3f:00:01' }],
  };
}

/** Makes a machine and waits for it. */
export async function cloned(client: VSphereClient, spec: CloneSpec): Promise<MoRef> {
  const { result } = await client.awaitTask(await client.cloneVm(spec));
  if (result === undefined) throw new Error('the clone task names no machine');
  return result;
}

/** Resolves with the first state of a machine that meets a condition, as its watch tells. */
export async function machineThat(client: VSphereClient, vm: MoRef, meets: (vm: VmInfo) => boolean): Promise<VmInfo> {
  const change = await changeThat(client, vm, (candidate) => candidate.kind === 'changed' && meets(candidate.vm));
  if (change.kind === 'gone') throw new Error('the machine is gone');
  return change.vm;
}

export async function changeThat(client: VSphereClient, vm: MoRef, meets: (change: VmChange) => boolean): Promise<VmChange> {
  const { promise, resolve } = Promise.withResolvers<VmChange>();
  const watch = client.watchVm(vm, (change) => {
    if (meets(change)) resolve(change);
  });
  try {
    return await promise;
  } finally {
    watch[Symbol.dispose]();
  }
}
