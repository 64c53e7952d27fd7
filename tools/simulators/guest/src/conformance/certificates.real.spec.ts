import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminKubeconfig, clusterCertificates, generateKeys, issue, loadAuthority, parseKubeconfig, readKeys, verifyChain } from '@handoff/pki';
import type { ClusterCertificates, PkiPorts } from '@handoff/pki';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec, which nothing that ships depends on
import { whereParts } from '@handoff/real-parts';
import { systemClock, systemRandom } from '@handoff/time';
import { KubeadmPki } from './kubeadm-pki.js';
import { startOnKubeadmPki } from './kubeadm-api-server.js';
import type { ApiServer } from './kubeadm-api-server.js';

const ports: PkiPorts = { keys: { next: generateKeys }, clock: systemClock, random: systemRandom };

whereParts(describe, 'kubeadm')('the real kubeadm, given our authorities', () => {
  describe.each(['RSA-2048', 'ECDSA-P256', 'ECDSA-P384'] as const)('with %s keys', (algorithm) => {
    let folder: string;
    let made: ClusterCertificates;
    let pki: KubeadmPki;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pki-'));
      made = await clusterCertificates(ports, { algorithm });
      pki = await KubeadmPki.in(folder, { made, algorithm, endpoint: '192.0.2.1:6443' });
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('keeps them and signs its own certificates with them', async () => {
      const said = await pki.kubeadm('certs', 'all');
      for (const kept of ['ca', 'etcd/ca', 'front-proxy-ca']) expect(said).toContain(`Using existing ${kept} certificate authority`);
      expect(said).toContain('Using the existing "sa" key');
      expect(await pki.text('ca.crt')).toBe(made.ca['tls.crt']);
      const now = systemClock.now();
      expect(verifyChain(await pki.text('apiserver.crt'), made.ca['tls.crt'], now)).toEqual({ valid: true });
      expect(verifyChain(await pki.text('etcd/server.crt'), made.etcd['tls.crt'], now)).toEqual({ valid: true });
      expect(verifyChain(await pki.text('front-proxy-client.crt'), made.proxy['tls.crt'], now)).toEqual({ valid: true });
      expect(readKeys(await pki.text('apiserver.key')).algorithm).toBe(algorithm);
    });

    it('makes kubeconfigs that we can read', async () => {
      await pki.kubeadm('kubeconfig', 'all', '--kubeconfig-dir', folder);
      for (const name of ['admin', 'super-admin', 'kubelet', 'controller-manager', 'scheduler']) {
        const config = parseKubeconfig(await readFile(join(folder, `${name}.conf`), 'utf8'));
        expect(config.caPem).toBe(made.ca['tls.crt']);
        expect(verifyChain(config.clientCertificatePem, made.ca['tls.crt'], systemClock.now())).toEqual({ valid: true });
      }
      expect(parseKubeconfig(await readFile(join(folder, 'admin.conf'), 'utf8')).server).toBe('https://192.0.2.1:6443');
    });
  });

  it('makes an authority that signs our certificates, with its name as it encodes it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pki-'));
    try {
      const pki = await KubeadmPki.in(folder, { algorithm: 'RSA-2048', endpoint: '192.0.2.1:6443' });
      await pki.kubeadm('certs', 'ca');
      const authority = loadAuthority({ certificatePem: await pki.text('ca.crt'), keyPem: await pki.text('ca.key') });
      const leaf = await issue(authority, { commonName: 'x', usage: 'client', algorithm: 'ECDSA-P256' }, ports);
      expect(verifyChain(leaf.certificatePem, authority.certificatePem, systemClock.now())).toEqual({ valid: true });
      // Go compares names byte by byte, and writes a PrintableString (tag 0x13) where we write a UTF8String.
      expect(new X509Certificate(leaf.certificatePem).raw.includes(Buffer.from('\x13\x0akubernetes', 'latin1'))).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

whereParts(describe, 'kubeadm', 'etcd', 'kube-apiserver', 'kubectl')('a real kube-apiserver on what kubeadm made of our authorities', () => {
  let folder: string;
  let made: ClusterCertificates;
  let server: ApiServer;
  const kubeconfigOf = (ca: ClusterCertificates['ca'], trusted = ca): Promise<string> =>
    adminKubeconfig({ clusterName: 'demo', server: server.url }, { certificatePem: ca['tls.crt'], keyPem: ca['tls.key'] }, ports)
      .then((text) => text.replace(Buffer.from(ca['tls.crt']).toString('base64'), Buffer.from(trusted['tls.crt']).toString('base64')));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'control-plane-'));
    made = await clusterCertificates(ports);
    server = await startOnKubeadmPki(folder, made);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('lets the real kubectl work with our kubeconfig', async () => {
    const kubeconfig = await kubeconfigOf(made.ca);
    expect(await server.kubectl(kubeconfig, 'get', '--raw', '/readyz')).toBe('ok');
    expect(await server.kubectl(kubeconfig, 'create', 'namespace', 'made-by-kubectl')).toContain('namespace/made-by-kubectl created');
    expect(await server.kubectl(kubeconfig, 'get', 'namespaces', '--output', 'name')).toContain('namespace/made-by-kubectl');
    expect(await server.kubectl(kubeconfig, 'auth', 'whoami', '--output', 'jsonpath={.status.userInfo.username} {.status.userInfo.groups[0]}'))
      .toBe('kubernetes-admin system:masters');
  });

  it('is not trusted by a kubeconfig of another authority', async () => {
    const stranger = await clusterCertificates(ports, { algorithm: 'ECDSA-P256' });
    await expect(server.kubectl(await kubeconfigOf(stranger.ca), 'get', 'namespaces')).rejects.toThrow(/x509: certificate signed by unknown authority/);
  });

  it('does not let in who has a certificate of another authority', async () => {
    const stranger = await clusterCertificates(ports, { algorithm: 'ECDSA-P256' });
    const impostor = await kubeconfigOf(stranger.ca, made.ca);
    await expect(server.kubectl(impostor, 'get', 'namespaces')).rejects.toThrow(/Unauthorized|must be logged in/);
  });

  it('takes service-account tokens that its own key signed, and checks them with our public half', async () => {
    const kubeconfig = await kubeconfigOf(made.ca);
    await server.kubectl(kubeconfig, 'create', 'serviceaccount', 'robot', '--namespace', 'default');
    const token = await server.kubectl(kubeconfig, 'create', 'token', 'robot', '--namespace', 'default');
    const review = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token: token.trim() } });
    const answer = await server.kubectlWith(review, kubeconfig, 'create', '--filename', '-', '--output', 'jsonpath={.status.user.username}');
    expect(answer).toBe('system:serviceaccount:default:robot');
  });
});
