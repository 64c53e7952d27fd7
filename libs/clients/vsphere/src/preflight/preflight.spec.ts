import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { VSphereClient } from '../client.js';
import type { PreflightRequest } from './preflight.js';
import { privilegesFor, type PrivilegeScope } from './privileges.js';

const scopes: readonly PrivilegeScope[] = ['vCenter', 'datacenter', 'folder', 'resourcePool', 'datastore', 'network', 'template'];
const everything = [...new Set(scopes.flatMap((scope) => privilegesFor(scope, {})))];
const request: PreflightRequest = { datacenter: 'DC0', resourcePool: 'DC0_C0', networks: ['VM Network'], templates: ['ubuntu'] };

describe('preflight', () => {
  let vcenter: VCenterSimulator;

  beforeAll(async () => {
    vcenter = await startVCenter({
      templates: ['ubuntu'],
      users: [
        { name: 'sufficient', password: 'pass', privileges: everything },
        { name: 'lacking', password: 'pass', privileges: everything.filter((id) => id !== 'Datastore.AllocateSpace' && id !== 'Network.Assign') },
      ],
    });
  });
  afterAll(() => vcenter[Symbol.asyncDispose]());

  const connect = (username: string): Promise<VSphereClient> =>
    VSphereClient.connect({ server: vcenter.address, thumbprint: vcenter.thumbprint, username, password: 'pass' });

  it('has nothing to say to a user with exactly the privileges that it lists', async () => {
    await using client = await connect('sufficient');
    expect(await client.preflight(request)).toEqual([]);
  });

  it('names each missing privilege with its object and what to grant', async () => {
    await using client = await connect('lacking');
    const findings = await client.preflight(request);
    expect(findings.map(({ object, problem, privileges }) => [object, problem, privileges])).toEqual([
      ['datastore /DC0/datastore/LocalDS_0', 'missingPrivileges', ['Datastore.AllocateSpace']],
      ['network /DC0/network/VM Network', 'missingPrivileges', ['Network.Assign']],
    ]);
    expect(findings[0]?.fix).toBe(
      'grant the user of this cluster a role with Datastore.AllocateSpace on datastore /DC0/datastore/LocalDS_0',
    );
  });

  it('asks for more only when more will be done', async () => {
    await using client = await connect('sufficient');
    const findings = await client.preflight({ ...request, tags: true, createFolders: true });
    expect(findings.flatMap(({ privileges }) => privileges).sort()).toEqual([
      'Folder.Create',
      'InventoryService.Tagging.AttachTag',
      'InventoryService.Tagging.ObjectAttachable',
    ]);
  });

  it('reports what is absent and what is ambiguous in the same list, and changes nothing', async () => {
    await using client = await connect('sufficient');
    vcenter.calls.reset();
    const findings = await client.preflight({ folder: 'no/such/folder', networks: ['VM Network'], storagePolicyName: 'gold' });
    expect(findings.map(({ object, problem }) => [object, problem])).toEqual([
      ['folder no/such/folder', 'notFound'],
      ['resource pool (default)', 'ambiguous'],
      ['vCenter root /', 'missingPrivileges'], // to see storage policies at all
    ]);
    expect(findings[1]?.fix).toMatch(/^name it by its path: \/DC0\/host\//);
    const allowed = /^(Retrieve|Continue|Create(PropertyCollector|ListView|Filter)|ModifyListView|WaitForUpdatesEx|Fetch|HasPrivilege|Pbm)/;
    expect(Object.keys(vcenter.calls.toJSON()).filter((method) => !allowed.test(method))).toEqual([]);
  });

  it('fails rather than reports when vCenter cannot be asked', async () => {
    await using client = await connect('sufficient');
    const undo = vcenter.addFaultRule({ method: 'FetchUserPrivilegeOnEntities', fault: { type: 'RuntimeFault', message: 'no' } });
    await expect(client.preflight(request)).rejects.toMatchObject({ code: 'Fault', vcenterMessage: 'no' });
    undo();
  });
});
