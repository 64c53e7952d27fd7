import { z } from 'zod';
import { Datastore } from '../model/entities.js';
import type { VCenter } from '../vcenter.js';
import type { LibraryItem } from './content-library.js';
import { deployOvf, deployTemplate, filterOvf } from './deploy.js';
import { RestError } from './errors.js';
import type { RestCall, Route } from './router.js';

const libraryPath = '/com/vmware/content/library';
const itemPath = '/com/vmware/content/library/item';
const ovfPath = '/com/vmware/vcenter/ovf/library-item';

const findLibrary = z.strictObject({ spec: z.strictObject({ name: z.string().optional(), type: z.string().optional() }) });
const findItem = z.strictObject({
  spec: z.strictObject({
    name: z.string().optional(),
    library_id: z.string().optional(),
    type: z.string().optional(),
    source_id: z.string().optional(),
    cached: z.boolean().optional(),
  }),
});

function libraryModel({ library, inventory }: VCenter) {
  const time = library.creationTime.toISOString();
  const [datastore] = inventory.all(Datastore);
  return {
    id: library.id,
    name: library.name,
    description: 'Node images.',
    type: 'LOCAL',
    creation_time: time,
    last_modified_time: time,
    version: '1',
    server_guid: library.serverGuid,
    storage_backings: datastore ? [{ datastore_id: datastore.ref.id, type: 'DATASTORE' }] : [],
  };
}

function itemModel({ library }: VCenter, { id, name, type, creationTime }: LibraryItem) {
  const time = creationTime.toISOString();
  const versions = { version: '1', content_version: '1', metadata_version: '1' };
  return { id, name, type, description: '', library_id: library.id, creation_time: time, last_modified_time: time, cached: true, size: 0, ...versions };
}

function requireLibrary({ vcenter }: RestCall, id: string | null): void {
  if (id !== vcenter.library.id) throw new RestError('not_found', `There is no library ${id ?? ''}.`);
}

/** Names are compared without regard to case, as the real library does. */
function sameName(wanted: string | undefined, name: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === name.toLowerCase();
}

function findLibraries(call: RestCall): string[] {
  const { name, type = 'LOCAL' } = call.body(findLibrary).spec;
  const { library } = call.vcenter;
  return type === 'LOCAL' && sameName(name, library.name) ? [library.id] : [];
}

function findItems(call: RestCall): string[] {
  const { spec } = call.body(findItem);
  const { library } = call.vcenter;
  if (spec.library_id !== undefined && spec.library_id !== library.id) return [];
  const matches = (item: LibraryItem) => sameName(spec.name, item.name) && (spec.type === undefined || spec.type === item.type);
  return library.items().filter(matches).map((item) => item.id);
}

const libraries: readonly Route[] = ['/com/vmware/content/library', '/com/vmware/content/local-library'].flatMap((path): Route[] => [
  { method: 'GET', path, handle: ({ vcenter }) => [vcenter.library.id] },
  {
    method: 'GET',
    path: `${path}/id:{id}`,
    handle: (call) => {
      requireLibrary(call, call.id);
      return libraryModel(call.vcenter);
    },
  },
]);

export const libraryRoutes: readonly Route[] = [
  ...libraries,
  { method: 'POST', path: libraryPath, action: 'find', handle: findLibraries },
  { method: 'POST', path: itemPath, action: 'find', handle: findItems },
  {
    method: 'GET',
    path: itemPath,
    handle: (call) => {
      requireLibrary(call, call.query.get('library_id'));
      return call.vcenter.library.items().map((item) => item.id);
    },
  },
  { method: 'GET', path: `${itemPath}/id:{id}`, handle: ({ vcenter, id }) => itemModel(vcenter, vcenter.library.item(id)) },
  { method: 'POST', path: `${ovfPath}/id:{id}`, action: 'filter', handle: filterOvf },
  { method: 'POST', path: `${ovfPath}/id:{id}`, action: 'deploy', privilege: 'VApp.Import', handle: deployOvf },
  {
    method: 'POST',
    path: '/vcenter/vm-template/library-items/{id}',
    action: 'deploy',
    privilege: 'VirtualMachine.Provisioning.DeployTemplate',
    handle: deployTemplate,
  },
];
