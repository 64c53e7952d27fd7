/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { eventually } from '../testing/eventually.js';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';
import { USER } from './targets.js';

const REVIEWS = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

export function access(api: () => Http): void {
  it('knows its users by their tokens', async () => {
    const { status, body } = await api().post(REVIEWS, review, { token: USER });
    expect([status, dig(body, 'status', 'userInfo')]).toMatchObject([201, { username: 'alice', groups: ['developers', 'system:authenticated'] }]);
  });

  it('sends strangers away', async () => {
    expect((await api().get('/api/v1/namespaces', { token: 'wrong' })).body).toMatchObject({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
    expect((await api().get('/api/v1/nodes', { token: null })).body).toMatchObject({
      code: 403, reason: 'Forbidden', message: expect.stringContaining('nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope'),
    });
    expect((await api().get('/version', { token: null })).status).toBe(200);
    expect((await api().get('/readyz', { token: null })).status).toBe(200);
  });

  const secret = (id: string, data: Record<string, string>): object => ({
    metadata: { name: `bootstrap-token-${id}` }, type: 'bootstrap.kubernetes.io/token',
    data: Object.fromEntries(Object.entries({ 'token-id': id, 'token-secret': '0123456789abcdef', ...data }).map(([key, value]) => [key, base64(value)])),
  });

  /** Real servers hear of a Secret a moment later. */
  const known = (token: string): Promise<object> => eventually('the token is believed', async () => {
    const { status, body } = await api().post(REVIEWS, review, { token });
    return status === 201 && body;
  });

  it('believes bootstrap tokens that a Secret vouches for', async () => {
    await api().post('/api/v1/namespaces/kube-system/secrets', secret('aaaaaa', { 'usage-bootstrap-authentication': 'true', 'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token' }));
    const body = await known('aaaaaa.0123456789abcdef');
    expect(dig(body, 'status', 'userInfo')).toMatchObject({
      username: 'system:bootstrap:aaaaaa', groups: expect.arrayContaining(['system:bootstrappers', 'system:bootstrappers:kubeadm:default-node-token', 'system:authenticated']),
    });
  });

  it('does not believe expired, unusable or wrong bootstrap tokens', async () => {
    await api().post('/api/v1/namespaces/kube-system/secrets', secret('bbbbbb', { 'usage-bootstrap-authentication': 'true', expiration: '2020-01-01T00:00:00Z' }));
    await api().post('/api/v1/namespaces/kube-system/secrets', secret('cccccc', {}));
    for (const token of ['bbbbbb.0123456789abcdef', 'cccccc.0123456789abcdef', 'aaaaaa.0123456789abcdee']) {
      expect((await api().post(REVIEWS, review, { token })).status).toBe(401);
    }
  });

  it('answers whether one may', async () => {
    const ask = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes: { verb: 'delete', resource: 'nodes' } } };
    const { status, body } = await api().post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', ask);
    expect([status, dig(body, 'status', 'allowed')]).toEqual([201, true]);
    const about = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: 'system:anonymous', groups: ['system:unauthenticated'], resourceAttributes: { verb: 'get', resource: 'nodes' } } };
    expect(dig((await api().post('/apis/authorization.k8s.io/v1/subjectaccessreviews', about)).body, 'status', 'allowed')).toBe(false);
    const rules = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: 'default' } };
    expect(dig((await api().post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', rules)).body, 'status', 'resourceRules'))
      .toEqual(expect.arrayContaining([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]));
  });

  it('reviews tokens of others', async () => {
    const ask = (token: string): object => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } });
    expect(dig((await api().post('/apis/authentication.k8s.io/v1/tokenreviews', ask(USER))).body, 'status')).toMatchObject({ authenticated: true, user: { username: 'alice' } });
    expect(dig((await api().post('/apis/authentication.k8s.io/v1/tokenreviews', ask('wrong'))).body, 'status', 'authenticated')).toBeUndefined();
  });

  it('acts as somebody else when an administrator says so', async () => {
    const headers = { 'impersonate-user': 'bob', 'impersonate-group': 'builders' };
    const { body } = await api().post(REVIEWS, review, { headers });
    expect(dig(body, 'status', 'userInfo')).toMatchObject({ username: 'bob', groups: ['builders', 'system:authenticated'] });
  });
}
