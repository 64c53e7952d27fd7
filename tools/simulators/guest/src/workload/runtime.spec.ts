import { Secret } from '@handoff/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

import { ClusterFixture } from '../testing/cluster-fixture.js';
import type { ClusterApi, Draft } from './cluster-api.js';
import { DaemonSet, Deployment, Node, Pod, StatefulSet } from './kinds.js';

const token = 'abcdef.0123456789abcdef';

/** Resolves with the first state of an object that fits. */
function until<K extends Parameters<ClusterApi['watch']>[0]>(
  api: ClusterApi,
  kind: K,
  name: string,
  fits: (object: ReturnType<K['parse']>) => boolean,
): Promise<ReturnType<K['parse']>> {
  return new Promise((resolve, reject) => {
    const watch = api.watch(
      kind,
      ({ type, object }) => {
        const typed = object as ReturnType<K['parse']>;
        if (type === 'DELETED' || object.metadata.name !== name || !fits(typed)) return;
        watch[Symbol.dispose]();
        resolve(typed);
      },
      reject,
    );
  });
}

const isReadyNode = (node: Node): boolean =>
  (node.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

const cilium = `
metadata: {name: cilium, namespace: kube-system}
spec:
  selector: {matchLabels: {k8s-app: cilium}}
  template:
    metadata: {labels: {k8s-app: cilium}}
    spec:
      hostNetwork: true
      tolerations: [{operator: Exists}]
      containers: [{name: agent, image: quay.io/cilium/cilium:v1.18.2}]
`;

const draft = (yaml: string): Draft => parseAllDocuments(yaml)[0]?.toJS() as Draft;

function web(image = 'example.test/web:1'): Draft {
  const labels = { app: 'web' };
  const antiAffinity = {
    requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' }],
  };
  return {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
          affinity: { podAntiAffinity: antiAffinity },
          containers: [{ name: 'web', image }],
        },
      },
    },
  };
}

describe('a workload cluster', () => {
  let fixture: ClusterFixture;
  let api: ClusterApi;

  beforeEach(async () => {
    fixture = await ClusterFixture.create();
    const { guest } = await fixture.boot('cp-1', fixture.initData());
    if (guest.membership === undefined) throw new Error(guest.console.lines.join('\n'));
    api = guest.membership.cluster.api;
  });
  afterEach(() => fixture[Symbol.asyncDispose]());

  it('runs pods of the host network at once, others when the node has a network', async () => {
    await until(api, DaemonSet, 'kube-proxy', ({ status }) => status?.['numberReady'] === 1);
    await api.create(Deployment, { ...web(), spec: { ...(web()['spec'] as object), replicas: 1 } });
    await until(api, Deployment, 'web', ({ status }) => status?.['replicas'] === 1);
    expect((await api.get(Node, undefined, 'cp-1'))?.status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'False', reason: 'KubeletNotReady' }),
    );
    await api.create(DaemonSet, draft(cilium));
    await until(api, Node, 'cp-1', isReadyNode);
    await until(api, Deployment, 'web', ({ status }) => status?.['availableReplicas'] === 1);
  });

  it('keeps pods that avoid each other on nodes of their own', async () => {
    await api.create(DaemonSet, draft(cilium));
    await api.create(Deployment, web());
    await until(api, Deployment, 'web', ({ status }) => status?.['availableReplicas'] === 1);
    const [waiting] = (await api.list(Pod, 'default')).filter(({ spec }) => spec.nodeName === undefined);
    expect(waiting?.status?.conditions).toContainEqual(
      expect.objectContaining({ reason: 'Unschedulable', message: expect.stringContaining('anti-affinity') }),
    );
    await fixture.invite(token);
    await fixture.boot('md-1', fixture.joinData('join-worker', token));
    await until(api, Deployment, 'web', ({ status }) => status?.['availableReplicas'] === 2);
    expect(new Set((await api.list(Pod, 'default')).map(({ spec }) => spec.nodeName))).toEqual(new Set(['cp-1', 'md-1']));
  });

  it('rolls out a changed template and removes what it replaces', async () => {
    await api.create(DaemonSet, draft(cilium));
    const before = { ...web(), spec: { ...(web()['spec'] as object), replicas: 1, strategy: { type: 'Recreate' } } };
    await api.create(Deployment, before);
    const first = await until(api, Deployment, 'web', ({ status }) => status?.['availableReplicas'] === 1);
    const template = (web('example.test/web:2')['spec'] as { template: Deployment['spec']['template'] }).template;
    await api.update(Deployment, { ...first, spec: { ...first.spec, template } });
    await until(
      api,
      Deployment,
      'web',
      ({ status }) => status?.observedGeneration === 2 && status['updatedReplicas'] === 1 && status['availableReplicas'] === 1,
    );
    expect((await api.list(Pod, 'default')).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toMatchObject([
      { spec: { containers: [{ image: 'example.test/web:2' }] } },
    ]);
  });

  it('numbers the pods of a StatefulSet', async () => {
    await api.create(DaemonSet, draft(cilium));
    const { affinity: _affinity, ...spec } = (web()['spec'] as { template: { spec: Record<string, unknown> } }).template.spec;
    await api.create(StatefulSet, {
      ...web(),
      spec: {
        replicas: 2,
        serviceName: 'web',
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec },
      },
    });
    await until(api, StatefulSet, 'web', ({ status }) => status?.['readyReplicas'] === 2);
    expect((await api.list(Pod, 'default')).map(({ metadata }) => metadata.name)).toEqual(['web-0', 'web-1']);
  });

  it('keeps a pod waiting for the Secret that it mounts', async () => {
    await api.create(DaemonSet, draft(cilium));
    const spec = {
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'a', image: 'a' }],
      volumes: [{ name: 'config', secret: { secretName: 'config' } }],
    };
    await api.create(Pod, { metadata: { name: 'a', namespace: 'default' }, spec });
    const waiting = await until(api, Pod, 'a', ({ status }) => status?.containerStatuses?.length === 1);
    expect(JSON.stringify(waiting.status)).toContain('secret \\"config\\" not found');
    await api.create(Secret, { metadata: { name: 'config', namespace: 'default' } });
    await until(api, Pod, 'a', ({ status }) => status?.phase === 'Running');
  });

  it('says that a cloud provider cannot log in', async () => {
    const config = 'global: {insecureFlag: true}\nvcenter: {x: {server: vcenter.example.test, user: u, password: p}}';
    const spec = {
      hostNetwork: true,
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: 'cpi',
          image: 'x/cloud-provider-vsphere:v1',
          args: ['--cloud-config=/etc/cloud/vsphere.conf'],
          volumeMounts: [{ name: 'c', mountPath: '/etc/cloud' }],
        },
      ],
      volumes: [{ name: 'c', secret: { secretName: 'c' } }],
    };
    await api.create(Secret, { metadata: { name: 'c', namespace: 'default' }, stringData: { 'vsphere.conf': config } });
    await api.create(Pod, { metadata: { name: 'cpi', namespace: 'default' }, spec });
    const failed = await until(api, Pod, 'cpi', ({ status }) => JSON.stringify(status).includes('CrashLoopBackOff'));
    expect(JSON.stringify(failed.status)).toContain('failed to connect to vCenter vcenter.example.test: no vCenter in this test');
  });
});

