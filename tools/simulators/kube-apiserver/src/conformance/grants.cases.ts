/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../testing/eventually.js';
import { dig } from '../testing/http.js';
import type { Call, Http, Reply } from '../testing/http.js';
import { USER } from './targets.js';

const RBAC = 'rbac.authorization.k8s.io';
const ROOT = `/apis/${RBAC}/v1`;
const ROLES = `${ROOT}/clusterroles`;
const BINDINGS = `${ROOT}/clusterrolebindings`;

const DEPUTY: Call = { headers: { 'impersonate-user': 'deputy', 'impersonate-group': 'deputies' } };
const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[], more: object = {}): object =>
  ({ apiGroups: [apiGroup], resources, verbs, ...more });
const role = (name: string, ...rules: readonly object[]): object => ({ metadata: { name }, rules });
const binding = (name: string, to: string, kind = 'ClusterRole'): object =>
  ({ metadata: { name }, roleRef: { apiGroup: RBAC, kind, name: to }, subjects: [{ kind: 'User', name: 'deputy' }] });

/** Who may write roles may not thereby become more than they are. */
export function grants(api: () => Http): void {
  const deputy = (path: string, body: object): Promise<Reply> => api().post(path, body, DEPUTY);
  const heard = (reply: () => Promise<Reply>): Promise<unknown> => eventually('the grant counts', async () => (await reply()).status === 200);
  const lacking = (what: string, ...lines: readonly string[]): string =>
    `${what} is forbidden: user "deputy" (groups=["deputies" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}`;

  beforeAll(async () => {
    const writing = ['create', 'update', 'patch', 'get', 'list', 'delete'];
    await api().post(ROLES, role('deputy',
      rule(RBAC, ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'], writing), rule('', ['configmaps'], ['get', 'list']),
      rule(RBAC, ['clusterroles'], ['bind'], { resourceNames: ['view'] }), rule(RBAC, ['clusterroles'], ['escalate'], { resourceNames: ['trusted'] })));
    await api().post(BINDINGS, binding('deputy', 'deputy'));
    await heard(() => api().get(ROLES, DEPUTY));
  });

  it('has the roles that every cluster has', async () => {
    const { body } = await api().get(ROLES);
    const names = (body['items'] as object[]).map((item) => dig(item, 'metadata', 'name'));
    expect(names).toEqual(expect.arrayContaining(['admin', 'cluster-admin', 'edit', 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'view']));
    expect((await api().get(`${ROLES}/cluster-admin`)).body).toMatchObject({
      metadata: { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
      rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }],
    });
  });

  it.each(['view', 'edit', 'admin'])('gathers %s from parts of it', async (name) => {
    const gathered = await eventually('it is gathered', async () => {
      const { body } = await api().get(`${ROLES}/${name}`);
      return Array.isArray(body['rules']) && body['rules'].length > 0 && body;
    });
    expect(gathered['aggregationRule']).toEqual({ clusterRoleSelectors: [{ matchLabels: { [`${RBAC}/aggregate-to-${name}`]: 'true' } }] });
    expect(gathered['rules']).toEqual(expect.arrayContaining(((await api().get(`${ROLES}/system:aggregate-to-${name}`)).body['rules']) as object[]));
  });

  it('gathers into a role what others add later', async () => {
    const labels = { 'example.com/gather': 'true' };
    await api().post(ROLES, { metadata: { name: 'gathering' }, aggregationRule: { clusterRoleSelectors: [{ matchLabels: labels }] } });
    const part = rule('example.com', ['widgets'], ['get']);
    await api().post(ROLES, { ...role('gathered', part), metadata: { name: 'gathered', labels } });
    const rules = (): Promise<unknown> => api().get(`${ROLES}/gathering`).then(({ body }) => body['rules']);
    await eventually('the rule is there', async () => JSON.stringify(await rules()).includes('widgets'));
    expect(await rules()).toEqual([{ verbs: ['get'], apiGroups: ['example.com'], resources: ['widgets'] }]);
    await api().delete(`${ROLES}/gathered`);
    await eventually('the rule is gone', async () => !JSON.stringify(await rules()).includes('widgets'));
  });

  it('lets a role be written with what its writer has', async () => {
    expect((await deputy(ROLES, role('within', rule('', ['configmaps'], ['get'])))).status).toBe(201);
    expect((await deputy(ROLES, role('within-names', rule('', ['configmaps'], ['list'], { resourceNames: ['x'] })))).status).toBe(201);
  });

  it.each([
    ['a resource', rule('', ['pods', 'configmaps'], ['get', 'list']), ['{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}']],
    ['a verb', rule('', ['configmaps'], ['get', 'watch'], { resourceNames: ['q', 'r'] }), [
      '{APIGroups:[""], Resources:["configmaps"], ResourceNames:["q"], Verbs:["watch"]}', '{APIGroups:[""], Resources:["configmaps"], ResourceNames:["r"], Verbs:["watch"]}',
    ]],
    ['a path', { nonResourceURLs: ['/x', '/api'], verbs: ['get'] }, ['{NonResourceURLs:["/x"], Verbs:["get"]}']],
    ['everything', rule('*', ['*'], ['*']), ['{APIGroups:["*"], Resources:["*"], Verbs:["*"]}']],
  ])('refuses a role with %s beyond what its writer has', async (_, wanted, lines) => {
    const { status, body } = await deputy(ROLES, role('beyond', wanted));
    expect([status, body['message']]).toEqual([403, lacking(`clusterroles.${RBAC} "beyond"`, ...lines)]);
  });

  it('refuses to widen a role, by any kind of write', async () => {
    await deputy(ROLES, role('widened', rule('', ['configmaps'], ['get'])));
    const wide = [rule('', ['secrets'], ['get'])];
    const message = lacking(`clusterroles.${RBAC} "widened"`, '{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}');
    const { body: live } = await api().get(`${ROLES}/widened`);
    expect((await api().put(`${ROLES}/widened`, { ...live, rules: wide }, DEPUTY)).body['message']).toBe(message);
    for (const [type, body] of [
      ['application/merge-patch+json', { rules: wide }],
      ['application/json-patch+json', [{ op: 'replace', path: '/rules', value: wide }]],
      ['application/apply-patch+yaml', { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', ...role('widened', ...wide) }],
    ] as const) {
      expect((await api().send('PATCH', `${ROLES}/widened?fieldManager=m${type.includes('apply') ? '&force=true' : ''}`, { ...DEPUTY, type, body })).body['message']).toBe(message);
    }
  });

  it('lets roles be escalated by whom a role lets do that', async () => {
    await api().post(ROLES, role('trusted'));
    expect((await api().send('PATCH', `${ROLES}/trusted`, { ...DEPUTY, type: 'application/merge-patch+json', body: { rules: [rule('', ['secrets'], ['get'])] } })).status).toBe(200);
  });

  it('leaves aggregation to administrators', async () => {
    const { body } = await deputy(ROLES, { metadata: { name: 'gatherer' }, aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } });
    expect(body).toMatchObject({ code: 403, message: `clusterroles.${RBAC} "gatherer" is forbidden: must have cluster-admin privileges to use the aggregationRule` });
  });

  it('lets bindings be made of what their writer has, or may bind', async () => {
    expect((await deputy(BINDINGS, binding('to-discovery', 'system:discovery'))).status).toBe(201);
    expect((await deputy(BINDINGS, binding('to-view', 'view'))).status).toBe(201);
    const { body } = await deputy(BINDINGS, binding('to-node-bootstrapper', 'system:node-bootstrapper'));
    expect(body).toMatchObject({ code: 403, reason: 'Forbidden', details: { name: 'to-node-bootstrapper', group: RBAC, kind: 'clusterrolebindings' } });
    expect(body['message']).toBe(lacking(`clusterrolebindings.${RBAC} "to-node-bootstrapper"`,
      '{APIGroups:["certificates.k8s.io"], Resources:["certificatesigningrequests"], Verbs:["create" "get" "list" "watch"]}'));
    expect((await deputy(BINDINGS, binding('to-nothing', 'never-was'))).body).toMatchObject({ code: 404, reason: 'NotFound' });
  });

  it.each([
    [ROLES, role('i', { apiGroups: [''], resources: ['pods'] }), 'ClusterRole.X "i" is invalid: rules[0].verbs: Required value: verbs must contain at least one value'],
    [ROLES, role('i', { resources: ['pods'], verbs: ['get'] }), 'ClusterRole.X "i" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group'],
    [ROLES, role('i', { apiGroups: [''], verbs: ['get'] }), 'ClusterRole.X "i" is invalid: rules[0].resources: Required value: resource rules must supply at least one resource'],
    [ROLES, role('i', { apiGroups: [''], resources: ['pods'], nonResourceURLs: ['/x'], verbs: ['get'] }),
      'ClusterRole.X "i" is invalid: rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs'],
    [`${ROOT}/namespaces/default/roles`, role('i', { nonResourceURLs: ['/x'], verbs: ['get'] }),
      'Role.X "i" is invalid: rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs'],
    [BINDINGS, binding('i', 'r', 'Role'), 'ClusterRoleBinding.X "i" is invalid: roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'],
    [BINDINGS, { ...binding('i', ''), subjects: [{ kind: 'Robot', name: 'r' }, { kind: 'ServiceAccount', name: 's' }, { kind: 'User', name: '' }] },
      'ClusterRoleBinding.X "i" is invalid: [roleRef.name: Required value, subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group", ' +
      'subjects[1].namespace: Required value, subjects[2].name: Required value]'],
  ])('refuses what makes no sense in %s: %j', async (path, body, message) => {
    const reply = await api().post(path, body);
    expect([reply.status, reply.body['message']]).toEqual([422, message.replace('X', RBAC)]);
  });

  it('keeps the role of a binding as it was made', async () => {
    await api().post(BINDINGS, binding('fixed', 'view'));
    expect((await api().merge(`${BINDINGS}/fixed`, { roleRef: { name: 'edit' } })).body['message'])
      .toBe(`ClusterRoleBinding.${RBAC} "fixed" is invalid: roleRef: Invalid value: {"APIGroup":"${RBAC}","Kind":"ClusterRole","Name":"edit"}: cannot change roleRef`);
  });

  it('lets only those act as others who may', async () => {
    const plain = { 'impersonate-user': 'deputy' };
    await api().post(ROLES, role('actor', rule('', ['users', 'groups'], ['impersonate'], { resourceNames: ['bob', 'builders'] })));
    const subjects = [{ kind: 'User', name: 'alice' }];
    await api().post(BINDINGS, { ...binding('actor', 'actor'), subjects });
    const who = (headers: Record<string, string>): Promise<Reply> =>
      api().post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { token: USER, headers });
    await eventually('alice may act as bob', async () => (await who({ 'impersonate-user': 'bob' })).status === 201);
    expect(dig((await who({ 'impersonate-user': 'bob', 'impersonate-group': 'builders' })).body, 'status', 'userInfo'))
      .toEqual({ username: 'bob', groups: ['builders', 'system:authenticated'] });
    expect((await who({ 'impersonate-user': 'bob', 'impersonate-group': 'system:masters' })).status).toBe(403);
    // Real servers word it by the permission that was asked for last: `impersonate`, or `impersonate-on:user-info:list` of late.
    expect((await api().get('/api/v1/namespaces', { token: USER, headers: plain })).body)
      .toMatchObject({ code: 403, reason: 'Forbidden', message: expect.stringContaining('User "alice" cannot impersonate') });
    expect((await who({ 'impersonate-group': 'builders' })).status).toBe(400);
  });

  it('acts as service accounts with their groups, uids and extras', async () => {
    const headers = { 'impersonate-user': 'system:serviceaccount:default:robot', 'impersonate-uid': 'u-1', 'impersonate-extra-reason': 'test' };
    const { body } = await api().post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers });
    expect(dig(body, 'status', 'userInfo')).toEqual({
      username: 'system:serviceaccount:default:robot', uid: 'u-1', extra: { reason: ['test'] },
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    });
  });
}
