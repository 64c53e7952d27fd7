import { z } from 'zod';
import { AmbiguousError, FaultError, NotFoundError, ObjectGoneError } from '../errors/faults.js';
import { moRef, type MoRef } from '../moref.js';
import type { RestClient } from '../rest/rest-client.js';
import type { CallOptions } from '../soap/soap-client.js';

/** An item of a content library and where its machine shall be put. */
export interface LibraryDeployment {
  readonly library: string;
  readonly item: string;
  readonly name: string;
  readonly folder: MoRef;
  readonly resourcePool: MoRef;
  readonly host?: MoRef;
  readonly datastore?: MoRef;
  readonly storageProfileId?: string;
  /** Where every network of an OVF is plugged in; the cards can be replaced by a later reconfiguration. */
  readonly network?: MoRef;
  readonly annotation?: string;
}

interface Item {
  readonly id: string;
  readonly type: string;
}

const ids = z.array(z.string()).nullable().transform((list) => list ?? []);
const itemModel = z.object({ type: z.string().optional() });
/** Capital letter included: so the service names it. */
const filtered = z.object({ Networks: z.array(z.string()).nullish() });
const localized = z.object({ default_message: z.string().optional() });
const deployed = z.object({
  succeeded: z.boolean(),
  resource_id: z.object({ type: z.string(), id: z.string() }).nullish(),
  error: z
    .object({
      errors: z
        .array(z.object({ message: localized.nullish(), error: z.object({ messages: z.array(localized).nullish() }).nullish() }))
        .nullish(),
    })
    .nullish(),
});

/** A deployment answers when it is done; large images take their time. */
const DEPLOY_TIMEOUT_MS = 30 * 60_000;

/** Deploys OVF and VM template items. Ids are looked up once and again when they turn out to be gone. */
export class ContentLibrary {
  readonly #items = new Map<string, Item>();

  constructor(private readonly rest: RestClient) {}

  /** Returns the new machine, powered off. Not idempotent: look for a machine of that name in the folder before repeating it. */
  async deploy(spec: LibraryDeployment, options: CallOptions = {}): Promise<MoRef> {
    const item = await this.#item(spec, options);
    const limits = { timeoutMs: DEPLOY_TIMEOUT_MS, ...options };
    try {
      return await (item.type === 'vm-template' ? this.#deployTemplate(item, spec, limits) : this.#deployOvf(item, spec, limits));
    } catch (error) {
      if (error instanceof ObjectGoneError) this.#items.delete(keyOf(spec));
      throw error;
    }
  }

  async #item(spec: LibraryDeployment, options: CallOptions): Promise<Item> {
    const known = this.#items.get(keyOf(spec));
    if (known !== undefined) return known;
    const libraryId = await this.#find('content library', '/rest/com/vmware/content/library', spec.library, { name: spec.library }, options);
    const itemsPath = '/rest/com/vmware/content/library/item';
    const what = `item of content library "${spec.library}"`;
    const id = await this.#find(what, itemsPath, spec.item, { library_id: libraryId, name: spec.item }, options);
    const { type = 'ovf' } = await this.rest.call(
      { operation: 'content library item get', method: 'GET', path: `${itemsPath}/id:${id}`, value: itemModel },
      options,
    );
    const item = { id, type };
    this.#items.set(keyOf(spec), item);
    return item;
  }

  async #find(kind: string, path: string, name: string, spec: Readonly<Record<string, string>>, options: CallOptions): Promise<string> {
    const found = await this.rest.call(
      { operation: 'content library find', method: 'POST', path: `${path}?~action=find`, body: { spec }, value: ids },
      options,
    );
    const [id, ...more] = found;
    if (id === undefined) throw new NotFoundError(kind, name, [], { server: this.rest.server });
    if (more.length > 0) throw new AmbiguousError(kind, name, found, { server: this.rest.server });
    return id;
  }

  async #deployOvf({ id }: Item, spec: LibraryDeployment, options: CallOptions): Promise<MoRef> {
    const path = `/rest/com/vmware/vcenter/ovf/library-item/id:${id}`;
    const host = spec.host === undefined ? {} : { host_id: spec.host.value };
    const target = { resource_pool_id: spec.resourcePool.value, folder_id: spec.folder.value, ...host };
    const { Networks: networks } = await this.rest.call(
      { operation: 'OVF filter', method: 'POST', path: `${path}?~action=filter`, body: { target }, value: filtered },
      options,
    );
    const deployment_spec = {
      name: spec.name,
      accept_all_EULA: true,
      ...(spec.annotation === undefined ? {} : { annotation: spec.annotation }),
      ...(spec.datastore === undefined ? {} : { default_datastore_id: spec.datastore.value }),
      ...(spec.storageProfileId === undefined ? {} : { storage_profile_id: spec.storageProfileId }),
      ...(spec.network === undefined ? {} : { network_mappings: (networks ?? []).map((key) => ({ key, value: spec.network?.value })) }),
    };
    const result = await this.rest.call(
      { operation: 'OVF deploy', method: 'POST', path: `${path}?~action=deploy`, body: { target, deployment_spec }, value: deployed },
      options,
    );
    if (result.succeeded && result.resource_id) return moRef(result.resource_id.type, result.resource_id.id);
    throw this.#refused(spec, result);
  }

  async #deployTemplate({ id }: Item, spec: LibraryDeployment, options: CallOptions): Promise<MoRef> {
    const storage = storageOf(spec);
    const body = {
      spec: {
        name: spec.name,
        ...(spec.annotation === undefined ? {} : { description: spec.annotation }),
        placement: { folder: spec.folder.value, resource_pool: spec.resourcePool.value, ...(spec.host ? { host: spec.host.value } : {}) },
        ...(storage === undefined ? {} : { disk_storage: storage, vm_home_storage: storage }),
        powered_on: false,
      },
    };
    const path = `/rest/vcenter/vm-template/library-items/${id}?action=deploy`;
    const vm = await this.rest.call({ operation: 'VM template deploy', method: 'POST', path, body, value: z.string() }, options);
    return moRef('VirtualMachine', vm);
  }

  #refused(spec: LibraryDeployment, { error }: z.output<typeof deployed>): FaultError {
    const said = (error?.errors ?? [])
      .flatMap((entry) => [entry.message, ...(entry.error?.messages ?? [])])
      .flatMap((message) => message?.default_message ?? [])
      .join('; ');
    const context = { server: this.rest.server, method: 'OVF deploy', vcenterMessage: said };
    return new FaultError(`"${spec.item}" of content library "${spec.library}" could not be deployed as ${spec.name}: ${said}`, context);
  }
}

const keyOf = ({ library, item }: LibraryDeployment): string => `${library}\n${item}`;

function storageOf({ datastore, storageProfileId }: LibraryDeployment): unknown {
  if (datastore === undefined && storageProfileId === undefined) return undefined;
  return {
    ...(datastore === undefined ? {} : { datastore: datastore.value }),
    ...(storageProfileId === undefined ? {} : { storage_policy: { type: 'USE_SPECIFIED_POLICY', policy: storageProfileId } }),
  };
}
