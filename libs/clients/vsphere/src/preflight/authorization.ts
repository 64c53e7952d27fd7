import { formatMoRef, type MoRef } from '../moref.js';
import { retrieve } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import { arrayOf, boolean, many, one, record, reference, string } from '../xml/decode.js';

export interface Wanted {
  readonly entity: MoRef;
  readonly privileges: readonly string[];
}

const fetched = record({ returnval: many(record({ entity: one(reference), privileges: many(string) })) });
const checked = record({
  returnval: many(record({ entity: one(reference), privAvailability: many(record({ privId: one(string), isGranted: one(boolean) })) })),
});
const privilegeList = arrayOf(record({ privId: one(string) }));

/**
 * What this session's user may not do, per object. Asks by user name for everything at once; what that leaves missing is asked again for
 * the session itself, since a user name alone does not show rights that come from groups of an identity provider.
 */
export async function missingPrivileges(session: Session, wanted: readonly Wanted[], signal?: AbortSignal): Promise<readonly Wanted[]> {
  const known = await knownPrivileges(session, signal);
  const isKnown = (id: string): boolean => known.size === 0 || known.has(id);
  const needed = wanted.map(({ entity, privileges }) => ({ entity, privileges: privileges.filter(isKnown) }));
  const granted = await fetchGranted(session, needed.map(({ entity }) => entity), signal);
  const missing = needed
    .map(({ entity, privileges }) => ({ entity, privileges: privileges.filter((id) => !granted.get(formatMoRef(entity))?.has(id)) }))
    .filter(({ privileges }) => privileges.length > 0);
  return missing.length === 0 ? [] : confirmMissing(session, missing, signal);
}

/** Older releases do not know newer privileges and fail on them. */
async function knownPrivileges(session: Session, signal: AbortSignal | undefined): Promise<ReadonlySet<string>> {
  const { content } = await session.open(signal);
  const [manager] = await retrieve(session, { from: [content.authorizationManager], paths: { AuthorizationManager: ['privilegeList'] } });
  const list = manager?.values.get('privilegeList');
  return new Set(list === undefined ? [] : session.soap.parse(privilegeList, list, 'RetrievePropertiesEx').map(({ privId }) => privId));
}

type Granted = ReadonlyMap<string, ReadonlySet<string>>;

async function fetchGranted(session: Session, entities: readonly MoRef[], signal: AbortSignal | undefined): Promise<Granted> {
  const method = 'FetchUserPrivilegeOnEntities';
  const response = await session.read(({ content, user }) => {
    const args = { _this: content.authorizationManager, entities, userName: user.userName };
    return session.soap.call('urn:vim25', method, args, { signal });
  }, signal);
  const { returnval } = session.soap.parse(fetched, response, method);
  return new Map(returnval.map(({ entity, privileges }) => [formatMoRef(entity), new Set(privileges)]));
}

async function confirmMissing(session: Session, missing: readonly Wanted[], signal: AbortSignal | undefined): Promise<readonly Wanted[]> {
  const method = 'HasPrivilegeOnEntities';
  const response = await session.read(({ content, user }) => {
    const privId = [...new Set(missing.flatMap(({ privileges }) => privileges))];
    const args = { _this: content.authorizationManager, entity: missing.map(({ entity }) => entity), sessionId: user.key, privId };
    return session.soap.call('urn:vim25', method, args, { signal });
  }, signal);
  const { returnval } = session.soap.parse(checked, response, method);
  const granted = new Set(
    returnval.flatMap(({ entity, privAvailability }) =>
      privAvailability.filter(({ isGranted }) => isGranted).map(({ privId }) => `${formatMoRef(entity)} ${privId}`),
    ),
  );
  return missing
    .map(({ entity, privileges }) => ({ entity, privileges: privileges.filter((id) => !granted.has(`${formatMoRef(entity)} ${id}`)) }))
    .filter(({ privileges }) => privileges.length > 0);
}
