import { describe, expect, it } from '@jest/globals';
import type { KubeadmConfigSpec } from '@handoff/api';
import { InvalidFieldError, UnsupportedVersionError } from '../errors.js';
import { facts, fullSpec, join } from '../testing/fixtures.js';
import { initDocuments } from './init.js';
import { joinDocument, needsToken } from './join.js';

const durations = {
  controlPlaneComponentHealthCheck: '300s', discovery: '301s', etcdAPICall: '302s', kubeletHealthCheck: '303s', kubernetesAPICall: '0s', tlsBootstrap: '305s',
};

describe('kubeadm init documents', () => {
  it('carry every field of the spec, and what Cluster and Machine say', () => {
    const [cluster, init] = initDocuments(fullSpec, facts);
    const { apiServer, etcd, ...given } = fullSpec.clusterConfiguration ?? {};
    const { certificateValidityPeriodDays: _days, caCertificateValidityPeriodDays: _caDays, ...same } = given;
    expect(cluster).toEqual({
      ...same,
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'ClusterConfiguration',
      clusterName: 'demo',
      kubernetesVersion: 'v1.33.1',
      controlPlaneEndpoint: '192.0.2.1:6443',
      networking: { serviceSubnet: '10.96.0.0/12', podSubnet: '192.168.0.0/16,2001:db8::/56', dnsDomain: 'cluster.local' },
      apiServer,
      etcd,
      certificateValidityPeriod: '8760h',
      caCertificateValidityPeriod: '87600h',
    });
    const { bootstrapTokens: [token] = [], timeouts: _seconds, ...rest } = fullSpec.initConfiguration ?? {};
    const { ttlSeconds: _ttl, ...sameToken } = token ?? { token: '' };
    expect(init).toEqual({ ...rest, apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'InitConfiguration', bootstrapTokens: [{ ...sameToken, ttl: '0s' }], timeouts: durations });
  });

  it('leave out what nobody said, so that kubeadm\'s defaults apply', () => {
    const [cluster, init] = initDocuments({}, { clusterName: 'demo', version: '1.33.1' });
    expect(cluster).toEqual({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', clusterName: 'demo', kubernetesVersion: 'v1.33.1' });
    expect(init).toEqual({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'InitConfiguration' });
  });

  it('tell no taints from taints that nobody mentioned', () => {
    const registration = (nodeRegistration: object): unknown => initDocuments({ initConfiguration: { nodeRegistration } }, facts)[1]['nodeRegistration'];
    expect(registration({ taints: [] })).toEqual({ taints: [] });
    expect(registration({ name: 'x' })).toEqual({ name: 'x' });
  });

  it('prefer the spec\'s endpoint and port over the Cluster\'s', () => {
    const spec = { clusterConfiguration: { controlPlaneEndpoint: 'api.example.test:443' } };
    const [cluster, init] = initDocuments(spec, { ...facts, apiServerPort: 8443 });
    expect(cluster).toMatchObject({ controlPlaneEndpoint: 'api.example.test:443' });
    expect(init).toMatchObject({ localAPIEndpoint: { bindPort: 8443 } });
    expect(initDocuments(fullSpec, { ...facts, apiServerPort: 8443 })[1]).toMatchObject({ localAPIEndpoint: { bindPort: 6444 } });
  });

  it('have environment from files only for a kubeadm that knows it', () => {
    const extraEnvs = [{ name: 'A', value: 'a' }, { name: 'B', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'k', optional: false } } }];
    const spec = { clusterConfiguration: { scheduler: { extraEnvs } } };
    expect(initDocuments(spec, { ...facts, version: 'v1.34.0' })[0]).toMatchObject({ scheduler: { extraEnvs } });
    expect(() => initDocuments(spec, facts)).toThrow('clusterConfiguration.scheduler.extraEnvs[1].valueFrom.fileKeyRef: kubeadm v1.33.1 has no such setting');
  });

  it('describe an external etcd', () => {
    const external = { endpoints: ['https://192.0.2.50:2379'], caFile: '/c', certFile: '/d', keyFile: '/k' };
    expect(initDocuments({ clusterConfiguration: { etcd: { external } } }, facts)[0]).toMatchObject({ etcd: { external } });
  });

  it.each([
    [{ clusterConfiguration: { etcd: { local: { dataDir: '/x' }, external: { endpoints: ['e'], caFile: 'c', certFile: 'd', keyFile: 'k' } } } }, facts, 'clusterConfiguration.etcd: local and external are both set; keep one of them'],
    [{ initConfiguration: { bootstrapTokens: [{ token: 'abcdef.0123456789abcdef' }, { token: 'bad' }] } }, facts, 'initConfiguration.bootstrapTokens[1].token: the bootstrap token is malformed'],
    [{ initConfiguration: { bootstrapTokens: [{ token: 'abcdef.0123456789abcdef', ttlSeconds: 1, expires: '2026-01-02T03:04:05Z' }] } }, facts, 'initConfiguration.bootstrapTokens[0].expires: kubeadm takes no configuration file with it'],
    [{}, { ...facts, version: 'latest' }, 'version: "latest" is no Kubernetes version; write it like v1.33.1'],
  ])('refuse what the node would refuse (%#)', (spec, clusterFacts, message) => {
    expect(() => initDocuments(spec, clusterFacts)).toThrow(InvalidFieldError);
    expect(() => initDocuments(spec, clusterFacts)).toThrow(message);
  });
});

