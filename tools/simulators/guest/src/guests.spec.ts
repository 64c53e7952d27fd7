import { issue, generateKeys, type Authority } from '@handoff/pki';
import { parseBootstrapReport } from '@handoff/kubeadm';
import { systemClock, systemRandom } from '@handoff/time';
import type { TaskRef } from '@handoff/vsphere';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';

import { isRecord, type Fields } from './json.js';
import { KubeHttp } from './kubeadm/kube-http.js';
import { ClusterFixture, metadataOf } from './testing/cluster-fixture.js';
import { VcenterFixture } from './testing/vcenter-fixture.js';

const token = 'abcdef.0123456789abcdef';

/** An administrator's client of the workload cluster. */
async function adminOf({ certificates, port }: ClusterFixture): Promise<KubeHttp> {
  const authority: Authority = { certificatePem: certificates.ca['tls.crt'], keyPem: certificates.ca['tls.key'] };
  const client = await issue(
    authority,
    { commonName: 'admin', organizations: ['system:masters'], usage: 'client', algorithm: 'ECDSA-P256' },
    { keys: { next: generateKeys }, clock: systemClock, random: systemRandom },
  );
  return new KubeHttp({ host: '127.0.0.1', port }, { caPem: authority.certificatePem, client }, new AbortController().signal);
}

const plurals: Record<string, string> = {
  ServiceAccount: 'serviceaccounts',
  ConfigMap: 'configmaps',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  RoleBinding: 'rolebindings',
  Secret: 'secrets',
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  Namespace: 'namespaces',
  CSIDriver: 'csidrivers',
};

