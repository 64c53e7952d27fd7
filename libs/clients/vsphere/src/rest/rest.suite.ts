import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@handoff/time';
import { z } from 'zod';
import { VSphereClient } from '../client.js';
import { cloned, placement } from '../testing/machines.js';
import type { VCenterFlavour, VCenterUnderTest } from '../testing/vcenters.js';
import { Exchange } from '../soap/exchange.js';
import { connectTransport } from '../transport/undici-transport.js';
import type { CloneSpec } from '../vm/clone-spec.js';
import { RestClient } from './rest-client.js';

/** What an administrator would have prepared. */
class Administrator implements AsyncDisposable {
  readonly #transport;
  readonly #rest: RestClient;

  constructor({ options }: VCenterUnderTest) {
    this.#transport = connectTransport(options);
    this.#rest = new RestClient(this.#transport, new Exchange(systemClock, 10_000, undefined), options, options.server, systemClock);
  }

  post<T extends z.ZodType>(path: string, body: unknown, value: T): Promise<z.output<T>> {
    return this.#rest.call({ operation: path, method: 'POST', path: `/rest${path}`, body, value });
  }

  async tag(name: string): Promise<string> {
    const category = { name: `category-${name}`, description: '', cardinality: 'MULTIPLE', associable_types: [] };
    const category_id = await this.post('/com/vmware/cis/tagging/category', { create_spec: category }, z.string());
    return this.post('/com/vmware/cis/tagging/tag', { create_spec: { name, description: '', category_id } }, z.string());
  }

  tagsOf(id: string): Promise<readonly string[]> {
    const body = { object_id: { type: 'VirtualMachine', id } };
    return this.post('/com/vmware/cis/tagging/tag-association?~action=list-attached-tags', body, z.array(z.string()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rest.logout({});
    await this.#transport[Symbol.asyncDispose]();
  }
}

/** The REST side of the client against a vCenter. */
export function restChecks({ name, start }: VCenterFlavour): void {
  describe(`the REST side against ${name}`, () => { checks(start); });
}

function checks(start: VCenterFlavour['start']): void {
  let vcenter: VCenterUnderTest;
  let administrator: Administrator;
  let client: VSphereClient;
  let place: Omit<CloneSpec, 'name' | 'instanceUuid'>;
  const calls: string[] = [];

  beforeAll(async () => {
    vcenter = await start();
    administrator = new Administrator(vcenter);
    client = await VSphereClient.connect({ ...vcenter.options, onCall: (method) => calls.push(method) });
    place = await placement(client, vcenter.template);
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await administrator[Symbol.asyncDispose]();
    await vcenter[Symbol.asyncDispose]();
  });

  it('attaches tags, and again without complaint', async () => {
    const vm = await cloned(client, { ...place, name: 'tagged', instanceUuid: '6f1d0000-0000-4000-8000-000000000021' });
    const tags = [await administrator.tag('a'), await administrator.tag('b'), ...vcenter.tags];
    await client.attachTags(vm, tags);
    await client.attachTags(vm, tags);
    expect([...(await administrator.tagsOf(vm.value))].sort()).toEqual([...tags].sort());
  });

  it('says which tag does not exist', async () => {
    const missing = 'urn:vmomi:InventoryServiceTag:00000000-0000-4000-8000-000000000000:GLOBAL';
    await expect(client.attachTags(place.template.ref, [missing])).rejects.toMatchObject({
      code: 'ObjectGone',
      vcenterMessage: expect.stringContaining(missing),
    });
  });

  it('deploys an item of a content library and finds it without looking again the second time', async () => {
    const { folder, resourcePool, datastore } = place;
    const spec = { ...vcenter.image, folder, resourcePool, ...(datastore ? { datastore } : {}) };
    const vm = await client.deployFromLibrary({ ...spec, name: 'deployed-1' });
    expect(await client.vm(vm)).toMatchObject({ name: 'deployed-1', powerState: 'poweredOff' });
    expect(await client.findVm({ path: 'deployed-1' })).toEqual(vm);
    calls.length = 0;
    await client.deployFromLibrary({ ...spec, name: 'deployed-2' });
    expect(calls.filter((method) => method.startsWith('content library'))).toEqual([]);
  });

  it('says which library or item does not exist', async () => {
    const { folder, resourcePool } = place;
    const spec = { library: 'no-such-library', item: 'x', name: 'never', folder, resourcePool };
    await expect(client.deployFromLibrary(spec)).rejects.toMatchObject({ code: 'NotFound', kind: 'content library' });
  });
}
