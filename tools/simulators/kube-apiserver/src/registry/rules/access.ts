import { MASTERS } from '../../access/authorize.js';
import { missing, rulesOfRole } from '../../access/policy-rule.js';
import type { PolicyRule } from '../../access/policy-rule.js';
import { RBAC, roleOf } from '../../access/rbac.js';
import { invalidValue, requiredValue, unsupportedValue } from '../../machinery/invalid.js';
import { asArray, asObject, asString, at, deepEqual } from '../../machinery/json.js';
import { pathSegment } from '../../machinery/names.js';
import { withMetadata } from '../../machinery/object.js';
import type { ApiObject } from '../../machinery/object.js';
import { forbidden, notFound } from '../../machinery/status-error.js';
import type { FieldError } from '../../schema/index.js';
import { defaultRules } from '../default-rules.js';
import type { RuleContext, Rules } from '../resource.js';

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

/** `clusterroles` for a ClusterRole. */
const pluralOf = (kind: string): string => `${kind.toLowerCase()}s`;

const allowedTo = (verb: string, kind: string, namespace: string, name: string, { access, user }: RuleContext): boolean =>
  access.decide(user, { verb, group: RBAC, version: 'v1', resource: pluralOf(kind), subresource: '', namespace, name }).allowed;

/** Whether only those fields differ that garbage collection writes. */
const isCollection = (object: ApiObject, old: ApiObject | undefined): boolean => old !== undefined && deepEqual(bare(object), bare(old));

const bare = (object: ApiObject): ApiObject =>
  withMetadata(object, { ownerReferences: undefined, finalizers: undefined, managedFields: undefined });

/** Nobody hands out what they do not have. @throws StatusError 403 */
function requireHeld(object: ApiObject, wanted: readonly PolicyRule[], { access, user }: RuleContext): void {
  const { name, namespace = '' } = object.metadata;
  const held = access.permissions?.(user, namespace);
  if (held === undefined) return;
  const lacking = missing(held.rules, wanted);
  if (lacking.length === 0) return;
  const groups = user.groups.map((group) => `"${group}"`).join(' ');
  throw forbidden({ group: RBAC, plural: pluralOf(object.kind) }, name,
    `user "${user.username}" (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${lacking.join('\n')}`);
}

/** Roles: who writes one must have what it allows, or may escalate. */
function guardRole(role: ApiObject, old: ApiObject | undefined, context: RuleContext): ApiObject {
  const { name, namespace = '' } = role.metadata;
  if (context.user.groups.includes(MASTERS) || isCollection(role, old) || allowedTo('escalate', role.kind, namespace, name, context)) return role;
  const aggregates = role['aggregationRule'] !== undefined || old?.['aggregationRule'] !== undefined;
  const held = context.access.permissions?.(context.user, namespace);
  if (aggregates && held !== undefined && missing(held.rules, EVERYTHING).length > 0) {
    throw forbidden({ group: RBAC, plural: pluralOf(role.kind) }, name, 'must have cluster-admin privileges to use the aggregationRule');
  }
  requireHeld(role, rulesOfRole(role), context);
  return role;
}

/** Bindings: who writes one must have what the role allows, or may bind it. */
function guardBinding(binding: ApiObject, old: ApiObject | undefined, context: RuleContext): ApiObject {
  const { namespace } = binding.metadata;
  const [kind, name] = [asString(at(binding, 'roleRef', 'kind')), asString(at(binding, 'roleRef', 'name'))];
  if (context.user.groups.includes(MASTERS) || isCollection(binding, old) || allowedTo('bind', kind, namespace ?? '', name, context)) return binding;
  if (context.access.permissions === undefined) return binding;
  const list = (collection: string, within?: string): readonly ApiObject[] =>
    context.existing(collection).filter((object) => within === undefined || object.metadata.namespace === within);
  const get = (collection: string, within: string | undefined, wanted: string): ApiObject | undefined =>
    list(collection, within).find((object) => object.metadata.name === wanted);
  const role = roleOf({ get, list }, kind, namespace, name);
  if (role === undefined) throw notFound({ group: RBAC, plural: pluralOf(binding.kind) }, name);
  requireHeld(binding, rulesOfRole(role), context);
  return binding;
}