async function apply(admin: KubeHttp, yaml: string): Promise<void> {
  for (const document of parseAllDocuments(yaml)) {
    const object = document.toJS() as Fields & { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
    const root = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
    const namespace = object.metadata.namespace === undefined ? '' : `/namespaces/${object.metadata.namespace}`;
    await admin.send({ method: 'POST', path: `${root}${namespace}/${plurals[object.kind] ?? ''}`, body: object });
  }
}

const addon = (name: string): Promise<string> => readFile(new URL(`../../../../examples/addons/${name}.yaml`, import.meta.url), 'utf8');

const condition = (object: unknown, type: string): string | undefined => {
  const conditions =
    isRecord(object) && isRecord(object['status']) && Array.isArray(object['status']['conditions']) ? object['status']['conditions'] : [];
  return (conditions as { type: string; status: string }[]).find((entry) => entry.type === type)?.status;
};

describe('the guests of a vCenter', () => {
  let cluster: ClusterFixture;
  let site: VcenterFixture;

  beforeEach(async () => {
    cluster = await ClusterFixture.create();
    site = await VcenterFixture.create();
  });
  afterEach(async () => {
    await site[Symbol.asyncDispose]();
    await cluster[Symbol.asyncDispose]();
  });

  async function invite(admin: KubeHttp): Promise<void> {
    await admin.send({ method: 'POST', path: '/api/v1/namespaces/kube-system/secrets', body: cluster.tokenSecret(token) });
  }

  it('plays a VM from power-on to its node, and shows vCenter its address and its progress', async () => {
    const vm = await site.createVm('cp-1', cluster.initData(), (mac) => metadataOf('cp-1', mac, '198.51.100.20'));
    await site.heard(/^cp-1: cloud-init: finished/);
    const { extraConfig } = await site.client.vm(vm);
    expect(parseBootstrapReport(Object.fromEntries(extraConfig))).toMatchObject({ state: 'done' });
    expect(site.vcenter.vms()).toMatchObject([{ ipAddresses: ['198.51.100.20'] }]);
    expect(site.guests?.clusters()).toMatchObject([{ endpoint: `127.0.0.1:${String(cluster.port)}`, served: true, nodes: ['cp-1'] }]);
  });

  it('brings nodes to Ready once the add-ons are applied, in whatever order', async () => {
    await site.createVm('cp-1', cluster.initData(), (mac) => metadataOf('cp-1', mac, '198.51.100.20'));
    await site.heard(/^cp-1: cloud-init: finished/);
    const admin = await adminOf(cluster);
    await invite(admin);
    await site.createVm('md-1', cluster.joinData('join-worker', token), (mac) => metadataOf('md-1', mac, '198.51.100.21'));
    await site.heard(/^md-1: cloud-init: finished/);
    const configured = (text: string): string =>
      text.replaceAll('${VSPHERE_SERVER}', site.vcenter.address).replaceAll('${VSPHERE_THUMBPRINT}', site.vcenter.thumbprint);
    await apply(admin, await addon('vsphere-csi'));
    await apply(admin, configured(await addon('vsphere-cpi')));
    await apply(admin, await addon('cilium'));
    const credentials = { '127.0.0.1.username': 'user', '127.0.0.1.password': 'pass' };
    const secret = (namespace: string, name: string, stringData: object): Promise<unknown> =>
      admin.send({
        method: 'POST',
        path: `/api/v1/namespaces/${namespace}/secrets`,
        body: { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData },
      });
    await secret('kube-system', 'cloud-provider-vsphere-credentials', credentials);
    await secret('vmware-system-csi', 'vsphere-config-secret', { 'csi-vsphere.conf': '[Global]' });
    for (const [name, address] of [
      ['cp-1', '198.51.100.20'],
      ['md-1', '198.51.100.21'],
    ] as const) {
      const node = await admin.watchUntil(`/api/v1/nodes?watch=true&fieldSelector=metadata.name%3D${name}`, (object) => {
        const spec = isRecord(object) && isRecord(object['spec']) ? object['spec'] : {};
        return condition(object, 'Ready') === 'True' && spec['providerID'] !== undefined ? object : undefined;
      });
      expect(node).toMatchObject({
        spec: { providerID: expect.stringMatching(/^vsphere:\/\//) },
        status: { addresses: expect.arrayContaining([{ type: 'InternalIP', address }]) },
      });
      await admin.watchUntil(
        `/apis/storage.k8s.io/v1/csinodes?watch=true&fieldSelector=metadata.name%3D${name}`,
        (object) => JSON.stringify(object).includes('csi.vsphere.vmware.com') || undefined,
      );
    }
    for (const [path, name] of [
      ['namespaces/vmware-system-csi/deployments', 'vsphere-csi-controller'],
      ['namespaces/kube-system/deployments', 'coredns'],
      ['namespaces/kube-system/deployments', 'cilium-operator'],
    ]) {
      await admin.watchUntil(
        `/apis/apps/v1/${path ?? ''}?watch=true&fieldSelector=metadata.name%3D${name ?? ''}`,
        (object) => condition(object, 'Available') === 'True' || undefined,
      );
    }
  });

  it('finds the version of a full clone too', async () => {
    await site.createVm('cp-1', cluster.initData(), (mac) => metadataOf('cp-1', mac, '198.51.100.20'), {
      version: 'v1.32.1',
      cloneMode: 'fullClone',
    });
    await site.heard(/^cp-1: /);
    expect(site.guests?.log('cp-1').join('\n')).toContain('higher than the kubeadm version v1.32.1');
  });

  async function awaited(task: Promise<TaskRef | undefined>): Promise<void> {
    const ref = await task;
    if (ref !== undefined) await site.client.awaitTask(ref);
  }

  it('loses the node with the power of its VM, takes it back, and drops the cluster with the last VM', async () => {
    const vm = await site.createVm('cp-1', cluster.initData(), (mac) => metadataOf('cp-1', mac, '198.51.100.20'));
    await site.heard(/^cp-1: cloud-init: finished/);
    const endpoint = `127.0.0.1:${String(cluster.port)}`;
    await awaited(site.client.powerOff(vm));
    await site.heard(/the API is not served/);
    expect(site.guests?.clusters()).toMatchObject([{ endpoint, served: false, nodes: [] }]);
    await awaited(site.client.powerOn(vm));
    await site.heard(/this instance has been set up before/);
    expect(site.guests?.clusters()).toMatchObject([{ endpoint, served: true, nodes: ['cp-1'] }]);
    await awaited(site.client.powerOff(vm));
    await awaited(site.client.destroy(vm));
    await site.heard(/cp-1 is gone/);
    expect(site.guests?.clusters()).toEqual([]);
  });
});
