import { rootFolderRef } from '../model/default-inventory.js';
import { ManagedObject } from '../model/managed-object.js';
import type { Reader } from '../model/managed-object.js';
import { MoRef } from '../model/moref.js';
import { invalidArgument, invalidLogin, notAuthenticated } from '../soap/faults.js';
import { handler } from '../soap/handler.js';
import type { Handler } from '../soap/handler.js';
import { userSession } from '../sessions.js';
import type { VCenter } from '../vcenter.js';

/** The singletons that ServiceContent names, by their well-known ids. */
const managers = {
  propertyCollector: new MoRef('PropertyCollector', 'propertyCollector'),
  viewManager: new MoRef('ViewManager', 'ViewManager'),
  setting: new MoRef('OptionManager', 'VpxSettings'),
  sessionManager: new MoRef('SessionManager', 'SessionManager'),
  authorizationManager: new MoRef('AuthorizationManager', 'AuthorizationManager'),
  taskManager: new MoRef('TaskManager', 'TaskManager'),
  searchIndex: new MoRef('SearchIndex', 'SearchIndex'),
} as const;

export const wellKnown = { ...managers, serviceInstance: new MoRef('ServiceInstance', 'ServiceInstance') } as const;

const version = '8.0.3';
export const apiVersion = '8.0.3.0';
const build = '24022515';

function about(vcenter: VCenter) {
  return {
    name: 'VMware vCenter Server',
    fullName: `VMware vCenter Server ${version} build-${build} (simulated by handoff)`,
    vendor: 'VMware, Inc.',
    version,
    build,
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'linux-x64',
    productLineId: 'vpx',
    apiType: 'VirtualCenter',
    apiVersion,
    instanceUuid: vcenter.instanceUuid,
    licenseProductName: 'VMware VirtualCenter Server',
    licenseProductVersion: '8.0',
  };
}

export class ServiceInstance extends ManagedObject {
  constructor(readonly vcenter: VCenter) {
    super(wellKnown.serviceInstance);
  }

  get serverClock(): Date {
    return this.vcenter.now();
  }

  get content() {
    return { rootFolder: rootFolderRef, about: about(this.vcenter), ...managers };
  }
}

export class SessionManager extends ManagedObject {
  readonly messageLocaleList = ['en'];
  readonly supportedLocaleList = ['en'];
  readonly defaultLocale = 'en';

  constructor(readonly vcenter: VCenter) {
    super(wellKnown.sessionManager);
  }

  get sessionList() {
    return this.vcenter.sessions.all().map(userSession);
  }

  override read(property: string, reader: Reader): unknown {
    if (property !== 'currentSession') return super.read(property, reader);
    const session = this.vcenter.sessions.find(reader.sessionKey);
    return session && userSession(session);
  }
}

const timeoutOption = 'config.vmacore.soap.sessionTimeout';
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

interface Option {
  readonly key: string;
  readonly value: unknown;
}

/** vCenter's settings, of which the idle timeout of sessions is simulated, as in vcsim: `30s`, `10m`. */
export class OptionManager extends ManagedObject {
  constructor(readonly vcenter: VCenter) {
    super(wellKnown.setting);
  }

  get setting() {
    return [{ $type: 'OptionValue', key: timeoutOption, value: `${this.vcenter.sessions.idleTimeoutMs / 1000}s` }];
  }

  update(options: readonly Option[]): void {
    for (const { key, value } of options) {
      const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(String(value)) ?? [];
      const factor = unitsMs[unit ?? ''];
      if (key !== timeoutOption || factor === undefined) throw invalidArgument('changedValue');
      this.vcenter.sessions.idleTimeoutMs = Number(amount) * factor;
    }
  }
}

interface Credentials {
  readonly userName: string;
  readonly password: string;
}

export const serviceMethods: Readonly<Record<string, Handler>> = {
  RetrieveServiceContent: handler(ServiceInstance, (service) => service.content),
  CurrentTime: handler(ServiceInstance, (_service, _parameters, call) => call.vcenter.now()),
  Login: handler<SessionManager, Credentials>(SessionManager, (_manager, { userName, password }, call) => {
    if (call.session) throw invalidLogin();
    const session = call.vcenter.sessions.login(userName, password, call.client);
    call.setSessionCookie(session.key);
    return userSession(session);
  }),
  Logout: handler(SessionManager, (manager, _parameters, call) => {
    if (!call.session) throw notAuthenticated(manager.ref);
    call.vcenter.sessions.end(call.session);
    call.setSessionCookie(undefined);
  }),
  SessionIsActive: handler<SessionManager, { sessionID: string; userName: string }>(SessionManager, (_manager, parameters, call) => {
    const session = call.vcenter.sessions.find(parameters.sessionID);
    return session !== undefined && userSession(session).userName.toLowerCase().endsWith(bareName(parameters.userName));
  }),
  TerminateSession: handler<SessionManager, { sessionId: readonly string[] }>(SessionManager, (_manager, { sessionId }, call) => {
    for (const key of sessionId) {
      const session = call.vcenter.sessions.find(key);
      if (!session || session === call.session) throw invalidArgument('sessionId');
      call.vcenter.sessions.end(session);
    }
  }),
  QueryOptions: handler<OptionManager, { name?: string }>(OptionManager, (manager, { name = '' }) =>
    manager.setting.filter(({ key }) => key === name || name.endsWith('.') || name === ''),
  ),
  UpdateOptions: handler(OptionManager, (manager, { changedValue }: { changedValue: readonly Option[] }) => manager.update(changedValue)),
};

function bareName(name: string): string {
  return name.replace(/^.*\\/, '').replace(/@.*$/, '').toLowerCase();
}
