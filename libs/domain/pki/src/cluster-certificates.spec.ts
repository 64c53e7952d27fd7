import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  certificateInfo, certificatePurposes, certificateSecretName, checkCertificate, clusterCertificates, generateKeys, KeyMismatchError,
  MalformedPemError, matchesPublicKey, publicKeyHash,
} from './index.js';
import type { ClusterCertificates, PkiPorts } from './index.js';

const ports: PkiPorts = {
  keys: { next: generateKeys },
  clock: { now: () => Date.parse('2026-01-02T03:04:05Z') },
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
};

describe('the certificates of a cluster', () => {
  let made: ClusterCertificates;
  beforeAll(async () => {
    made = await clusterCertificates(ports, { algorithm: 'ECDSA-P256' });
  });

  it('are three authorities with keys of their own and a service-account pair', () => {
    expect((['ca', 'etcd', 'proxy'] as const).map((purpose) => certificateInfo(made[purpose]['tls.crt']).subject.commonName)).toEqual([
      'kubernetes', 'etcd-ca', 'front-proxy-ca',
    ]);
    expect(new Set((['ca', 'etcd', 'proxy'] as const).map((purpose) => publicKeyHash(made[purpose]['tls.crt']))).size).toBe(3);
    expect(made.sa['tls.crt']).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    expect(matchesPublicKey(made.sa['tls.crt'], made.sa['tls.key'])).toBe(true);
  });

  it('lie in Secrets named after the cluster', () => {
    expect(certificatePurposes.map((purpose) => certificateSecretName('demo', purpose))).toEqual(['demo-ca', 'demo-etcd', 'demo-proxy', 'demo-sa']);
  });

  it('pass their own check, as a user\'s must', () => {
    for (const purpose of certificatePurposes) expect(checkCertificate(purpose, made[purpose])).toEqual(made[purpose]);
    expect(() => checkCertificate('ca', {})).toThrow(MalformedPemError);
    expect(() => checkCertificate('ca', { 'tls.crt': made.ca['tls.crt'], 'tls.key': made.etcd['tls.key'] })).toThrow(KeyMismatchError);
    expect(() => checkCertificate('sa', { 'tls.crt': made.sa['tls.crt'], 'tls.key': made.ca['tls.key'] })).toThrow(KeyMismatchError);
    expect(() => checkCertificate('etcd', made.sa)).toThrow(MalformedPemError);
    expect(() => checkCertificate('sa', { 'tls.crt': 'x', 'tls.key': made.sa['tls.key'] })).toThrow(MalformedPemError);
  });
});