describe('the control plane of a workload cluster', () => {
  let fixture: ClusterFixture;
  beforeEach(async () => {
    fixture = await ClusterFixture.create();
  });
  afterEach(() => fixture[Symbol.asyncDispose]());

  it('moves to another node with the loss of one, and stops with the loss of the quorum', async () => {
    const first = await fixture.boot('cp-1', fixture.initData());
    const cluster = first.guest.membership?.cluster;
    if (cluster === undefined) throw new Error('there is no cluster');
    await fixture.invite(token);
    const second = await fixture.boot('cp-2', fixture.joinData('join-control-plane', token));
    await fixture.boot('cp-3', fixture.joinData('join-control-plane', token));
    first.power.abort();
    await cluster.lose('cp-1');
    expect(fixture.clusters.summaries()).toMatchObject([
      { served: true, nodes: ['cp-2', 'cp-3'], members: [{ alive: false }, { alive: true }, { alive: true }] },
    ]);
    const node = await cluster.api.get(Node, undefined, 'cp-1');
    expect(node?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'Unknown' }));
    second.power.abort();
    await cluster.lose('cp-2');
    expect(fixture.clusters.summaries()).toMatchObject([{ served: false }]);
  });

  it('counts a node that was removed no more', async () => {
    const first = await fixture.boot('cp-1', fixture.initData());
    const cluster = first.guest.membership?.cluster;
    if (cluster === undefined) throw new Error('there is no cluster');
    await fixture.invite(token);
    const second = await fixture.boot('cp-2', fixture.joinData('join-control-plane', token));
    await fixture.boot('cp-3', fixture.joinData('join-control-plane', token));
    second.power.abort();
    await cluster.lose('cp-2');
    await cluster.api.remove(Node, { name: 'cp-2' });
    await until(cluster.api, Node, 'cp-1', () => true);
    expect(cluster.controlPlane.members.map(({ node }) => node)).toEqual(['cp-1', 'cp-3']);
  });
});
