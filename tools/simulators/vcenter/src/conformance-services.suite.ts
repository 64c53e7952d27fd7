import { describe, expect } from '@jest/globals';
import type { Subject } from './testing/backends.js';
import { all, dig, RawClient, refOf, refXml } from './testing/raw-client.js';
import type { Ref } from './testing/raw-client.js';
import { readProperty, searchIndex } from './testing/world.js';


/** What stands beside virtual machines. */
export function serviceChecks(vc: Subject): void {
  describe('the search index', () => {
    vc.check('finds by BIOS uuid and by instance uuid', async () => {
      const uuid = (await readProperty(vc.client, vc.world.source, 'config.uuid'))?.text ?? '';
      const instance = (await readProperty(vc.client, vc.world.source, 'config.instanceUuid'))?.text ?? '';
      const find = async (value: string, instanceUuid: boolean) => {
        const parameters = `<uuid>${value}</uuid><vmSearch>true</vmSearch><instanceUuid>${String(instanceUuid)}</instanceUuid>`;
        return dig(await vc.client.soap('FindByUuid', searchIndex, parameters), 'returnval');
      };
      expect(refOf(await find(uuid, false))).toEqual(vc.world.source);
      expect(refOf(await find(instance, true))).toEqual(vc.world.source);
      expect(await find(uuid, true)).toBeUndefined();
      const everywhere = `<uuid>${uuid}</uuid><vmSearch>true</vmSearch>`;
      expect(refOf(dig(await vc.client.soap('FindAllByUuid', searchIndex, everywhere), 'returnval'))).toEqual(vc.world.source);
    });

    vc.check('finds by path and by name, and answers with nothing when there is nothing', async () => {
      const byName = `${refXml('entity', vc.world.vmFolder)}<name>no such</name>`;
      expect(dig(await vc.client.soap('FindChild', searchIndex, byName), 'returnval')).toBeUndefined();
      const absent = await vc.client.soap('FindByInventoryPath', searchIndex, '<inventoryPath>DC0/vm/no such</inventoryPath>');
      expect(dig(absent, 'returnval')).toBeUndefined();
      const root = `${refXml('entity', { type: 'Folder', id: 'group-d1' })}<name>DC0</name>`;
      expect(refOf(dig(await vc.client.soap('FindChild', searchIndex, root), 'returnval')).type).toBe('Datacenter');
    });
  });

  describe('privileges', () => {
    vc.check('are told per entity', async () => {
      const manager: Ref = { type: 'AuthorizationManager', id: 'AuthorizationManager' };
      const asked = `${refXml('entity', vc.world.vmFolder)}<sessionId>${vc.client.cookie ?? ''}</sessionId><privId>VirtualMachine.Interact.PowerOn</privId>`;
      const reply = dig(await vc.client.soap('HasPrivilegeOnEntities', manager, asked), 'returnval');
      expect(refOf(dig(reply, 'entity'))).toEqual(vc.world.vmFolder);
      expect(dig(reply, 'privAvailability', 'isGranted')?.text).toBe('true');
      const fetched = `${refXml('entities', vc.world.vmFolder)}<userName>user</userName>`;
      const privileges = all(dig(await vc.client.soap('FetchUserPrivilegeOnEntities', manager, fetched), 'returnval'), 'privileges');
      expect(privileges.map((privilege) => privilege.text)).toContain('VirtualMachine.Interact.PowerOn');
    });
  });

  describe('storage policies', () => {
    const pbm = { path: '/pbm', namespace: 'urn:pbm' };
    const manager: Ref = { type: 'PbmProfileProfileManager', id: 'ProfileManager' };

    vc.check('are found by name and fit the datastore', async () => {
      const content = dig(await vc.client.soap('PbmRetrieveServiceContent', { type: 'PbmServiceInstance', id: 'ServiceInstance' }, '', pbm), 'returnval');
      expect(refOf(dig(content, 'profileManager'))).toEqual(manager);
      const query = '<resourceType><resourceType>STORAGE</resourceType></resourceType><profileCategory>REQUIREMENT</profileCategory>';
      const ids = all(await vc.client.soap('PbmQueryProfile', manager, query, pbm), 'returnval').map((id) => dig(id, 'uniqueId')?.text ?? '');
      const asked = ids.map((id) => `<profileIds><uniqueId>${id}</uniqueId></profileIds>`).join('');
      const profiles = all(await vc.client.soap('PbmRetrieveContent', manager, asked, pbm), 'returnval');
      const profile = profiles.find((candidate) => dig(candidate, 'name')?.text === 'vSAN Default Storage Policy');
      const id = dig(profile, 'profileId', 'uniqueId')?.text ?? '';
      const hub = `<hubsToSearch><hubType>Datastore</hubType><hubId>${vc.world.datastore.id}</hubId></hubsToSearch>`;
      const requirement = `<placementSubjectRequirement xsi:type="PbmPlacementCapabilityProfileRequirement"><profileId><uniqueId>${id}</uniqueId></profileId></placementSubjectRequirement>`;
      const fits = await vc.client.soap('PbmCheckRequirements', { type: 'PbmPlacementSolver', id: 'placementSolver' }, hub + requirement, pbm);
      expect(dig(fits, 'returnval', 'hub', 'hubId')?.text).toBe(vc.world.datastore.id);
    });
  });

  describe('REST', () => {
    const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`user:${password}`).toString('base64')}` });
    const tagging = '/rest/com/vmware/cis/tagging';

    vc.check('wants a login of its own', async () => {
      await using somebody = new RawClient(vc.base);
      expect((await somebody.rest('GET', `${tagging}/tag`)).status).toBe(401);
      expect((await somebody.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('wrong'))).status).toBe(401);
      const login = await somebody.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('pass'));
      somebody.restSession = String(login.body.value);
      expect((await somebody.rest('POST', '/rest/com/vmware/cis/session?~action=get')).status).toBe(200);
      expect((await somebody.rest('DELETE', '/rest/com/vmware/cis/session')).status).toBe(200);
      expect((await somebody.rest('GET', `${tagging}/tag`)).status).toBe(401);
    });

    vc.check('attaches tags', async () => {
      await using somebody = await restLogin();
      const category = { name: 'k8s-zone', description: '', cardinality: 'SINGLE', associable_types: ['VirtualMachine'] };
      const categoryId = (await somebody.rest('POST', `${tagging}/category`, { create_spec: category })).body.value;
      expect(categoryId).toMatch(/^urn:vmomi:InventoryServiceCategory:/);
      expect((await somebody.rest('POST', `${tagging}/category`, { create_spec: category })).status).toBe(400);
      const tag = { name: 'zone-1', description: '', category_id: categoryId };
      const tagId = String((await somebody.rest('POST', `${tagging}/tag`, { create_spec: tag })).body.value);
      const object = { type: vc.world.source.type, id: vc.world.source.id };
      const attach = `${tagging}/tag-association?~action=attach-multiple-tags-to-object`;
      const attached = await somebody.rest('POST', attach, { object_id: object, tag_ids: [tagId] });
      expect(attached.body.value).toEqual({ success: true });
      const missing = await somebody.rest('POST', attach, { object_id: object, tag_ids: ['urn:none'] });
      expect(missing.body.value).toMatchObject({ success: false, error_messages: [{ id: 'cis.tagging.objectNotFound.error' }] });
      const listed = await somebody.rest('POST', `${tagging}/tag-association?~action=list-attached-tags`, { object_id: object });
      expect(listed.body.value).toEqual([tagId]);
      expect((await somebody.rest('DELETE', `${tagging}/category/id:${String(categoryId)}`)).status).toBe(200);
    });

    vc.check('keeps cluster modules', async () => {
      await using somebody = await restLogin();
      const modules = '/rest/vcenter/cluster/modules';
      const id = String((await somebody.rest('POST', modules, { spec: { cluster: vc.world.cluster.id } })).body.value);
      const listed = await somebody.rest('GET', modules);
      expect(listed.body.value).toEqual({ summaries: [{ cluster: vc.world.cluster.id, module: id }] });
      expect((await somebody.rest('POST', modules, { spec: { cluster: 'no such' } })).status).toBe(400);
      expect((await somebody.rest('DELETE', `${modules}/${id}`)).status).toBe(200);
      expect((await somebody.rest('DELETE', `${modules}/${id}`)).status).toBe(404);
    });

    async function restLogin(): Promise<RawClient> {
      const somebody = new RawClient(vc.base);
      somebody.restSession = String((await somebody.rest('POST', '/rest/com/vmware/cis/session', undefined, basic('pass'))).body.value);
      return somebody;
    }
  });
}
