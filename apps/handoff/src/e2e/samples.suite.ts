import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkloadClusters } from '@handoff/workload';
import { EXAMPLES } from '../demo/example.js';
import { House } from './house.js';
import type { LayGround } from './house.js';

/** What `clusterctl` makes of CAPV's own template, over whatever ground. */
export function samples(ground: string, lay: LayGround, network: string): void {
  describe(`${ground}: the YAML that people have`, () => { nodeIpam(lay, `${network}.2.10`); });
}

function nodeIpam(lay: LayGround, vip: string): void {
  let house: House;
  beforeAll(async () => {
    house = await House.over(lay, 'samples', async () => ({ 'cilium.yaml': await readFile(join(EXAMPLES, 'addons', 'cilium.yaml'), 'utf8') }));
    await house.rewrite('cluster.yaml', (text) => text
      .replaceAll('127.0.0.1:8989', house.vcenter.address).replaceAll('127.20.0.10', vip).replaceAll(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/g, house.vcenter.thumbprint));
    await house.follow();
  }, 90_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it('comes to ready as clusterctl made it, beside its pool and a plan with Cilium', async () => {
    await house.untilReady('demo', 90);
    expect(await house.vcenter.machines()).toHaveLength(5);
    expect(house.cluster('demo').addresses.map(({ spec }) => spec.address)).not.toContain('198.51.100.33');
  }, 100_000);

  it('gets its cloud provider and storage driver by ClusterResourceSet', async () => {
    const [binding] = house.cluster('demo').bindings;
    expect(binding?.spec.bindings?.flatMap(({ resources }) => resources ?? []).every(({ applied }) => applied)).toBe(true);
    await using clusters = new WorkloadClusters(house.kube, 'e2e');
    const workload = await clusters.client({ namespace: 'default', name: 'demo' });
    const there = (path: string): Promise<unknown> => workload.raw(path);
    await expect(there('/apis/apps/v1/namespaces/kube-system/daemonsets/vsphere-cpi')).resolves.toMatchObject({ status: { numberReady: 3 } });
    await expect(there('/apis/apps/v1/namespaces/vmware-system-csi/deployments/vsphere-csi-controller')).resolves.toMatchObject({ kind: 'Deployment' });
    await expect(there('/apis/storage.k8s.io/v1/csidrivers/csi.vsphere.vmware.com')).resolves.toMatchObject({ kind: 'CSIDriver' });
  });
}
