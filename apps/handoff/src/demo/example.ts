import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VCENTER_USER } from '../plane/vcenter.js';
import type { Substitutions } from './demo-repository.js';
import type { Endpoint } from './endpoints.js';

/** The folder of the examples in this project. */
export const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url));
/** The clusters of the example repository, and the names that stand for their endpoints in it. */
export const exampleClusters = ['production', 'staging'] as const;
const ADDONS = ['cilium.yaml', 'vsphere-cpi.yaml', 'vsphere-csi.yaml'] as const;

/** What the example repository leaves open: where vCenter is, where each cluster's API is served, the add-ons in full. */
export async function substitutions(
  vcenter: { readonly address: string; readonly thumbprint: string } | undefined, endpoints: readonly Endpoint[],
): Promise<Substitutions> {
  const addons = await Promise.all(ADDONS.map(async (name) => [name, await readFile(join(EXAMPLES, 'addons', name), 'utf8')] as const));
  const vips = exampleClusters.flatMap((name, index) => {
    const { host, port } = endpoints[index] ?? { host: '127.0.0.1', port: 6443 };
    return [[`${name.toUpperCase()}_VIP`, host], [`${name.toUpperCase()}_VIP_PORT`, String(port)]] as const;
  });
  return {
    ...Object.fromEntries([...addons, ...vips]),
    VSPHERE_SERVER: vcenter?.address ?? '', VSPHERE_HOST: vcenter?.address.split(':')[0] ?? '', VSPHERE_THUMBPRINT: vcenter?.thumbprint ?? '',
    VSPHERE_USERNAME: VCENTER_USER.name, VSPHERE_PASSWORD: VCENTER_USER.password,
  };
}
