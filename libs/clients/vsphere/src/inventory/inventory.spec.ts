import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { settle } from '@handoff/time';
import { VSphereClient } from '../client.js';
import { moRef, type MoRef } from '../moref.js';
import { envelope } from '../soap/envelope.js';
import { placement } from '../testing/machines.js';
import { connectTransport } from '../transport/undici-transport.js';

/** What somebody does in the vSphere Client. */
async function rename(vcenter: VCenterSimulator, object: MoRef, name: string): Promise<void> {
  await using transport = connectTransport({ server: vcenter.address, thumbprint: vcenter.thumbprint });
  const post = (body: string, cookie = '') =>
    transport.send({ method: 'POST', path: '/sdk', headers: { 'content-type': 'text/xml', cookie }, body }, new AbortController().signal);
  const _this = moRef('SessionManager', 'SessionManager');
  const login = await post(envelope('urn:vim25', 'Login', { _this, userName: 'user', password: 'pass' }));
  const create = envelope('urn:vim25', 'CreateFolder', { _this: object, name });
  const { status } = await post(create.replaceAll('CreateFolder', 'Rename_Task').replaceAll('name>', 'newName>'), login.setCookies[0]?.split(';')[0]);
  expect(status).toBe(200);
}

describe('the inventory cache', () => {
  let vcenter: VCenterSimulator;
  let client: VSphereClient;
  const calls: string[] = [];
  const reads = (): readonly string[] => calls.filter((method) => method.startsWith('RetrieveProperties') || method.startsWith('Find'));

  beforeAll(async () => {
    vcenter = await startVCenter({ templates: ['ubuntu'] });
    const options = { server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' };
    client = await VSphereClient.connect({ ...options, onCall: (method) => calls.push(method) });
    await placement(client, 'ubuntu');
  });
  beforeEach(() => {
    calls.length = 0;
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await vcenter[Symbol.asyncDispose]();
  });

  it('answers what it knows without a call', async () => {
    await placement(client, 'ubuntu');
    await client.findNetwork('/DC0/network/VM Network');
    await client.findDatacenter();
    expect(reads()).toEqual([]);
  });

  it('looks again, once, for what it does not know', async () => {
    await expect(client.findNetwork('nowhere')).rejects.toMatchObject({ code: 'NotFound' });
    expect(reads()).toHaveLength(1);
  });

  it('finds a folder that somebody else made a moment ago', async () => {
    await using somebody = await VSphereClient.connect({ server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass' });
    await expect(client.findFolder('later')).rejects.toMatchObject({ code: 'NotFound' });
    const made = await somebody.ensureFolder('later');
    expect(await client.findFolder('later')).toEqual(made);
  });

  it('finds a template that was missing as soon as it is there', async () => {
    await expect(client.findTemplate('late')).rejects.toMatchObject({ code: 'NotFound', candidates: [] });
    vcenter.addTemplate('late');
    expect((await client.findTemplate('late')).name).toBe('late');
  });

  it('hears of a renamed folder and looks again by itself', async () => {
    const before = await client.ensureFolder('old-name/inside');
    const parent = await client.findFolder('old-name');
    await rename(vcenter, parent.ref, 'new-name');
    let { path } = before;
    while (path === before.path) {
      await settle(1);
      ({ path } = await client.findFolder('inside'));
    }
    expect(path).toBe('/DC0/vm/new-name/inside');
  });

  it('forgets a template that turns out to be gone when it is cloned, and finds its successor', async () => {
    vcenter.addTemplate('replaced');
    const place = await placement(client, 'replaced');
    vcenter.removeTemplate('replaced');
    const clone = client.cloneVm({ ...place, name: 'x', instanceUuid: '6f1d0000-0000-4000-8000-000000000031' });
    await expect(clone).rejects.toMatchObject({ code: 'ObjectGone' });
    vcenter.addTemplate('replaced');
    expect((await client.findTemplate('replaced')).ref).not.toEqual(place.template.ref);
  });

  it('asks for one lookup when many ask for the same template at once', async () => {
    vcenter.addTemplate('popular');
    calls.length = 0;
    await Promise.all(Array.from({ length: 20 }, () => client.findTemplate('popular')));
    expect(reads()).toHaveLength(2); // the names of all machines, and the properties of this one
  });

  it('refuses to plug a machine into a network that does not exist', async () => {
    const place = await placement(client, 'ubuntu');
    const networks = [{ networkRef: moRef('Network', 'network-999') }];
    const clone = client.cloneVm({ ...place, networks, name: 'x', instanceUuid: '6f1d0000-0000-4000-8000-000000000032' });
    await expect(clone).rejects.toMatchObject({ code: 'NotFound', kind: 'network' });
  });
});
