import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { adminKubeconfig, certificateInfo, createAuthority, generateKeys, kubeconfigYaml, MalformedKubeconfigError, needsRotation, parseKubeconfig, verifyChain } from './index.js';
import type { PkiPorts } from './index.js';

const now = Date.parse('2026-01-02T03:04:05Z');
const day = 86_400_000;
const ports: PkiPorts = {
  keys: { next: generateKeys },
  clock: { now: () => now },
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
};

describe('a kubeconfig', () => {
  const config = { clusterName: 'demo', server: 'https://192.0.2.1:6443', caPem: 'ca\n', clientCertificatePem: 'crt\n', clientKeyPem: 'key\n' };

  it('names user and context as clusterctl does, and reads back', () => {
    const yaml = kubeconfigYaml(config);
    expect(parse(yaml)).toMatchObject({ 'current-context': 'demo-admin@demo', users: [{ name: 'demo-admin' }] });
    expect(parseKubeconfig(yaml)).toEqual({ ...config, userName: 'demo-admin' });
    expect(parseKubeconfig(kubeconfigYaml({ ...config, userName: 'someone' })).userName).toBe('someone');
  });

  it.each([
    ['{', 'is not valid YAML'],
    ['[]', 'has no object at document'],
    ['a: b', 'lacks current-context'],
    [kubeconfigYaml(config).replace('name: demo-admin\n', 'name: other\n'), 'has no entry "demo-admin" in users'],
    [kubeconfigYaml(config).replace('server:', 'sever:'), 'lacks clusters[demo].cluster.server'],
    [kubeconfigYaml(config).replace('client-key-data', 'client-key'), 'lacks users[demo-admin].user.client-key-data'],
  ])('that is broken says where (%#)', (yaml, message) => {
    expect(() => parseKubeconfig(yaml)).toThrow(MalformedKubeconfigError);
    expect(() => parseKubeconfig(yaml)).toThrow(message);
  });

  it('for the administrator is signed by the cluster\'s authority and rotates after half a year', async () => {
    const authority = await createAuthority({ commonName: 'kubernetes', algorithm: 'ECDSA-P256' }, ports);
    const yaml = await adminKubeconfig({ clusterName: 'demo', server: config.server, algorithm: 'ECDSA-P256' }, authority, ports);
    const { clientCertificatePem, caPem } = parseKubeconfig(yaml);
    expect(caPem).toBe(authority.certificatePem);
    expect(verifyChain(clientCertificatePem, caPem, now)).toEqual({ valid: true });
    expect(certificateInfo(clientCertificatePem).subject).toEqual({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
    expect(needsRotation(clientCertificatePem, now)).toBe(false);
    expect(needsRotation(clientCertificatePem, now + 182 * day)).toBe(false);
    expect(needsRotation(clientCertificatePem, now + 183 * day)).toBe(true);
  });
});
