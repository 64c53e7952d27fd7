import { asArray, asString, at } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { MASTERS } from './authorize.js';
import type { Attributes, Authorizer, Decision, Permissions } from './authorize.js';
import { allows, rulesOfRole } from './policy-rule.js';
import type { PolicyRule } from './policy-rule.js';
import type { UserInfo } from './user.js';

export const RBAC = 'rbac.authorization.k8s.io';

/** Reads what is stored, as far as decisions need it. */
export interface RoleReader {
  get(collection: string, namespace: string | undefined, name: string): ApiObject | undefined;
  list(collection: string, namespace?: string): readonly ApiObject[];
}

/** A role that somebody has, or was meant to have. */
interface Grant {
  readonly rules: readonly PolicyRule[];
  /** The binding, the role and the subject, for whoever asks why. */
  readonly by: string;
  readonly error?: string;
}

/** Decides by Roles, ClusterRoles and their bindings, as they are at the moment of asking. */
export class Rbac implements Authorizer {
  readonly #read: RoleReader;

  constructor(read: RoleReader) {
    this.#read = read;
  }

  decide(user: UserInfo, attributes: Attributes): Decision {
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
    const errors: string[] = [];
    for (const { rules, by, error } of this.#grants(user, attributes.namespace)) {
      if (error !== undefined) errors.push(error);
      if (rules.some((rule) => allows(rule, attributes))) return { allowed: true, reason: by };
    }
    return { allowed: false, reason: errors.length === 0 ? '' : `RBAC: ${listed(errors)}` };
  }

  permissions(user: UserInfo, namespace: string): Permissions {
    const grants = [...this.#grants(user, namespace)];
    return { rules: grants.flatMap(({ rules }) => rules), error: listed(grants.flatMap(({ error }) => error ?? [])) };
  }

  *#grants(user: UserInfo, namespace: string): Generator<Grant, void, undefined> {
    yield* nodeGrant(user, this.#read);
    for (const binding of this.#read.list(`clusterrolebindings.${RBAC}`)) {
      const subject = subjectFor(binding, user);
      if (subject !== undefined) yield this.#grant(binding, undefined, subject);
    }
    if (namespace === '') return;
    for (const binding of this.#read.list(`rolebindings.${RBAC}`, namespace)) {
      const subject = subjectFor(binding, user);
      if (subject !== undefined) yield this.#grant(binding, namespace, subject);
    }
  }

  #grant(binding: ApiObject, namespace: string | undefined, subject: string): Grant {
    const [kind, name] = [asString(at(binding, 'roleRef', 'kind')), asString(at(binding, 'roleRef', 'name'))];
    const role = roleOf(this.#read, kind, namespace, name);
    const bound = namespace === undefined ? binding.metadata.name : `${binding.metadata.name}/${namespace}`;
    const by = `RBAC: allowed by ${binding.kind} "${bound}" of ${kind} "${name}" to ${subject}`;
    return role === undefined ? { rules: [], by, error: `${kind.toLowerCase()}.${RBAC} "${name}" not found` } : { rules: rulesOfRole(role), by };
  }
}

/** The role that a binding in a namespace, or in the cluster, speaks of. */
export const roleOf = (read: RoleReader, kind: string, namespace: string | undefined, name: string): ApiObject | undefined =>
  (kind === 'ClusterRole' ? read.get(`clusterroles.${RBAC}`, undefined, name) : read.get(`roles.${RBAC}`, namespace, name));

/** Kubelets may do what the role of nodes says; real servers further limit each to what is about its own Pods. */
function* nodeGrant({ username, groups }: UserInfo, read: RoleReader): Generator<Grant, void, undefined> {
  if (!groups.includes('system:nodes') || !username.startsWith('system:node:')) return;
  const role = roleOf(read, 'ClusterRole', undefined, 'system:node');
  if (role !== undefined) yield { rules: rulesOfRole(role), by: '' };
}

/** The subject of a binding that is the user, as it is named when somebody asks why. */
function subjectFor(binding: ApiObject, { username, groups }: UserInfo): string | undefined {
  for (const subject of asArray(binding['subjects'])) {
    const [kind, name] = [asString(at(subject, 'kind')), asString(at(subject, 'name'))];
    if (kind === 'User' && name === username) return `User "${name}"`;
    if (kind === 'Group' && groups.includes(name)) return `Group "${name}"`;
    if (kind !== 'ServiceAccount') continue;
    const namespace = asString(at(subject, 'namespace')) || binding.metadata.namespace || '';
    if (username === `system:serviceaccount:${namespace}:${name}`) return `ServiceAccount "${name}/${namespace}"`;
  }
  return undefined;
}

const listed = (errors: readonly string[]): string => (errors.length > 1 ? `[${errors.join(', ')}]` : errors.join(''));
