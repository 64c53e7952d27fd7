/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../testing/eventually.js';
import { dig } from '../testing/http.js';
import type { Call, Http, Reply } from '../testing/http.js';

const RBAC = 'rbac.authorization.k8s.io';
const ROOT = `/apis/${RBAC}/v1`;
const SPACE = '/api/v1/namespaces/permitted';
const ROLES = `${ROOT}/namespaces/permitted/roles`;
const BINDINGS = `${ROOT}/namespaces/permitted/rolebindings`;

/** Somebody whom no other suite gives anything. */
const as = (user: string, groups?: string): Call =>
  ({ headers: { 'impersonate-user': user, ...(groups === undefined ? {} : { 'impersonate-group': groups }) } });
const of = (apiGroup: string, resources: readonly string[], verbs: readonly string[], more: object = {}): object =>
  ({ apiGroups: [apiGroup], resources, verbs, ...more });
const map = (name: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

export function permissions(api: () => Http): void {
  beforeAll(async () => { await api().post('/api/v1/namespaces', { metadata: { name: 'permitted' } }); });

  /** Gives a user a role in the namespace, or in the cluster, and waits until it counts. */
  const grant = async (user: string, rules: readonly object[], where: 'here' | 'everywhere' = 'here'): Promise<void> => {
    const [roles, bindings, kind] = where === 'here' ? [ROLES, BINDINGS, 'Role'] : [`${ROOT}/clusterroles`, `${ROOT}/clusterrolebindings`, 'ClusterRole'];
    expect((await api().post(roles, { metadata: { name: user }, rules })).status).toBe(201);
    await bind(bindings, user, kind, user, [{ kind: 'User', apiGroup: RBAC, name: user }]);
  };
  const bind = async (bindings: string, name: string, kind: string, role: string, subjects: readonly object[]): Promise<void> => {
    const { status, body } = await api().post(bindings, { metadata: { name }, roleRef: { apiGroup: RBAC, kind, name: role }, subjects });
    expect([status, status === 201 ? '' : body['message']]).toEqual([201, '']);
  };
  /** Real servers hear of a binding a moment later. */
  const allowed = (ask: () => Promise<Reply>): Promise<Reply> => eventually('it is allowed', async () => {
    const reply = await ask();
    return reply.status !== 403 && reply;
  });
  const review = async (spec: object): Promise<unknown> =>
    dig((await api().post('/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec })).body, 'status');

  it('refuses whatever no role allows, in the words of the request', async () => {
    const words = async (path: string): Promise<unknown> => (await api().get(path, as('nobody'))).body['message'];
    expect(await words(`${SPACE}/configmaps`))
      .toBe('configmaps is forbidden: User "nobody" cannot list resource "configmaps" in API group "" in the namespace "permitted"');
    expect(await words(`${SPACE}/configmaps?watch=true`))
      .toBe('configmaps is forbidden: User "nobody" cannot watch resource "configmaps" in API group "" in the namespace "permitted"');
    expect(await words('/api/v1/nodes/x')).toBe('nodes "x" is forbidden: User "nobody" cannot get resource "nodes" in API group "" at the cluster scope');
    expect(await words('/apis/apps/v1/namespaces/permitted/deployments/x/scale'))
      .toBe('deployments.apps "x" is forbidden: User "nobody" cannot get resource "deployments/scale" in API group "apps" in the namespace "permitted"');
    expect(await words('/api/v1/namespaces/permitted'))
      .toBe('namespaces "permitted" is forbidden: User "nobody" cannot get resource "namespaces" in API group "" in the namespace "permitted"');
    const { status, body } = await api().get('/metrics', as('nobody'));
    expect([status, body['message'], body['details']]).toEqual([403, 'forbidden: User "nobody" cannot get path "/metrics"', {}]);
  });

  it('lets everybody who is known discover the API, and strangers only see that it lives', async () => {
    for (const path of ['/api', '/apis', '/apis/apps/v1', '/openapi/v3', '/version', '/readyz']) expect((await api().get(path, as('nobody'))).status).toBe(200);
    expect((await api().get('/apis', { token: null })).body).toMatchObject({ code: 403, message: 'forbidden: User "system:anonymous" cannot get path "/apis"' });
  });

  it('allows in one namespace what a Role there says, verb by verb', async () => {
    await grant('reader', [of('', ['configmaps'], ['get', 'list'])]);
    await allowed(() => api().get(`${SPACE}/configmaps`, as('reader')));
    expect((await api().get('/api/v1/namespaces/default/configmaps', as('reader'))).status).toBe(403);
    expect((await api().get('/api/v1/configmaps', as('reader'))).status).toBe(403);
    expect((await api().post(`${SPACE}/configmaps`, map('x'), as('reader'))).status).toBe(403);
    expect((await api().get(`${SPACE}/configmaps?watch=true`, as('reader'))).status).toBe(403);
    expect((await api().send('DELETE', `${SPACE}/configmaps`, as('reader'))).body['message']).toContain('cannot deletecollection resource "configmaps"');
  });

  it('allows everywhere what a ClusterRole says that is bound in the cluster', async () => {
    await grant('ranger', [of('', ['namespaces', 'configmaps'], ['get', 'list', 'watch'])], 'everywhere');
    await allowed(() => api().get('/api/v1/configmaps', as('ranger')));
    expect((await api().get(`${SPACE}/configmaps`, as('ranger'))).status).toBe(200);
    expect((await api().get('/api/v1/namespaces/permitted', as('ranger'))).status).toBe(200);
  });

  it('allows in one namespace what a ClusterRole says that is bound there, to groups and service accounts', async () => {
    await bind(BINDINGS, 'viewers', 'ClusterRole', 'view', [{ kind: 'Group', name: 'viewers' }, { kind: 'ServiceAccount', name: 'robot', namespace: 'permitted' }]);
    await allowed(() => api().get(`${SPACE}/pods`, as('vera', 'viewers')));
    expect((await api().get(`${SPACE}/pods`, as('system:serviceaccount:permitted:robot'))).status).toBe(200);
    expect((await api().get(`${SPACE}/pods`, as('system:serviceaccount:default:robot'))).status).toBe(403);
    expect((await api().get(`${SPACE}/secrets`, as('vera', 'viewers'))).status).toBe(403);
    expect((await api().get('/api/v1/namespaces/default/pods', as('vera', 'viewers'))).status).toBe(403);
    expect(dig((await api().get(`${BINDINGS}/viewers`)).body, 'subjects')).toEqual([
      { kind: 'Group', apiGroup: RBAC, name: 'viewers' }, { kind: 'ServiceAccount', name: 'robot', namespace: 'permitted' },
    ]);
  });

  it('knows the bearer of an account\'s token by the account\'s roles', async () => {
    await api().post(`${SPACE}/serviceaccounts`, { metadata: { name: 'carrier' } });
    await bind(BINDINGS, 'carrier', 'ClusterRole', 'edit', [{ kind: 'ServiceAccount', name: 'carrier', namespace: 'permitted' }]);
    const { body } = await api().post(`${SPACE}/serviceaccounts/carrier/token`, { spec: {} });
    const token = String(dig(body, 'status', 'token'));
    await allowed(() => api().get(`${SPACE}/secrets`, { token }));
    expect((await api().post(`${SPACE}/configmaps`, map('carried'), { token })).status).toBe(201);
    expect((await api().get(ROLES, { token })).body['message'])
      .toBe(`roles.${RBAC} is forbidden: User "system:serviceaccount:permitted:carrier" cannot list resource "roles" in API group "${RBAC}" in the namespace "permitted"`);
  });

  it('tells a resource from its subresources', async () => {
    await grant('scaler', [of('apps', ['deployments/scale'], ['get', 'patch']), of('apps', ['*/status'], ['get'])]);
    const one = '/apis/apps/v1/namespaces/permitted/deployments/none';
    await allowed(() => api().get(`${one}/scale`, as('scaler')));
    expect([(await api().get(`${one}/scale`, as('scaler'))).status, (await api().get(`${one}/status`, as('scaler'))).status]).toEqual([404, 404]);
    expect((await api().get(one, as('scaler'))).status).toBe(403);
  });

  it('limits to names, also lists and watches that ask for one name', async () => {
    await grant('namesake', [of('', ['configmaps'], ['get', 'list', 'watch', 'update', 'create'], { resourceNames: ['mine'] })]);
    await api().post(`${SPACE}/configmaps`, map('mine'));
    await allowed(() => api().get(`${SPACE}/configmaps/mine`, as('namesake')));
    expect((await api().get(`${SPACE}/configmaps/other`, as('namesake'))).status).toBe(403);
    expect((await api().get(`${SPACE}/configmaps`, as('namesake'))).status).toBe(403);
    expect((await api().get(`${SPACE}/configmaps?fieldSelector=metadata.name%3Dmine`, as('namesake'))).status).toBe(200);
    expect((await api().put(`${SPACE}/configmaps/mine`, map('mine'), as('namesake'))).status).toBe(200);
    // The name of what is yet to be is not in the request.
    expect((await api().post(`${SPACE}/configmaps`, map('mine'), as('namesake'))).status).toBe(403);
  });

  it('wants the permission to create from an apply that creates', async () => {
    await grant('applier', [of('', ['configmaps'], ['patch'])]);
    await api().post(`${SPACE}/configmaps`, map('there'));
    const send = (name: string): Promise<Reply> =>
      api().send('PATCH', `${SPACE}/configmaps/${name}?fieldManager=m`, { ...as('applier'), body: map(name), type: 'application/apply-patch+yaml' });
    await allowed(() => send('there'));
    expect((await send('new')).body['message'])
      .toBe('configmaps "new" is forbidden: User "applier" cannot create resource "configmaps" in API group "" in the namespace "permitted"');
  });

  it('wants the permission to create from an update that creates', async () => {
    const leases = '/apis/coordination.k8s.io/v1/namespaces/permitted/leases';
    await grant('leaser', [of('coordination.k8s.io', ['leases'], ['update'])]);
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'new' } };
    await allowed(async () => {
      const reply = await api().put(`${leases}/new`, lease, as('leaser'));
      return String(reply.body['message']).includes('cannot update') ? reply : { ...reply, status: 0 };
    });
    expect((await api().put(`${leases}/new`, lease, as('leaser'))).body['message']).toContain('cannot create resource "leases"');
  });

  it('allows paths by their beginning', async () => {
    await grant('scraper', [{ nonResourceURLs: ['/metrics', '/debug/*'], verbs: ['get'] }], 'everywhere');
    await allowed(() => api().get('/metrics', as('scraper')));
    expect((await api().get('/debug/nothing-here', as('scraper'))).status).toBe(404);
    expect((await api().get('/logs', as('scraper'))).status).toBe(403);
  });

  it('says by what something is allowed', async () => {
    await grant('explained', [of('', ['configmaps'], ['get'])]);
    const about = { user: 'explained', resourceAttributes: { verb: 'get', resource: 'configmaps', namespace: 'permitted' } };
    expect(await eventually('it is allowed', async () => {
      const status = await review(about);
      return dig(status, 'allowed') === true && status;
    })).toEqual({ allowed: true, reason: 'RBAC: allowed by RoleBinding "explained/permitted" of Role "explained" to User "explained"' });
    expect(await review({ ...about, resourceAttributes: { ...about.resourceAttributes, verb: 'list' } })).toEqual({ allowed: false });
    expect(await review({ user: 'x', groups: ['system:masters'], resourceAttributes: { verb: 'get', resource: 'secrets' } })).toEqual({ allowed: true });
    expect(await review({ user: 'system:serviceaccount:permitted:robot', resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'permitted' } }))
      .toEqual({ allowed: true, reason: 'RBAC: allowed by RoleBinding "viewers/permitted" of ClusterRole "view" to ServiceAccount "robot/permitted"' });
    expect(await review({ user: 'x', groups: ['system:authenticated'], nonResourceAttributes: { verb: 'get', path: '/apis' } }))
      .toEqual({ allowed: true, reason: 'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"' });
    const local = { metadata: { namespace: 'permitted' }, spec: about };
    expect(dig((await api().post('/apis/authorization.k8s.io/v1/namespaces/permitted/localsubjectaccessreviews', local)).body, 'status', 'allowed')).toBe(true);
  });

  it('lists what one may do in a namespace', async () => {
    const ask = { spec: { namespace: 'permitted' } };
    const { body } = await api().post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', ask, as('explained'));
    expect(dig(body, 'status', 'resourceRules')).toEqual(expect.arrayContaining([
      { verbs: ['get'], apiGroups: [''], resources: ['configmaps'] }, { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
    ]));
    expect(dig(body, 'status', 'nonResourceRules')).toEqual(expect.arrayContaining([
      { verbs: ['get'], nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'] },
    ]));
    expect((await api().post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', { spec: {} })).status).toBe(400);
  });

  it('says which role of a binding is missing', async () => {
    await bind(BINDINGS, 'dangling', 'Role', 'never-was', [{ kind: 'User', name: 'dangler' }]);
    const { body } = await eventually('the binding counts', async () => {
      const reply = await api().get(`${SPACE}/pods`, as('dangler'));
      return String(reply.body['message']).includes('RBAC') && reply;
    });
    expect(body['message']).toBe('pods is forbidden: User "dangler" cannot list resource "pods" in API group "" in the namespace "permitted": ' +
      `RBAC: role.${RBAC} "never-was" not found`);
  });
}
