import { parseBootstrapReport } from '@handoff/kubeadm';
import { clusterCertificates, createAuthority, generateKeys } from '@handoff/pki';
import { systemClock, systemRandom } from '@handoff/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { ClusterFixture, editUserData, kubeVipManifest, metadataOf, type BootedGuest } from '../testing/cluster-fixture.js';

const token = 'abcdef.0123456789abcdef';
const sentinel = '/run/cluster-api/bootstrap-success.complete';
const ports = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: systemClock, random: systemRandom };

/** The node is down, and the reporter says why. */
function expectDown({ guest, variables }: BootedGuest, error: RegExp): void {
  expect(parseBootstrapReport(variables)).toMatchObject({ state: 'failed', error: expect.stringMatching(error) });
  expect(guest.membership).toBeUndefined();
}

const kubeVip = 'kube-vip.yaml';
const without = (userData: string, path: string): string =>
  editUserData(userData, (config) => {
    config.write_files = config.write_files.filter((file) => !file.path.endsWith(path));
  });
const replaced = (userData: string, path: string, content: (before: string) => string): string =>
  editUserData(userData, (config) => {
    for (const file of config.write_files) if (file.path.endsWith(path)) file.content = content(file.content);
  });

describe('a first node stays down', () => {
  let fixture: ClusterFixture;
  beforeEach(async () => {
    fixture = await ClusterFixture.create();
  });
  afterEach(() => fixture[Symbol.asyncDispose]());

  it.each<[string, (data: string, port: number) => string, RegExp]>([
    ['user data is no YAML', (data) => `${data}\n  - : [`, /user data is not valid YAML: .* at line \d+/],
    [
      'a file has numeric permissions',
      (data) => editUserData(data, (config) => Object.assign(config.write_files[0] ?? {}, { permissions: 640 })),
      /write_files\.0\.permissions/,
    ],
    [
      'a key of cloud-config is misspelt',
      (data) => data.replace('\nruncmd:', '\nrun_cmd:'),
      /additional properties are not allowed \(run_cmd\)/,
    ],
    ['user data is no cloud-config', (data) => data.replace('#cloud-config', '#cloudconfig'), /does not start with "#cloud-config"/],
    [
      'a template cannot be rendered',
      (data) => data.replace('{{ ds.meta_data.hostname }}', '{{ ds.metadata.hostname }}'),
      /'metadata' is undefined/,
    ],
    [
      'a name in a template does not exist',
      (data) => data.replaceAll("'{{ local_hostname }}'", "'{{ local_host }}'"),
      /nodeRegistration\.name: Invalid value/,
    ],
    ['a command is no shell', (data) => editUserData(data, (config) => config.runcmd.unshift('if true; then')), /no valid shell script/],
    [
      'kubeadm gets an unknown field',
      (data) => replaced(data, 'kubeadm.yaml', (text) => text.replace('controlPlaneEndpoint:', 'controlPlaneEndPoint:')),
      /strict decoding error: unknown field "controlPlaneEndPoint"/,
    ],
    ['the configuration file is missing', (data) => without(data, 'kubeadm.yaml'), /unable to read config .*no such file or directory/],
    [
      'the version is newer than the image',
      (data) => replaced(data, 'kubeadm.yaml', (text) => text.replace('v1.33.1', 'v1.34.0')),
      /higher than the kubeadm version v1\.33\.1/,
    ],
    [
      'the version is too old for the image',
      (data) => replaced(data, 'kubeadm.yaml', (text) => text.replace('v1.33.1', 'v1.31.4')),
      /only supports deploying clusters with the control plane version >= v1\.32\.0/,
    ],
    ['the CA is missing', (data) => without(data, 'pki/ca.crt'), /phase certs\/ca: .*ca\.crt: no such file or directory/],
    ['the service-account key is missing', (data) => without(data, 'sa.key'), /phase certs\/sa: .*sa\.key/],
    ['a key is no PEM', (data) => replaced(data, 'front-proxy-ca.key', () => 'secret'), /front-proxy-ca.*not valid PEM/],
    [
      'no kube-vip runs',
      (data) => without(data, kubeVip),
      /did not answer at 127\.0\.0\.1:\d+ .*connection refused; no kube-vip manifest/,
    ],
    [
      'kube-vip announces another address',
      (data, port) => replaced(data, kubeVip, () => kubeVipManifest('127.0.0.9', port)),
      /kube-vip announces 127\.0\.0\.9, the control-plane endpoint is 127\.0\.0\.1/,
    ],
    [
      'kube-vip announces another port',
      (data, port) => replaced(data, kubeVip, () => kubeVipManifest('127.0.0.1', port + 1)),
      /kube-vip announces port/,
    ],
    ['kube-vip has no rights before init is done', (data) => without(data, 'prepare.sh'), /it needs \/etc\/kubernetes\/super-admin\.conf/],
  ])('when %s', async (_name, fault, error) => {
    const booted = await fixture.boot('cp-1', fault(fixture.initData(), fixture.port));
    expectDown(booted, error);
    expect(booted.guest.files.exists(sentinel)).toBe(false);
    expect(fixture.clusters.summaries()).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    [
      'no card has the MAC address',
      metadataOf('cp-1', '00:50:56:ff:ff:ff', '198.51.100.7'),
      /no network card has the MAC address 00:50:56:ff:ff:ff \(this VM has 00:50:56:00:00:01\)/,
    ],
    ['the address is none', metadataOf('cp-1', '00:50:56:00:00:01', '198.51.100.700'), /is no address with a prefix length/],
    ['the metadata is no YAML', 'local-hostname: [', /guestinfo\.metadata is not valid YAML/],
  ])('when %s', async (_name, metadata, error) => {
    expectDown(await fixture.boot('cp-1', fixture.initData(), { metadata }), error);
  });

  it('when its CA has expired', async () => {
    const expired = await createAuthority({ commonName: 'kubernetes', notBefore: Date.now() - 10 * 86_400_000, days: 3 }, ports);
    const data = replaced(
      replaced(fixture.initData(), 'pki/ca.crt', () => expired.certificatePem),
      'pki/ca.key',
      () => expired.keyPem,
    );
    expectDown(await fixture.boot('cp-1', data), /pki\/ca\.crt: the certificate has expired/);
  });

  it('when a key belongs to another certificate', async () => {
    const { ca } = await clusterCertificates(ports);
    expectDown(
      await fixture.boot(
        'cp-1',
        replaced(fixture.initData(), 'pki/ca.key', () => ca['tls.key']),
      ),
      /does not belong to the certificate "kubernetes"/,
    );
  });
});

