import { describe, expect, it } from '@jest/globals';
import { startOurs } from '../testing/ours.js';
import type { Ours } from '../testing/ours.js';

const basic = { authorization: `Basic ${Buffer.from('user:pass').toString('base64')}` };
const items = '/rest/com/vmware/content/library/item';

async function login({ client }: Ours): Promise<void> {
  client.restSession = String((await client.rest('POST', '/rest/com/vmware/cis/session', undefined, basic)).body.value);
}

async function findItem({ client }: Ours, name: string): Promise<string> {
  const found = await client.rest('POST', `${items}?~action=find`, { spec: { name } });
  return String((found.body.value as readonly string[])[0]);
}

function deployOvf({ client, world }: Ours, id: string, spec: Readonly<Record<string, unknown>>) {
  const body = {
    target: { resource_pool_id: world.pool.id, folder_id: world.vmFolder.id },
    deployment_spec: { accept_all_EULA: true, ...spec },
  };
  return client.rest('POST', `/rest/com/vmware/vcenter/ovf/library-item/id:${id}?~action=deploy`, body);
}

describe('the content library', () => {
  it('has an item per template', async () => {
    await using ours = await startOurs({ templates: ['one', 'two'] });
    await login(ours);
    const libraries = await ours.client.rest('POST', '/rest/com/vmware/content/library?~action=find', { spec: { name: 'handoff' } });
    const [library] = libraries.body.value as readonly string[];
    const listed = await ours.client.rest('GET', `${items}?library_id=${library ?? ''}`);
    expect(listed.body.value).toHaveLength(2);
    const item = await ours.client.rest('GET', `${items}/id:${await findItem(ours, 'two')}`);
    expect(item.body.value).toMatchObject({ name: 'two', type: 'ovf', library_id: library });
    ours.server.removeTemplate('two');
    expect((await ours.client.rest('POST', `${items}?~action=find`, { spec: { name: 'two' } })).body.value).toEqual([]);
  });

  it('deploys an OVF as a virtual machine that is off, on the network chosen for it', async () => {
    await using ours = await startOurs();
    await login(ours);
    const id = await findItem(ours, 'image');
    const mapping = [{ key: 'VM Network', value: ours.world.network.id }];
    const reply = await deployOvf(ours, id, { name: 'deployed', network_mappings: mapping, default_datastore_id: ours.world.datastore.id });
    expect(reply.body.value).toMatchObject({ succeeded: true, resource_id: { type: 'VirtualMachine' } });
    expect(ours.server.vms()).toMatchObject([{ name: 'deployed', powerState: 'poweredOff', folder: '/DC0/vm' }]);
  });

  it('says inside a successful reply why a deployment failed', async () => {
    await using ours = await startOurs();
    await login(ours);
    const id = await findItem(ours, 'image');
    await deployOvf(ours, id, { name: 'same' });
    const again = await deployOvf(ours, id, { name: 'same' });
    expect(again.status).toBe(200);
    expect(again.body.value).toMatchObject({ succeeded: false, error: { errors: [{ error: { messages: [{ id: 'com.vmware.vim.fault.DuplicateName' }] } }] } });
    expect(ours.server.vms()).toHaveLength(1);
  });

  it('deploys a virtual machine template by its own call only', async () => {
    await using ours = await startOurs({ templates: ['image'] });
    ours.server.addTemplate('vmtx', { libraryItemType: 'vm-template' });
    await login(ours);
    const id = await findItem(ours, 'vmtx');
    expect((await deployOvf(ours, id, { name: 'wrong' })).body.type).toBe('com.vmware.vapi.std.errors.invalid_element_type');
    const placement = { resource_pool: ours.world.pool.id, folder: ours.world.vmFolder.id };
    const path = `/rest/vcenter/vm-template/library-items/${id}?action=deploy`;
    const reply = await ours.client.rest('POST', path, { spec: { name: 'deployed', placement, powered_on: true } });
    expect(ours.server.vms()).toMatchObject([{ id: reply.body.value, name: 'deployed', powerState: 'poweredOn' }]);
    expect((await ours.client.rest('POST', path, { spec: { name: 'deployed', placement } })).body.type).toBe('com.vmware.vapi.std.errors.already_exists');
  });

  it('refuses bodies that do not fit, and items that are not there', async () => {
    await using ours = await startOurs();
    await login(ours);
    expect((await deployOvf(ours, 'none', { name: 'x' })).status).toBe(404);
    const id = await findItem(ours, 'image');
    expect((await deployOvf(ours, id, { name: 'x', nonsense: true })).body.type).toBe('com.vmware.vapi.std.errors.invalid_argument');
    expect((await deployOvf(ours, id, { name: 'x', network_mappings: [{ key: 'none', value: 'network-1' }] })).status).toBe(400);
    expect(ours.server.vms()).toEqual([]);
  });
});

describe('cluster modules', () => {
  it('have members of their cluster, which leave when they are destroyed', async () => {
    await using ours = await startOurs();
    await login(ours);
    const vm = (await deployOvf(ours, await findItem(ours, 'image'), { name: 'member' })).body.value as { resource_id: { id: string } };
    const modules = '/rest/vcenter/cluster/modules';
    const id = String((await ours.client.rest('POST', modules, { spec: { cluster: ours.world.cluster.id } })).body.value);
    const members = `${modules}/${id}/members`;
    const added = await ours.client.rest('POST', `${members}?action=add`, { vms: [vm.resource_id.id] });
    expect(added.body.value).toEqual({ success: true });
    expect((await ours.client.rest('GET', members)).body.value).toEqual({ vms: [vm.resource_id.id] });
    expect((await ours.client.rest('POST', `${members}?action=add`, { vms: ['vm-none'] })).status).toBe(400);
    const destroyed = { type: 'VirtualMachine', id: vm.resource_id.id };
    await ours.client.soap('UnregisterVM', destroyed);
    expect((await ours.client.rest('GET', members)).body.value).toEqual({ vms: [] });
  });
});
