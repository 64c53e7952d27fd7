import { ManagedEntity, ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { hasPrivilege, knownPrivileges } from '../privileges.js';
import type { User } from '../sessions.js';
import { invalidArgument, VimFault } from '../soap/faults.js';
import { handler } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import { wellKnown } from './service.js';

export class AuthorizationManager extends ManagedObject {
  readonly roleList = [
    { roleId: -1, system: true, name: 'Admin', info: { label: 'Administrator', summary: 'Full access rights' }, privilege: knownPrivileges },
  ];
  readonly privilegeList = knownPrivileges.map((privId) => ({
    privId,
    onParent: false,
    name: privId.slice(privId.lastIndexOf('.') + 1),
    privGroupName: privId.slice(0, privId.lastIndexOf('.')),
  }));
  readonly description = { privilege: [], privilegeGroup: [] };

  constructor() {
    super(wellKnown.authorizationManager);
  }
}

/** Entities must exist, and privileges be known, as in vCenter. */
function entityPrivileges(call: Call, user: User, entities: readonly MoRef[], privIds: readonly string[]) {
  const unknown = privIds.find((privilege) => !knownPrivileges.includes(privilege));
  if (unknown !== undefined) throw invalidArgument('privId', unknown);
  return entities.map((entity) => {
    call.vcenter.inventory.get(ManagedEntity, entity);
    return { entity, privAvailability: privIds.map((privId) => ({ privId, isGranted: hasPrivilege(user, privId) })) };
  });
}

function userNamed(call: Call, name: string): User {
  const bare = (value: string) => value.replace(/^.*\\/, '').replace(/@.*$/, '').toLowerCase();
  const user = call.vcenter.sessions.users.find((candidate) => bare(candidate.name) === bare(name));
  if (!user) throw new VimFault('NotFound', `There is no user ${name}.`);
  return user;
}

function fetchPrivileges(call: Call, entities: readonly MoRef[], userName: string) {
  const user = userNamed(call, userName);
  const privileges = knownPrivileges.filter((privilege) => hasPrivilege(user, privilege));
  return entities.map((entity) => {
    call.vcenter.inventory.get(ManagedEntity, entity);
    return { entity, privileges };
  });
}

interface SessionQuestion {
  readonly entity: readonly MoRef[];
  readonly sessionId: string;
  readonly privId?: readonly string[];
}

interface UserQuestion {
  readonly entities: readonly MoRef[];
  readonly userName: string;
  readonly privId?: readonly string[];
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the schema has checked the parameters to be this
function on<P>(run: (parameters: P, call: Call) => unknown): Handler {
  return handler<AuthorizationManager, P>(AuthorizationManager, (_manager, parameters, call) => run(parameters, call));
}

export const authorizationMethods: Readonly<Record<string, Handler>> = {
  HasPrivilegeOnEntities: on<SessionQuestion>(({ entity, sessionId, privId = [] }, call) => {
    const session = call.vcenter.sessions.find(sessionId);
    if (!session) throw invalidArgument('sessionId');
    return entityPrivileges(call, session.user, entity, privId);
  }),
  HasUserPrivilegeOnEntities: on<UserQuestion>(({ entities, userName, privId = [] }, call) =>
    entityPrivileges(call, userNamed(call, userName), entities, privId),
  ),
  FetchUserPrivilegeOnEntities: on<UserQuestion>(({ entities, userName }, call) => fetchPrivileges(call, entities, userName)),
};
