import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isReady } from '../fleet/phases.js';
import { whyCluster } from '../fleet/why.js';
import { House } from './harness.js';

describe('faults', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.start('127.21.1', ['staging']);
    await house.follow();
    await house.untilReady('staging');
  }, 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it('x', async () => {
    const pool = async (name: string, change: (text: string) => string): Promise<void> => {
      await house.edit('staging', 'machinedeployment.yaml', (text) => text);
      const { readFile } = await import('node:fs/promises');
      const text = await readFile(`${house.repository.directory}/infrastructure/workload-clusters/staging/machinedeployment.yaml`, 'utf8');
      await house.add('staging', `${name}.yaml`, change(text.replaceAll('staging-workers', name)));
    };
    await pool('wrong-token', (text) => text.replace('joinConfiguration:\n', `joinConfiguration:
        discovery:
          bootstrapToken:
            token: abcdef.0123456789abcdef
            apiServerEndpoint: 127.21.1.11:6443
            unsafeSkipCAVerification: true
`));
    await pool('wrong-template', (text) => text.replace('template: ubuntu-2204-kube-v1.33.1', 'template: ubuntu-2404-kube-v1.33.1'));
    await house.repository.commit('faults');
    await new Promise((r) => setTimeout(r, 8000));
    process.stdout.write(JSON.stringify(whyCluster(house.cluster('staging')), null, 2));
    const o = house.cluster('staging');
    for (const x of [o.cluster, o.controlPlane, ...o.deployments, ...o.sets, ...o.machines, ...o.configs, ...o.vsphereMachines, ...o.vms]) process.stdout.write(`${x?.kind}/${x?.metadata.name} ${JSON.stringify((x as any)?.status, null, 1).replaceAll('\n', ' ')}\n\n`);
    expect(isReady(o)).toBe(false);
  }, 60_000);
});
