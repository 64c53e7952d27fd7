import { describe, expect, it } from '@jest/globals';
import { compare, grantedTo, RbacObjects, requestsIn } from './permissions.js';

const account = { namespace: 'handoff-system', name: 'ipam' };
const subjects = [{ kind: 'ServiceAccount', ...account }];
const objects = RbacObjects.parse({
  items: [
    { kind: 'ClusterRole', metadata: { name: 'wide' }, rules: [{ apiGroups: ['g'], resources: ['things', 'things/status'], verbs: ['get', 'patch'] }] },
    { kind: 'Role', metadata: { name: 'narrow', namespace: 'a' }, rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['one'], verbs: ['get'] }] },
    { kind: 'Role', metadata: { name: 'narrow', namespace: 'b' }, rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['delete'] }] },
    { kind: 'ClusterRoleBinding', metadata: { name: 'x' }, roleRef: { kind: 'ClusterRole', name: 'wide' }, subjects },
    { kind: 'RoleBinding', metadata: { name: 'y', namespace: 'a' }, roleRef: { kind: 'Role', name: 'narrow' }, subjects },
    { kind: 'ClusterRoleBinding', metadata: { name: 'z' }, roleRef: { kind: 'ClusterRole', name: 'none' }, subjects },
    { kind: 'ClusterRole', metadata: { name: 'empty' }, rules: null },
  ],
});
const granted = grantedTo(account, objects);

type Asked = { readonly verb: string; readonly code?: number } & Partial<Readonly<Record<'resource' | 'subresource' | 'namespace' | 'name', string>>>;
const line = ({ verb, code = 200, resource = 'things', ...rest }: Asked): string => JSON.stringify({
  verb, stage: 'ResponseComplete', user: { username: 'somebody' }, responseStatus: { code },
  objectRef: { ...(resource === 'things' ? { apiGroup: 'g' } : {}), resource, ...rest },
});
const everything: readonly Asked[] = [
  { verb: 'get', namespace: 'a', name: 'x' }, { verb: 'patch', namespace: 'b', name: 'x' }, { verb: 'get', subresource: 'status' }, { verb: 'patch', subresource: 'status' },
  { verb: 'get', resource: 'secrets', namespace: 'a', name: 'one' },
];
const compared = (asked: readonly Asked[]): ReturnType<typeof compare> => compare(granted, requestsIn(asked.map(line).join('\n')));

describe('what a service account may do, compared with what it did', () => {
  it('is what the roles say that are bound to it, in the namespace of the binding', () => {
    expect(granted).toHaveLength(5);
    expect(granted).toContainEqual({ verb: 'get', resource: '/secrets', namespace: 'a', name: 'one' });
  });

  it.each<[string, readonly Asked[], Partial<ReturnType<typeof compare>>]>([
    ['nothing, when each permission was needed', everything, { unused: [], missing: [] }],
    ['a permission that nobody needed', everything.slice(1), { unused: ['g/things get'], missing: [] }],
    ['one for a name, when another was asked for', [...everything.slice(0, 4), { verb: 'get', resource: 'secrets', namespace: 'a', name: 'two' }],
      { unused: ['/secrets get in a named one'], missing: ['/secrets get'] }],
    ['one for a namespace, when another was asked for', [...everything, { verb: 'get', resource: 'secrets', namespace: 'b', name: 'one' }], { unused: [], missing: ['/secrets get'] }],
    ['one for a subresource, when the resource itself was asked for', [...everything, { verb: 'delete' }], { unused: [], missing: ['g/things delete'] }],
    ['the permission to create, when an apply created', [...everything, { verb: 'patch', code: 201 }], { unused: [], missing: ['g/things create'] }],
  ])('tells %s', (_what, asked, expected) => { expect(compared(asked)).toEqual(expected); });

  it('leaves out what is no resource', () => {
    const discovery = JSON.stringify({ verb: 'get', stage: 'ResponseComplete', user: { username: 'somebody' }, requestURI: '/apis', responseStatus: { code: 200 } });
    expect(requestsIn(`${discovery}\n`)).toEqual([]);
  });
});
