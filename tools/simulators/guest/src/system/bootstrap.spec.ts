import { ConfigMap } from '@handoff/api';
import { parseBootstrapReport } from '@handoff/kubeadm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { ClusterFixture } from '../testing/cluster-fixture.js';
import { Node, Pod } from '../workload/kinds.js';

const token = 'abcdef.0123456789abcdef';

describe('the bootstrap of nodes', () => {
  let fixture: ClusterFixture;

  beforeEach(async () => {
    fixture = await ClusterFixture.create();
  });
  afterEach(() => fixture[Symbol.asyncDispose]());

  it('founds a cluster with the data of the common template', async () => {
    const { guest, variables } = await fixture.boot('cp-1', fixture.initData());
    expect(guest.console.lines.join('\n')).toContain('Running script /etc/pre-kubeadm-commands/50-kube-vip-prepare.sh');
    expect(parseBootstrapReport(variables)).toMatchObject({ state: 'done' });
    const api = guest.membership?.cluster.api;
    expect(await api?.get(ConfigMap, 'kube-system', 'kubeadm-config')).toBeDefined();
    const node = await api?.get(Node, undefined, 'cp-1');
    expect(new Set(node?.spec?.taints?.map(({ key }) => key))).toEqual(
      new Set(['node-role.kubernetes.io/control-plane', 'node.cloudprovider.kubernetes.io/uninitialized', 'node.kubernetes.io/not-ready']),
    );
    const pods = (await api?.list(Pod, 'kube-system'))?.map(({ metadata }) => metadata.name) ?? [];
    expect(pods).toEqual(
      expect.arrayContaining(['etcd-cp-1', 'kube-apiserver-cp-1', 'kube-controller-manager-cp-1', 'kube-scheduler-cp-1', 'kube-vip-cp-1']),
    );
  });

  it('joins control-plane nodes and workers over the network', async () => {
    const first = await fixture.boot('cp-1', fixture.initData());
    const api = first.guest.membership?.cluster.api;
    await fixture.invite(token);
    const others = await Promise.all([
      fixture.boot('cp-2', fixture.joinData('join-control-plane', token)),
      fixture.boot('md-1', fixture.joinData('join-worker', token)),
    ]);
    expect(others.map(({ variables }) => parseBootstrapReport(variables))).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect((await api?.list(Node))?.map(({ metadata: { name } }) => name)).toEqual(['cp-1', 'cp-2', 'md-1']);
    expect(fixture.clusters.summaries()).toMatchObject([{ served: true, members: [{ node: 'cp-1' }, { node: 'cp-2' }] }]);
  });
});
