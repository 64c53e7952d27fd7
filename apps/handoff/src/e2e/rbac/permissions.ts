import { z } from 'zod';

/** One thing that somebody may do or did: a verb on a resource, such as `patch cluster.x-k8s.io/machines/status`. */
export interface Permission {
  readonly verb: string;
  /** `group/plural`, or `group/plural/subresource`; the core group is empty. */
  readonly resource: string;
  /** Undefined: in every namespace, and for what has none. */
  readonly namespace: string | undefined;
  /** Undefined: whatever its name. */
  readonly name: string | undefined;
}

const Rule = z.object({
  apiGroups: z.array(z.string()).default([]),
  resources: z.array(z.string()).default([]),
  resourceNames: z.array(z.string()).default([]),
  verbs: z.array(z.string()),
});
const Role = z.object({
  kind: z.enum(['Role', 'ClusterRole']),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  rules: z.array(Rule).nullish().transform((rules) => rules ?? []),
});
const Binding = z.object({
  kind: z.enum(['RoleBinding', 'ClusterRoleBinding']),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  roleRef: z.object({ kind: z.enum(['Role', 'ClusterRole']), name: z.string() }),
  subjects: z.array(z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() })).default([]),
});
export const RbacObjects = z.object({ items: z.array(z.union([Binding, Role])) });
export type RbacObjects = z.infer<typeof RbacObjects>;

/** Everything that a service account is granted by the bindings that name it. */
export function grantedTo(account: { readonly namespace: string; readonly name: string }, { items }: RbacObjects): readonly Permission[] {
  const isOurs = (subject: { kind: string; name: string; namespace?: string | undefined }): boolean =>
    subject.kind === 'ServiceAccount' && subject.name === account.name && subject.namespace === account.namespace;
  return items.flatMap((binding) => {
    if (!('roleRef' in binding) || !binding.subjects.some(isOurs)) return [];
    const namespace = binding.kind === 'RoleBinding' ? binding.metadata.namespace : undefined;
    return items.filter((role) => 'rules' in role && role.kind === binding.roleRef.kind && role.metadata.name === binding.roleRef.name
      && (role.kind === 'ClusterRole' || role.metadata.namespace === namespace))
      .flatMap((role) => ('rules' in role ? role.rules.flatMap((rule) => permissionsIn(rule, namespace)) : []));
  });
}

function permissionsIn({ apiGroups, resources, resourceNames, verbs }: z.infer<typeof Rule>, namespace: string | undefined): Permission[] {
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  return apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.flatMap((verb) => names.map((name) =>
    ({ verb, resource: `${group}/${resource}`, namespace, name })))));
}

const AuditEvent = z.object({
  verb: z.string(),
  stage: z.string(),
  user: z.object({ username: z.string() }),
  objectRef: z.object({
    apiGroup: z.string().default(''), resource: z.string(), subresource: z.string().optional(),
    namespace: z.string().optional(), name: z.string().optional(),
  }).optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
});

/** What somebody asked an API server for. */
export interface Request extends Permission {
  readonly user: string;
  readonly code: number;
}

const CREATED = 201;

/**
 * The requests about resources in an audit log. Requests for what is no resource (discovery, versions) are open to everybody who is known
 * and are left out. A server-side apply that created its object needed `create` beside `patch`: it counts as both.
 */
export function requestsIn(auditLog: string): readonly Request[] {
  return auditLog.split('\n').filter((line) => line !== '').flatMap((line): readonly Request[] => {
    const { verb, user, objectRef, responseStatus } = AuditEvent.parse(JSON.parse(line));
    if (objectRef === undefined) return [];
    const { apiGroup, resource, subresource, namespace, name } = objectRef;
    const full = [apiGroup, resource, ...(subresource === undefined ? [] : [subresource])].join('/');
    const request = { verb, resource: full, namespace, name, user: user.username, code: responseStatus?.code ?? 0 };
    return verb === 'patch' && request.code === CREATED ? [request, { ...request, verb: 'create' }] : [request];
  });
}

/** True when the permission lets the request through. */
export const covers = (granted: Permission, asked: Permission): boolean =>
  granted.verb === asked.verb && granted.resource === asked.resource
  && [undefined, asked.namespace].includes(granted.namespace) && [undefined, asked.name].includes(granted.name);

export interface Comparison {
  /** Granted, and never asked for. */
  readonly unused: string[];
  /** Asked for, and not granted. */
  readonly missing: string[];
}

/** How a set of requests differs from what was granted; each entry reads as a person would write the rule. */
export function compare(granted: readonly Permission[], asked: readonly Permission[]): Comparison {
  const unused = granted.filter((permission) => !asked.some((request) => covers(permission, request)));
  const missing = asked.filter((request) => !granted.some((permission) => covers(permission, request)))
    .map(({ verb, resource }) => ({ verb, resource, namespace: undefined, name: undefined }));
  return { unused: written(unused), missing: written(missing) };
}

const written = (permissions: readonly Permission[]): string[] => [...new Set(permissions.map(({ verb, resource, namespace, name }) =>
  `${resource} ${verb}${namespace === undefined ? '' : ` in ${namespace}`}${name === undefined ? '' : ` named ${name}`}`))].sort();
