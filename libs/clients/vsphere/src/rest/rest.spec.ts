import { describe, expect, it } from '@jest/globals';
import { VSphereClient } from '../client.js';
import { placement } from '../testing/machines.js';
import { simulator } from '../testing/vcenters.js';
import { restChecks } from './rest.suite.js';

restChecks(simulator);

describe('the content library of the simulator', () => {
  it('gives machines of both kinds of item, plugs an OVF in, and says in its own words why it could not', async () => {
    await using vcenter = await simulator.start();
    vcenter.simulator?.addTemplate('as-template', { libraryItemType: 'vm-template' });
    await using client = await VSphereClient.connect(vcenter.options);
    const { folder, resourcePool } = await placement(client, vcenter.template);
    const network = await client.findNetwork('DC0_DVPG0');
    const spec = { library: 'handoff', folder, resourcePool, network: network.ref };
    const ofTemplate = await client.deployFromLibrary({ ...spec, item: 'as-template', name: 'one' });
    expect(await client.vm(ofTemplate)).toMatchObject({ name: 'one', template: false });
    const ofOvf = await client.deployFromLibrary({ ...spec, item: vcenter.template, name: 'two' });
    expect((await client.vm(ofOvf)).nics.map((nic) => nic.network)).toEqual([network.ref]);
    const error: unknown = await client.deployFromLibrary({ ...spec, item: vcenter.template, name: 'two' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'Fault', vcenterMessage: expect.stringMatching(/two/) });
  });
});
