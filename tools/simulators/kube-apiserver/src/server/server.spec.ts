import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createStore } from '../store.js';
import { testAuthority } from '../testing/certificates.js';
import type { TestAuthority } from '../testing/certificates.js';
import { Http, dig, take } from '../testing/http.js';
import { kubeconfigFor } from './kubeconfig.js';
import { startKubeApiServer } from './server.js';
import type { Certificate, KubeApiServer } from './server.js';

const REVIEWS = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };

describe('the server', () => {
  let authority: TestAuthority;
  let tls: Certificate;
  let server: KubeApiServer;

  beforeAll(async () => {
    authority = await testAuthority();
    tls = await authority.server();
    server = await startKubeApiServer({ tls, clientCa: authority.ca, tokens: [{ token: 'secret', user: 'admin', groups: ['system:masters'] }] });
  });
  afterAll(async () => { await server[Symbol.asyncDispose](); });

  const http = (more: object = {}, url = server.url, ca = authority.ca): Http => new Http({ url, ca, adminToken: 'secret', ...more });

  it('knows users by client certificates of its CA', async () => {
    using client = http(await authority.client('jane', ['writers', 'readers']));
    const { body } = await client.post(REVIEWS, review, { token: null });
    expect(dig(body, 'status', 'userInfo')).toEqual({ username: 'jane', groups: ['writers', 'readers', 'system:authenticated'] });
  });

  it('sends the bearer of a foreign certificate away, unless a token says who it is', async () => {
    using client = http(await (await testAuthority('other')).client('jane', ['system:masters']));
    expect((await client.get('/api/v1/namespaces', { token: null })).body).toMatchObject({ code: 401, reason: 'Unauthorized' });
    expect((await client.get('/api/v1/namespaces')).status).toBe(200);
  });

  it('refuses bodies beyond its limit', async () => {
    using client = http();
    const { status } = await client.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'big' }, data: { a: 'x'.repeat(4 * 1024 * 1024) } });
    expect(status).toBe(413);
  });

  it('streams a watch over the same connection that others use', async () => {
    using client = http();
    const path = '/api/v1/namespaces/default/configmaps';
    const watching = take(client.watch(`${path}?watch=true&fieldSelector=metadata.name%3Dstreamed`), 2);
    await client.post(path, { metadata: { name: 'streamed' } });
    await client.delete(`${path}/streamed`);
    expect((await watching).map(({ type }) => type)).toEqual(['ADDED', 'DELETED']);
  });

  it('closes watches and connections at once when it is disposed of', async () => {
    const store = createStore();
    const short = await startKubeApiServer({ tls, store, tokens: [{ token: 'secret', user: 'admin', groups: ['system:masters'] }] });
    using client = http({}, short.url);
    await client.get('/version');
    const watching = take(client.watch('/api/v1/configmaps?watch=true'), 99).then(() => 'ended', () => 'cut off');
    await client.get('/readyz');
    await short[Symbol.asyncDispose]();
    expect(['ended', 'cut off']).toContain(await watching);
    await expect(client.get('/version')).rejects.toThrow();
    store[Symbol.dispose]();
  });

  it('stands beside another server before the same store', async () => {
    await using second = await startKubeApiServer({ tls, store: server.store });
    using one = http();
    using two = http({}, second.url);
    await one.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'shared' } });
    expect((await two.get('/api/v1/namespaces/default/configmaps/shared')).status).toBe(200);
  });

  it('shows new connections a new certificate', async () => {
    const other = await testAuthority('next');
    const moved = await startKubeApiServer({ tls, store: server.store });
    moved.setCertificate(await other.server());
    using before = http({}, moved.url);
    await expect(before.get('/version')).rejects.toThrow(/certificate/);
    using after = http({}, moved.url, other.ca);
    expect((await after.get('/version')).status).toBe(200);
    await moved[Symbol.asyncDispose]();
    using still = http();
    expect((await still.get('/version')).status).toBe(200);
  });
});

describe('the kubeconfig', () => {
  it('holds what a client needs', () => {
    const config: unknown = parse(kubeconfigFor({ server: 'https://127.0.0.1:6443', ca: 'CA', name: 'prod', token: 't' }));
    expect(config).toMatchObject({
      'current-context': 'prod-admin@prod', clusters: [{ name: 'prod', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0E=' } }],
      users: [{ name: 'prod-admin', user: { token: 't' } }],
    });
  });
});
