import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clusterCertificates, generateKeys, issue, loadAuthority, parseKubeconfig, readKeys, verifyChain } from './index.js';
import type { ClusterCertificates, PkiPorts } from './index.js';

/** Runs only where `KUBEADM` names a kubeadm: the judge of whether nodes will take our files. */
const kubeadm = process.env['KUBEADM'] ?? '';
const whereKubeadm = kubeadm === '' ? describe.skip : describe;
const run = promisify(execFile);

const ports: PkiPorts = {
  keys: { next: generateKeys },
  clock: { now: () => Date.now() },
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
};

whereKubeadm.each(['RSA-2048', 'ECDSA-P256', 'ECDSA-P384'] as const)('the real kubeadm (KUBEADM), given our authorities with %s keys', (algorithm) => {
  let folder: string;
  let made: ClusterCertificates;
  const text = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pki-'));
    made = await clusterCertificates(ports, { algorithm });
    await mkdir(join(folder, 'pki/etcd'), { recursive: true });
    const files = { ca: ['ca.crt', 'ca.key'], etcd: ['etcd/ca.crt', 'etcd/ca.key'], proxy: ['front-proxy-ca.crt', 'front-proxy-ca.key'], sa: ['sa.pub', 'sa.key'] } as const;
    for (const purpose of ['ca', 'etcd', 'proxy', 'sa'] as const) {
      await writeFile(join(folder, 'pki', files[purpose][0]), made[purpose]['tls.crt']);
      await writeFile(join(folder, 'pki', files[purpose][1]), made[purpose]['tls.key'], { mode: 0o600 });
    }
    await writeFile(
      join(folder, 'kubeadm.yaml'),
      'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nlocalAPIEndpoint: {advertiseAddress: 192.0.2.10}\nnodeRegistration: {name: node-0, criSocket: \'unix:///run/x.sock\'}\n---\n' +
        `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.0\ncontrolPlaneEndpoint: 192.0.2.1:6443\nencryptionAlgorithm: ${algorithm}\ncertificatesDir: ${folder}/pki\n`,
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps them and signs its own certificates with them', async () => {
    const { stdout } = await run(kubeadm, ['init', 'phase', 'certs', 'all', '--config', join(folder, 'kubeadm.yaml')]);
    expect(stdout).toContain('Using existing ca certificate authority');
    expect(stdout).toContain('Using existing etcd/ca certificate authority');
    expect(stdout).toContain('Using existing front-proxy-ca certificate authority');
    expect(stdout).toContain('Using the existing "sa" key');
    expect(await text('pki/ca.crt')).toBe(made.ca['tls.crt']);
    const now = Date.now();
    expect(verifyChain(await text('pki/apiserver.crt'), made.ca['tls.crt'], now)).toEqual({ valid: true });
    expect(verifyChain(await text('pki/etcd/server.crt'), made.etcd['tls.crt'], now)).toEqual({ valid: true });
    expect(verifyChain(await text('pki/front-proxy-client.crt'), made.proxy['tls.crt'], now)).toEqual({ valid: true });
    expect(readKeys(await text('pki/apiserver.key')).algorithm).toBe(algorithm);
  });

  it('makes kubeconfigs that we can read', async () => {
    await run(kubeadm, ['init', 'phase', 'kubeconfig', 'all', '--config', join(folder, 'kubeadm.yaml'), '--kubeconfig-dir', folder]);
    const admin = parseKubeconfig(await text('admin.conf'));
    expect(admin).toMatchObject({ server: 'https://192.0.2.1:6443', caPem: made.ca['tls.crt'] });
    expect(verifyChain(admin.clientCertificatePem, made.ca['tls.crt'], Date.now())).toEqual({ valid: true });
  });
});

whereKubeadm('an authority that the real kubeadm (KUBEADM) made', () => {
  it('signs our certificates, with its name as it encodes it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pki-'));
    try {
      await run(kubeadm, ['init', 'phase', 'certs', 'ca', '--cert-dir', folder, '--kubernetes-version', 'v1.36.0']);
      const authority = loadAuthority({ certificatePem: await readFile(join(folder, 'ca.crt'), 'utf8'), keyPem: await readFile(join(folder, 'ca.key'), 'utf8') });
      const leaf = await issue(authority, { commonName: 'x', usage: 'client', algorithm: 'ECDSA-P256' }, ports);
      expect(verifyChain(leaf.certificatePem, authority.certificatePem, Date.now())).toEqual({ valid: true });
      // Go compares names byte by byte, and writes a PrintableString (tag 0x13) where we write a UTF8String.
      expect(new X509Certificate(leaf.certificatePem).raw.includes(Buffer.from('\x13\x0akubernetes', 'latin1'))).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