describe('kubeadm join documents', () => {
  const field = (discovery: object): KubeadmConfigSpec => ({ joinConfiguration: { discovery } });

  it('carry every field of the spec, and complete the discovery', () => {
    const { timeouts: _seconds, discovery: _discovery, ...same } = fullSpec.joinConfiguration ?? {};
    expect(joinDocument(fullSpec, facts, join, true)).toEqual({
      ...same,
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'JoinConfiguration',
      discovery: {
        bootstrapToken: { token: join.token, apiServerEndpoint: '192.0.2.2:6443', caCertHashes: join.caCertHashes },
        tlsBootstrapToken: 'mnopqr.0123456789abcdef',
      },
      timeouts: durations,
    });
  });

  it('make a control plane of a node only when it is to be one', () => {
    expect(joinDocument({}, facts, join, true)).toMatchObject({ controlPlane: {} });
    const withPort = joinDocument({}, { ...facts, apiServerPort: 8443 }, join, true);
    expect(withPort).toMatchObject({ controlPlane: { localAPIEndpoint: { bindPort: 8443 } } });
    expect(joinDocument({}, facts, join, false)).not.toHaveProperty('controlPlane');
    expect(() => joinDocument(fullSpec, facts, join, false)).toThrow('joinConfiguration.controlPlane: it is set, but the Machine is a worker; remove it');
  });

  it('taint a worker until it is initialized, beside the user\'s taints and once', () => {
    const uninitialized = { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' };
    const taints = (given?: object[]): unknown =>
      joinDocument({ joinConfiguration: { nodeRegistration: { ...(given === undefined ? {} : { taints: given as never }) } } }, facts, join, false)['nodeRegistration'];
    expect(taints()).toEqual({ taints: [uninitialized] });
    expect(taints([{ key: 'a', effect: 'NoExecute' }])).toEqual({ taints: [{ key: 'a', effect: 'NoExecute' }, uninitialized] });
    expect(taints([uninitialized])).toEqual({ taints: [uninitialized] });
    expect(joinDocument({}, facts, join, true)).not.toHaveProperty('nodeRegistration');
  });

  it('leave the user\'s own discovery as it is, and then need no token of ours', () => {
    const file = { kubeConfigPath: '/etc/discovery.conf' };
    expect(joinDocument(field({ file }), facts, join, false)).toMatchObject({ discovery: { file } });
    const token = 'zzzzzz.0123456789abcdef';
    const bootstrapToken = { token, unsafeSkipCAVerification: true };
    expect(joinDocument(field({ bootstrapToken }), facts, join, false)['discovery']).toEqual({ bootstrapToken: { ...bootstrapToken, apiServerEndpoint: join.apiServerEndpoint } });
    expect([field({ file }), field({ bootstrapToken }), field({ bootstrapToken: { apiServerEndpoint: 'x' } }), {}].map(needsToken)).toEqual([false, false, true, true]);
  });

  it.each([
    [{ bootstrapToken: { token: 'abcdef-0123456789abcdef' } }, 'joinConfiguration.discovery.bootstrapToken.token: the bootstrap token is malformed'],
    [{ tlsBootstrapToken: 'x' }, 'joinConfiguration.discovery.tlsBootstrapToken: the bootstrap token is malformed'],
    [{ bootstrapToken: { caCertHashes: [`sha256:${'a'.repeat(64)}`, 'md5:1'] } }, 'joinConfiguration.discovery.bootstrapToken.caCertHashes[1]: it is no CA pin'],
    [{ bootstrapToken: {}, file: { kubeConfigPath: '/x' } }, 'joinConfiguration.discovery: bootstrapToken and file are both set'],
  ])('refuse what the node would refuse (%#)', (discovery, message) => {
    expect(() => joinDocument(field(discovery), facts, join, false)).toThrow(InvalidFieldError);
    expect(() => joinDocument(field(discovery), facts, join, false)).toThrow(message);
  });

  it('refuse to go without token or pin', () => {
    const { token: _token, ...without } = join;
    expect(() => joinDocument({}, facts, without, false)).toThrow('joinConfiguration.discovery.bootstrapToken.token: no token was given or made');
    expect(() => joinDocument({}, facts, { ...join, caCertHashes: [] }, false)).toThrow('caCertHashes: there is no CA pin');
  });
});

describe('documents for a kubeadm before 1.31', () => {
  const old = { ...facts, version: 'v1.30.4' };

  it('are v1beta3: arguments as a map, the two timeouts where they then stood', () => {
    const spec = {
      clusterConfiguration: { controllerManager: { extraArgs: [{ name: 'cloud-provider', value: 'external' }] } },
      initConfiguration: { timeouts: { controlPlaneComponentHealthCheckSeconds: 60 }, nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] } },
      joinConfiguration: { timeouts: { discoverySeconds: 90 } },
    };
    const [cluster, init] = initDocuments(spec, old);
    expect(cluster).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta3', controllerManager: { extraArgs: { 'cloud-provider': 'external' } }, apiServer: { timeoutForControlPlane: '60s' },
    });
    expect(init).toEqual({ apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'InitConfiguration', nodeRegistration: { kubeletExtraArgs: { v: '2' } } });
    expect(joinDocument(spec, old, join, false)).toMatchObject({ apiVersion: 'kubeadm.k8s.io/v1beta3', discovery: { timeout: '90s' } });
  });

  it.each([
    [{ clusterConfiguration: { encryptionAlgorithm: 'RSA-2048' as const } }, 'clusterConfiguration.encryptionAlgorithm'],
    [{ clusterConfiguration: { certificateValidityPeriodDays: 1 } }, 'clusterConfiguration.certificateValidityPeriodDays'],
    [{ clusterConfiguration: { scheduler: { extraEnvs: [{ name: 'A', value: 'b' }] } } }, 'clusterConfiguration.scheduler.extraEnvs'],
    [{ initConfiguration: { timeouts: { etcdAPICallSeconds: 1 } } }, 'initConfiguration.timeouts.etcdAPICallSeconds'],
    [{ initConfiguration: { nodeRegistration: { imagePullSerial: false } } }, 'initConfiguration.nodeRegistration.imagePullSerial'],
  ])('refuse rather than drop what it does not know (%#)', (spec, field) => {
    expect(() => initDocuments(spec, old)).toThrow(UnsupportedVersionError);
    expect(() => initDocuments(spec, old)).toThrow(`${field}: kubeadm v1.30.4 has no such setting; remove it, or use v1.31 or later`);
  });

  it('do not exist before 1.22', () => {
    expect(() => initDocuments({}, { ...facts, version: 'v1.21.0' })).toThrow(UnsupportedVersionError);
  });
});
