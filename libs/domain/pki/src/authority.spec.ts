import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  certificateInfo, createAuthority, generateKeys, issue, keyAlgorithms, KeyMismatchError, loadAuthority, MalformedPemError, matchesKey,
  NotAnAuthorityError, publicKeyHash, verifyChain,
} from './index.js';
import type { Authority, PkiPorts } from './index.js';

const now = Date.parse('2026-01-02T03:04:05.678Z');
const day = 86_400_000;
let serial = 0;
const ports: PkiPorts = {
  keys: { next: generateKeys },
  clock: { now: () => now },
  random: { bytes: (length) => new Uint8Array(length).fill(++serial) },
};

describe('a certificate authority', () => {
  let authority: Authority;
  beforeAll(async () => {
    authority = await createAuthority({ commonName: 'kubernetes', algorithm: 'ECDSA-P256' }, ports);
  });

  it('lives ten years from five minutes ago, by the injected clock', () => {
    const info = certificateInfo(authority.certificatePem);
    expect(info).toMatchObject({ isAuthority: true, subject: { commonName: 'kubernetes' }, issuer: { commonName: 'kubernetes' } });
    expect(info.notBefore).toBe(Math.floor((now - 300_000) / 1000) * 1000);
    expect(info.notAfter - info.notBefore).toBe(3650 * day);
  });

  it('takes the start and the validity that it is given', async () => {
    const notBefore = now - 10 * day;
    const made = await createAuthority({ commonName: 'x', notBefore, days: 30, algorithm: 'ECDSA-P256' }, ports);
    expect(certificateInfo(made.certificatePem).notAfter).toBe(Math.floor((notBefore + 30 * day) / 1000) * 1000);
  });

  it('issues a client certificate with the groups and without server rights', async () => {
    const client = await issue(
      authority,
      { commonName: 'kubernetes-admin', organizations: ['system:masters', 'a,b+"c"=d'], usage: 'client', algorithm: 'ECDSA-P256' },
      ports,
    );
    const info = certificateInfo(client.certificatePem);
    expect(info.subject).toEqual({ commonName: 'kubernetes-admin', organizations: ['system:masters', 'a,b+"c"=d'] });
    expect(info).toMatchObject({ isAuthority: false, usages: ['client'], sans: { dns: [], ips: [] } });
    expect(verifyChain(client.certificatePem, authority.certificatePem, now)).toEqual({ valid: true });
    expect(matchesKey(client.certificatePem, client.keyPem)).toBe(true);
    expect(matchesKey(client.certificatePem, authority.keyPem)).toBe(false);
  });

  it('issues a server certificate that names its hosts', async () => {
    const sans = { dns: ['kubernetes', 'demo.example.test'], ips: ['192.0.2.7', '2001:db8::1'] };
    const server = await issue(authority, { commonName: 'kube-apiserver', sans, usage: 'both', algorithm: 'ECDSA-P256' }, ports);
    const parsed = new X509Certificate(server.certificatePem);
    expect(parsed.checkHost('demo.example.test')).toBe('demo.example.test');
    expect(parsed.checkIP('192.0.2.7')).toBe('192.0.2.7');
    expect(parsed.checkIP('2001:db8::1')).toBe('2001:db8::1');
    expect(certificateInfo(server.certificatePem).usages).toEqual(['server', 'client']);
    expect(certificateInfo(server.certificatePem).sans.dns).toEqual(sans.dns);
  });

  it('never issues beyond its own end or before its own start', async () => {
    const short = await createAuthority({ commonName: 'short', notBefore: now - 60_000, days: 1, algorithm: 'ECDSA-P256' }, ports);
    const made = await issue(short, { commonName: 'x', usage: 'client', algorithm: 'ECDSA-P256' }, ports);
    const [ca, leaf] = [certificateInfo(short.certificatePem), certificateInfo(made.certificatePem)];
    expect([leaf.notBefore, leaf.notAfter]).toEqual([ca.notBefore, ca.notAfter]);
  });

  it.each(keyAlgorithms.filter((algorithm) => algorithm !== 'RSA-4096'))('signs with %s what OpenSSL accepts', async (algorithm) => {
    const ca = await createAuthority({ commonName: 'ca', algorithm }, ports);
    const leaf = await issue(ca, { commonName: 'leaf', usage: 'server', algorithm }, ports);
    expect(verifyChain(leaf.certificatePem, ca.certificatePem, now)).toEqual({ valid: true });
    expect(ca.keyPem).toMatch(algorithm.startsWith('RSA') ? /BEGIN RSA PRIVATE KEY/ : /BEGIN EC PRIVATE KEY/);
  });

  it('says why a chain does not hold', async () => {
    const other = await createAuthority({ commonName: 'kubernetes', algorithm: 'ECDSA-P256' }, ports);
    const third = await createAuthority({ commonName: 'third', algorithm: 'ECDSA-P256' }, ports);
    const leaf = await issue(authority, { commonName: 'leaf', usage: 'client', days: 1, algorithm: 'ECDSA-P256' }, ports);
    const verdict = (ca: string, at: number): unknown => {
      const result = verifyChain(leaf.certificatePem, ca, at);
      return result.valid ? 'valid' : result.reason;
    };
    expect(verdict(other.certificatePem, now)).toBe('BadSignature');
    expect(verdict(third.certificatePem, now)).toBe('WrongIssuer');
    expect(verdict(leaf.certificatePem, now)).toBe('NotAnAuthority');
    expect(verdict(authority.certificatePem, now + 2 * day)).toBe('Expired');
    expect(verdict(authority.certificatePem, now - day)).toBe('NotYetValid');
  });

  it('refuses a loaded authority that cannot sign, whose key is another, or that is no PEM', async () => {
    const leaf = await issue(authority, { commonName: 'leaf', usage: 'client', algorithm: 'ECDSA-P256' }, ports);
    expect(loadAuthority(authority)).toEqual(authority);
    expect(() => loadAuthority(leaf)).toThrow(NotAnAuthorityError);
    expect(() => loadAuthority({ ...authority, keyPem: leaf.keyPem })).toThrow(KeyMismatchError);
    expect(() => loadAuthority({ ...authority, certificatePem: 'bm90IGEgcGVt' })).toThrow(MalformedPemError);
    expect(() => loadAuthority({ ...authority, keyPem: 'bm90IGEgcGVt' })).toThrow(MalformedPemError);
  });

  it('hashes the public key as kubeadm pins it', () => {
    expect(publicKeyHash(authority.certificatePem)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
