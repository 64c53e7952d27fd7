import { isRecord, type Fields } from '../json.js';
import { escapeXml, listOf, SoapConnection, textOf, VcenterError, type Trust } from './soap.js';

export { VcenterError } from './soap.js';

/** Where a vCenter is and who logs in. */
export interface VcenterAccess extends Trust {
  /** Host, or host and port. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
}

/** Opens sessions. A port, so that nothing in a workload cluster reaches for the network by itself. */
export interface VcenterConnector {
  connect(access: VcenterAccess): Promise<VcenterSession>;
}

export interface MoRef {
  readonly type: string;
  readonly id: string;
}

interface ServiceContent {
  readonly propertyCollector: MoRef;
  readonly rootFolder: MoRef;
  readonly searchIndex: MoRef;
  readonly sessionManager: MoRef;
  readonly taskManager: MoRef;
  readonly viewManager: MoRef;
}

const serviceInstance: MoRef = { type: 'ServiceInstance', id: 'ServiceInstance' };

export const reference = (name: string, { type, id }: MoRef): string => `<${name} type="${type}">${escapeXml(id)}</${name}>`;

/** A login to a vCenter with the few calls that a simulation of guests makes. */
export class VcenterSession {
  private constructor(
    readonly connection: SoapConnection,
    readonly content: ServiceContent,
  ) {}

  /** Connects and logs in. Throws VcenterError. */
  static async open(access: VcenterAccess): Promise<VcenterSession> {
    const connection = new SoapConnection(access.server, access);
    try {
      const { returnval } = await connection.call('RetrieveServiceContent', serviceInstance, '');
      const content = readContent(returnval);
      const login = `<userName>${escapeXml(access.username)}</userName><password>${escapeXml(access.password)}</password>`;
      await connection.call('Login', content.sessionManager, login);
      return new VcenterSession(connection, content);
    } catch (error) {
      connection[Symbol.dispose]();
      throw error;
    }
  }

  /** The VM with this BIOS UUID, and what its guest tools say of its addresses (link-local ones left out). */
  async findVm(uuid: string): Promise<{ uuid: string; addresses: readonly string[] } | undefined> {
    const query = `<uuid>${escapeXml(uuid)}</uuid><vmSearch>true</vmSearch><instanceUuid>false</instanceUuid>`;
    const { returnval } = await this.connection.call('FindByUuid', this.content.searchIndex, query);
    if (returnval === undefined) return undefined;
    const properties = await this.properties(readReference(returnval), ['config.uuid', 'guest.net', 'guest.ipAddress']);
    const cards = properties.get('guest.net');
    const fromCards = isRecord(cards) ? listOf(cards['GuestNicInfo']).flatMap((card) => listOf(card['ipAddress']).map(textOf)) : [];
    const addresses = [...new Set([...fromCards, textOf(properties.get('guest.ipAddress'))])].filter(
      (address) => address !== '' && !/^(fe80:|169\.254\.|127\.|::1$)/i.test(address),
    );
    return { uuid: textOf(properties.get('config.uuid')) || uuid, addresses };
  }

  /** The name of what a VM was cloned from, as far as vCenter still remembers the task that made it. */
  async originOf(vm: MoRef): Promise<string | undefined> {
    const recent = (await this.properties(this.content.taskManager, ['recentTask'])).get('recentTask');
    for (const task of isRecord(recent) ? listOf(recent['ManagedObjectReference']).map(readReference) : []) {
      const info = (await this.properties(task, ['info'])).get('info');
      if (isRecord(info) && readReference(info['result']).id === vm.id) return textOf(info['entityName']);
    }
    return undefined;
  }

  /** Sets entries of a VM's extraConfig and waits for nothing: the task runs on in vCenter. */
  async reconfigure(vm: MoRef, entries: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
    const options = Object.entries(entries).map(
      ([key, value]) =>
        `<extraConfig xsi:type="OptionValue"><key>${escapeXml(key)}</key><value xsi:type="xsd:string">${escapeXml(value)}</value></extraConfig>`,
    );
    await this.connection.call('ReconfigVM_Task', vm, `<spec>${options.join('')}</spec>`, signal);
  }

  async logout(): Promise<void> {
    try {
      await this.connection.call('Logout', this.content.sessionManager, '');
    } catch (error) {
      if (!(error instanceof VcenterError)) throw error; // a session that is gone needs no logout
    } finally {
      this.connection[Symbol.dispose]();
    }
  }

  /** Properties of one object by path; those that are unset are absent. */
  async properties(object: MoRef, paths: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, unknown>> {
    const pathSet = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
    const spec = `<specSet><propSet><type>${object.type}</type><all>false</all>${pathSet}</propSet><objectSet>${reference('obj', object)}<skip>false</skip></objectSet></specSet><options/>`;
    const { returnval } = await this.connection.call('RetrievePropertiesEx', this.content.propertyCollector, spec, signal);
    const [first] = isRecord(returnval) ? listOf(returnval['objects']) : [];
    return new Map(listOf(first?.['propSet']).map((property) => [textOf(property['name']), property['val']]));
  }
}

/** Sessions over the network. */
export const vcenterConnector: VcenterConnector = { connect: (access) => VcenterSession.open(access) };

export function readReference(value: unknown): MoRef {
  const element: Fields = isRecord(value) ? value : {};
  const type = element['@type'];
  return { type: typeof type === 'string' ? type : '', id: textOf(element) };
}

function readContent(value: unknown): ServiceContent {
  const content = isRecord(value) ? value : {};
  const read = (name: string): MoRef => {
    const found = readReference(content[name]);
    if (found.id === '') throw new VcenterError(`the server is no vCenter: it names no ${name}`);
    return found;
  };
  return {
    propertyCollector: read('propertyCollector'),
    rootFolder: read('rootFolder'),
    searchIndex: read('searchIndex'),
    sessionManager: read('sessionManager'),
    taskManager: read('taskManager'),
    viewManager: read('viewManager'),
  };
}
