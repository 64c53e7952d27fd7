import type { XmlElement } from '../xml/element.js';
import { all, dig, RawFault, refOf, refXml } from './raw-client.js';
import type { RawClient, Ref } from './raw-client.js';

export const collector: Ref = { type: 'PropertyCollector', id: 'propertyCollector' };
export const searchIndex: Ref = { type: 'SearchIndex', id: 'SearchIndex' };

/** What the checks need, by raw calls: the places of DC0 and a virtual machine to clone. */
export interface World {
  readonly client: RawClient;
  readonly vmFolder: Ref;
  readonly pool: Ref;
  readonly cluster: Ref;
  readonly datastore: Ref;
  readonly network: Ref;
  readonly source: Ref;
}

/** Logs in and looks around. */
export async function discover(client: RawClient): Promise<World> {
  await client.login();
  const find = async (path: string) =>
    refOf(dig(await client.soap('FindByInventoryPath', searchIndex, `<inventoryPath>${path}</inventoryPath>`), 'returnval'));
  const vmFolder = await find('DC0/vm');
  const children = await readProperty(client, vmFolder, 'childEntity');
  return {
    client,
    vmFolder,
    pool: await find('DC0/host/DC0_C0/Resources'),
    cluster: await find('DC0/host/DC0_C0'),
    datastore: await find('DC0/datastore/LocalDS_0'),
    network: await find('DC0/network/VM Network'),
    source: refOf(children?.children[0]),
  };
}

/** `<specSet>` or `<spec>` for some paths of one object. */
export function filterXml(name: string, ref: Ref, ...paths: readonly string[]): string {
  const pathSet = paths.map((path) => `<pathSet>${path.replaceAll('"', '&quot;')}</pathSet>`).join('');
  return `<${name}><propSet><type>${ref.type}</type>${pathSet}</propSet><objectSet>${refXml('obj', ref)}</objectSet></${name}>`;
}

/** The `val` element of one property, undefined when it is unset. */
export async function readProperty(client: RawClient, ref: Ref, path: string): Promise<XmlElement | undefined> {
  const reply = await client.soap('RetrievePropertiesEx', collector, `${filterXml('specSet', ref, path)}<options/>`);
  return dig(reply, 'returnval', 'objects', 'propSet', 'val');
}

/** Waits for a task by long polls of a collector of its own; returns its info. */
export async function finishTask(client: RawClient, task: Ref): Promise<XmlElement> {
  const own = refOf(dig(await client.soap('CreatePropertyCollector', collector), 'returnval'));
  await client.soap('CreateFilter', own, `${filterXml('spec', task, 'info.state')}<partialUpdates>false</partialUpdates>`);
  for (let version = ''; ; ) {
    const reply = await client.soap('WaitForUpdatesEx', own, `<version>${version}</version><options><maxWaitSeconds>10</maxWaitSeconds></options>`);
    version = dig(reply, 'returnval', 'version')?.text ?? version;
    const state = dig(reply, 'returnval', 'filterSet', 'objectSet', 'changeSet', 'val')?.text;
    if (state === 'success' || state === 'error') break;
  }
  await client.soap('DestroyPropertyCollector', own);
  const info = await readProperty(client, task, 'info');
  if (!info) throw new Error('the task has no info');
  return info;
}

/** Runs a method that returns a task; returns the result, and throws the task's error. */
export async function runTask(client: RawClient, method: string, self: Ref, parameters = ''): Promise<XmlElement | undefined> {
  const task = refOf(dig(await client.soap(method, self, parameters), 'returnval'));
  const info = await finishTask(client, task);
  const fault = dig(info, 'error', 'fault');
  if (fault) throw new RawFault(fault.attributes.get('xsi:type') ?? '', 0, fault, dig(info, 'error', 'localizedMessage')?.text ?? '');
  return dig(info, 'result');
}

/** CloneVM_Task's parameters: name, what stands in `<config>`, and what stands between config and the end. */
export function cloneXml(world: World, name: string, { location = '', config = '', powerOn = false, rest = '' } = {}): string {
  const place = `<location>${refXml('datastore', world.datastore)}${location}${refXml('pool', world.pool)}</location>`;
  const configXml = config === '' ? '' : `<config>${config}</config>`;
  const spec = `<spec>${place}<template>false</template>${configXml}<powerOn>${String(powerOn)}</powerOn>${rest}</spec>`;
  return `${refXml('folder', world.vmFolder)}<name>${name}</name>${spec}`;
}

export async function clone(world: World, name: string, options: Parameters<typeof cloneXml>[2] = {}): Promise<Ref> {
  return refOf(await runTask(world.client, 'CloneVM_Task', world.source, cloneXml(world, name, options)));
}

/** Reconfigures with what stands in `<spec>`. */
export async function reconfigure(world: World, vm: Ref, spec: string): Promise<void> {
  await runTask(world.client, 'ReconfigVM_Task', vm, `<spec>${spec}</spec>`);
}

export function optionXml(key: string, value: string): string {
  return `<extraConfig xsi:type="OptionValue"><key>${key}</key><value xsi:type="xsd:string">${value}</value></extraConfig>`;
}

export async function destroy(world: World, vm: Ref): Promise<void> {
  if ((await readProperty(world.client, vm, 'runtime.powerState'))?.text === 'poweredOn') await runTask(world.client, 'PowerOffVM_Task', vm);
  await runTask(world.client, 'Destroy_Task', vm);
}

/** A collector of its own with one filter. */
export async function watch(client: RawClient, spec: string): Promise<Ref> {
  const own = refOf(dig(await client.soap('CreatePropertyCollector', collector), 'returnval'));
  await client.soap('CreateFilter', own, `${spec}<partialUpdates>true</partialUpdates>`);
  return own;
}

export interface Update {
  readonly kind: string;
  readonly obj: Ref;
  readonly changes: ReadonlyMap<string, XmlElement | undefined>;
}

/** One WaitForUpdatesEx; no updates when it times out. */
export async function poll(client: RawClient, own: Ref, version: string, options = '<maxWaitSeconds>5</maxWaitSeconds>') {
  const reply = await client.soap('WaitForUpdatesEx', own, `<version>${version}</version><options>${options}</options>`);
  const set = dig(reply, 'returnval');
  const updates = all(set, 'filterSet')
    .flatMap((filter) => all(filter, 'objectSet'))
    .map((update): Update => ({
      kind: dig(update, 'kind')?.text ?? '',
      obj: refOf(dig(update, 'obj')),
      changes: new Map(all(update, 'changeSet').map((change) => [dig(change, 'name')?.text ?? '', dig(change, 'val')])),
    }));
  return { version: dig(set, 'version')?.text, truncated: dig(set, 'truncated')?.text === 'true', updates };
}

/** A view of all virtual machines. */
export async function virtualMachineView(client: RawClient): Promise<Ref> {
  const parameters = `${refXml('container', { type: 'Folder', id: 'group-d1' })}<type>VirtualMachine</type><recursive>true</recursive>`;
  return refOf(dig(await client.soap('CreateContainerView', { type: 'ViewManager', id: 'ViewManager' }, parameters), 'returnval'));
}

/** A filter, as `<specSet>` or `<spec>`, for the names of what is in a view. */
export function viewXml(name: string, view: Ref): string {
  const select = '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet>';
  const propSet = '<propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet>';
  return `<${name}>${propSet}<objectSet>${refXml('obj', view)}<skip>true</skip>${select}</objectSet></${name}>`;
}