describe('a joining node stays down', () => {
  let fixture: ClusterFixture;
  beforeAll(async () => {
    fixture = await ClusterFixture.create();
    await fixture.boot('cp-1', fixture.initData());
    await fixture.invite(token);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  it.each<[string, () => Promise<string> | string, RegExp]>([
    [
      'its token is unknown',
      () => fixture.joinData('join-worker', 'zzzzzz.0123456789abcdef'),
      /token id "zzzzzz" is invalid for this cluster or it has expired/,
    ],
    ['its token has the wrong secret', () => fixture.joinData('join-worker', 'abcdef.ffffffffffffffff'), /failed to verify JWS signature/],
    [
      'its token is malformed',
      () => replaced(fixture.joinData('join-worker', token), 'join-config.yaml', (text) => text.replace(token, 'abc.def')),
      /the bootstrap token is invalid/,
    ],
    [
      'the CA is not the pinned one',
      () => fixture.joinData('join-worker', token, { pin: `sha256:${'0'.repeat(64)}` }),
      /none of the public keys "sha256:[0-9a-f]+" are pinned/,
    ],
    [
      'the CA is not pinned at all',
      () =>
        replaced(fixture.joinData('join-worker', token), 'join-config.yaml', (text) => text.replace(/ *caCertHashes:\n( *- .*\n)+/, '')),
      /caCertHashes: Invalid value/,
    ],
    [
      'the name it dials is not in the certificate',
      () => fixture.joinData('join-worker', token, { endpoint: `localhost:${String(fixture.port)}` }),
      /failed to verify certificate of localhost/,
    ],
    [
      'nobody listens where it dials',
      () => fixture.joinData('join-worker', token, { endpoint: '127.0.0.1:1' }),
      /dial tcp 127\.0\.0\.1:1: connect: connection refused/,
    ],
    [
      'its authorities are not those of the cluster',
      async () => fixture.joinData('join-control-plane', token, { certificates: await clusterCertificates(ports) }),
      /certificate signed by unknown authority/,
    ],
    [
      "the etcd CA is not the cluster's",
      async () =>
        fixture.joinData('join-control-plane', token, {
          certificates: { ...fixture.certificates, etcd: (await clusterCertificates(ports)).etcd },
        }),
      /etcd\/ca\.crt is not the cluster's/,
    ],
    [
      'a certificate is missing',
      () => without(fixture.joinData('join-control-plane', token), 'etcd/ca.key'),
      /etcd\/ca\.key: no such file or directory/,
    ],
  ])('when %s', async (_name, data, error) => {
    const booted = await fixture.boot('md-1', await data());
    expectDown(booted, error);
    expect(booted.guest.files.exists(sentinel)).toBe(false);
  });

  it('when its token has expired', async () => {
    await fixture.invite('expire.0123456789abcdef', -60);
    expectDown(
      await fixture.boot('md-1', fixture.joinData('join-worker', 'expire.0123456789abcdef')),
      /invalid for this cluster or it has expired/,
    );
  });

  it('when its image is of another version', async () => {
    expectDown(
      await fixture.boot('md-1', fixture.joinData('join-worker', token), { kubernetesVersion: 'v1.36.1' }),
      /Current version: v1\.33\.1/,
    );
  });
});
