/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';
import { CSR } from './certificate-request.js';

const PODS = '/api/v1/namespaces/default/pods';
const spec = { containers: [{ name: 'c', image: 'i' }] };

export function subresources(api: () => Http): void {
  it('scales built-in kinds', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments';
    const labels = { app: 'scaled' };
    await api().post(path, { metadata: { name: 'scaled' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } } });
    const { body } = await api().get(`${path}/scaled/scale`);
    expect(body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 1 }, status: { replicas: 0, selector: 'app=scaled' } });
    const { body: scaled } = await api().put(`${path}/scaled/scale`, { ...body, spec: { replicas: 4 } });
    expect([dig(scaled, 'spec', 'replicas'), dig((await api().get(`${path}/scaled`)).body, 'metadata', 'generation')]).toEqual([4, 2]);
  });

  it('binds a Pod to a node, once', async () => {
    await api().post(PODS, { metadata: { name: 'bound' }, spec });
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'bound' }, target: { kind: 'Node', name: 'n1' } };
    expect((await api().post(`${PODS}/bound/binding`, binding)).status).toBe(201);
    const { body } = await api().get(`${PODS}/bound`);
    expect([dig(body, 'spec', 'nodeName'), dig(body, 'status', 'conditions')]).toMatchObject(['n1', [{ type: 'PodScheduled', status: 'True' }]]);
    expect((await api().post(`${PODS}/bound/binding`, binding)).status).toBe(409);
  });

  it('evicts a Pod that no budget protects', async () => {
    await api().post(PODS, { metadata: { name: 'evicted' }, spec });
    const { status } = await api().post(`${PODS}/evicted/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'evicted' } });
    expect([status, (await api().get(`${PODS}/evicted`)).status]).toEqual([201, 404]);
  });

  it('does not evict against a budget', async () => {
    const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
    const labels = { app: 'protected' };
    await api().post(PODS, { metadata: { name: 'protected', labels }, spec });
    await api().merge(`${PODS}/protected/status`, { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } });
    await api().post(budgets, { metadata: { name: 'budget' }, spec: { minAvailable: 1, selector: { matchLabels: labels } } });
    const settled = { observedGeneration: 1, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, disruptionsAllowed: 0 };
    await api().merge(`${budgets}/budget/status`, { status: settled });
    const { body } = await api().post(`${PODS}/protected/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'protected' } });
    expect(body).toMatchObject({
      code: 429, reason: 'TooManyRequests', message: 'Cannot evict pod as it would violate the pod\'s disruption budget.',
      details: { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget budget needs 1 healthy pods and has 1 currently' }] },
    });
  });

  it('issues tokens for service accounts', async () => {
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    const { body: account } = await api().post(accounts, { metadata: { name: 'robot' } });
    const { status, body } = await api().post(`${accounts}/robot/token`, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } });
    expect([status, body['kind']]).toEqual([201, 'TokenRequest']);
    const token = String(dig(body, 'status', 'token'));
    const { body: self } = await api().post('/apis/authentication.k8s.io/v1/selfsubjectreviews', { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }, { token });
    expect(dig(self, 'status', 'userInfo')).toMatchObject({
      username: 'system:serviceaccount:default:robot', uid: dig(account, 'metadata', 'uid'),
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    });
    expect((await api().post(`${accounts}/robot/token`, { spec: { expirationSeconds: 1 } })).status).toBe(422);
  });

  it('takes approvals of certificate requests', async () => {
    const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    const { body } = await api().post(requests, {
      metadata: { name: 'csr' }, spec: { signerName: 'example.com/signer', usages: ['client auth'], request: CSR },
    });
    expect(dig(body, 'spec')).toMatchObject({ username: 'admin', groups: expect.arrayContaining(['system:masters', 'system:authenticated']) });
    const approved = { ...body, status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Test', message: 'by hand' }] } };
    const { status, body: after } = await api().put(`${requests}/csr/approval`, approved);
    expect([status, dig(after, 'status', 'conditions')]).toMatchObject([200, [{ type: 'Approved', lastUpdateTime: expect.any(String) }]]);
  });

  it('gives every service an address of its own', async () => {
    const services = '/api/v1/namespaces/default/services';
    const addresses = await Promise.all(['s1', 's2'].map(async (name) => {
      const { body } = await api().post(services, { metadata: { name }, spec: { ports: [{ port: 80 }] } });
      expect(dig(body, 'spec')).toMatchObject({ type: 'ClusterIP', ipFamilies: ['IPv4'], sessionAffinity: 'None', ports: [{ protocol: 'TCP', targetPort: 80 }] });
      return dig(body, 'spec', 'clusterIP');
    }));
    expect(new Set(addresses).size).toBe(2);
    const { body: headless } = await api().post(services, { metadata: { name: 's3' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } });
    expect(dig(headless, 'spec', 'clusterIP')).toBe('None');
  });
}