function ruleErrors(role: ApiObject): readonly FieldError[] {
  return asArray(role['rules']).flatMap((rule, index) => {
    const path = `rules[${String(index)}]`;
    const count = (field: string): number => asArray(at(rule, field)).length;
    const errors = count('verbs') === 0 ? [requiredValue(`${path}.verbs`, 'verbs must contain at least one value')] : [];
    if (count('nonResourceURLs') > 0) return [...errors, ...pathErrors(role, asObject(rule), path)];
    if (count('apiGroups') === 0) errors.push(requiredValue(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
    if (count('resources') === 0) errors.push(requiredValue(`${path}.resources`, 'resource rules must supply at least one resource'));
    return errors;
  });
}

function pathErrors(role: ApiObject, rule: Readonly<Record<string, unknown>>, path: string): readonly FieldError[] {
  const paths = rule['nonResourceURLs'];
  const mixed = ['apiGroups', 'resources', 'resourceNames'].some((field) => asArray(rule[field]).length > 0);
  return [
    ...(role.kind === 'Role' ? [invalidValue(`${path}.nonResourceURLs`, paths, 'namespaced rules cannot apply to non-resource URLs')] : []),
    ...(mixed ? [invalidValue(`${path}.nonResourceURLs`, paths, 'rules cannot apply to both regular resources and non-resource URLs')] : []),
  ];
}

const KINDS = ['ServiceAccount', 'User', 'Group'];

function bindingErrors(binding: ApiObject, old: ApiObject | undefined): readonly FieldError[] {
  const { apiGroup, kind, name } = asObject(binding['roleRef']);
  const kinds = binding.kind === 'ClusterRoleBinding' ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  const changed = old !== undefined && !deepEqual(binding['roleRef'], old['roleRef']);
  return [
    ...(apiGroup === RBAC ? [] : [unsupportedValue('roleRef.apiGroup', apiGroup, [RBAC])]),
    ...(kinds.includes(asString(kind)) ? [] : [unsupportedValue('roleRef.kind', kind, kinds)]),
    ...(asString(name) === '' ? [requiredValue('roleRef.name', '')] : []),
    ...asArray(binding['subjects']).flatMap((subject, index) => subjectErrors(asObject(subject), `subjects[${String(index)}]`, binding.kind)),
    ...(changed ? [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')] : []),
  ];
}

function subjectErrors(subject: Readonly<Record<string, unknown>>, path: string, binding: string): readonly FieldError[] {
  const kind = asString(subject['kind']);
  if (asString(subject['name']) === '') return [requiredValue(`${path}.name`, '')];
  if (!KINDS.includes(kind)) return [unsupportedValue(`${path}.kind`, kind, KINDS)];
  const homeless = kind === 'ServiceAccount' && asString(subject['namespace']) === '' && binding === 'ClusterRoleBinding';
  return homeless ? [requiredValue(`${path}.namespace`, '')] : [];
}

/** Who names no group of APIs means this one, but for service accounts, which are of the core. */
function completeBinding(binding: ApiObject): ApiObject {
  const ref = asObject(binding['roleRef']);
  const subjects = asArray(binding['subjects']).map(asObject).map((subject) => {
    const apiGroup = asString(subject['apiGroup']) || (subject['kind'] === 'ServiceAccount' ? '' : RBAC);
    const namespace = asString(subject['namespace']) || (subject['kind'] === 'ServiceAccount' ? binding.metadata.namespace ?? '' : '');
    return { ...subject, ...(apiGroup === '' ? {} : { apiGroup }), ...(namespace === '' ? {} : { namespace }) };
  });
  return {
    ...binding, roleRef: { ...ref, apiGroup: asString(ref['apiGroup']) || RBAC },
    ...(binding['subjects'] === undefined ? {} : { subjects }),
  };
}

const named: Rules = { ...defaultRules, nameRule: pathSegment };

export const roleRules: Rules = {
  ...named,
  prepareCreate: (role, context) => guardRole(role, undefined, context),
  prepareUpdate: guardRole,
  validate: ruleErrors,
};

export const bindingRules: Rules = {
  ...named,
  complete: completeBinding,
  prepareCreate: (binding, context) => guardBinding(binding, undefined, context),
  prepareUpdate: guardBinding,
  validate: bindingErrors,
};
