import { describe, expect, it } from '@jest/globals';
import { CSIDriver, CSINode, DaemonSet, Deployment, Node, Pod } from '@handoff/api';
import type { AddonGate, Kind, KubeObject } from '@handoff/api';
import { Store } from '@handoff/kube';
import { awaitedBy } from './gates.js';
import type { Sight } from './gates.js';

interface Meta {
  readonly namespace?: string;
  readonly generation?: number;
  readonly labels?: Record<string, string>;
  readonly owner?: string;
}

let version = 0;
function make<T extends KubeObject>(kind: Kind<T>, name: string, rest: object, { owner, ...meta }: Meta = {}): T {
  version += 1;
  const ownerReferences = owner === undefined ? [] : [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: owner, uid: `uid-${owner}`, controller: true }];
  return kind.parse({
    apiVersion: kind.apiVersion, kind: kind.kind,
    metadata: { name, uid: `uid-${name}`, resourceVersion: String(version), ownerReferences, ...meta }, ...rest,
  });
}

const sightOf = (...objects: readonly KubeObject[]): Sight => ({
  endpoint: '192.0.2.10',
  kind: () => Promise.resolve(undefined),
  views: {
    of: (kind, selection) => {
      const store = new Store<never>();
      for (const object of objects) {
        const fits = selection?.namespace === undefined || object.metadata.namespace === selection.namespace;
        if (object.kind === kind.kind && fits) store.set(object as never);
      }
      return store;
    },
  },
});

const node = (name: string, more: { ready?: boolean; worker?: boolean; spec?: object; addresses?: object[] } = {}): Node =>
  make(Node, name, {
    spec: more.spec ?? {},
    status: { conditions: [{ type: 'Ready', status: more.ready === true ? 'True' : 'False' }], addresses: more.addresses ?? [] },
  }, { labels: more.worker === true ? {} : { 'node-role.kubernetes.io/control-plane': '' } });

const controller = (name: string, status: object, generation = 1): Deployment =>
  make(Deployment, name, { spec: { selector: {}, template: {} }, status: { observedGeneration: 1, ...status } }, { namespace: 'kube-system', generation });

const agents = (status: object = { observedGeneration: 1 }, spec: object = {}): DaemonSet =>
  make(DaemonSet, 'agent', { spec: { selector: {}, template: {}, ...spec }, status }, { namespace: 'kube-system', generation: 1 });

const pod = (name: string, nodeName: string, ready: boolean, owner = 'agent'): Pod =>
  make(Pod, name, { spec: { nodeName, containers: [] }, status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] } }, { namespace: 'kube-system', owner });

const initialized = { spec: { providerID: 'vsphere://1' }, addresses: [{ type: 'InternalIP', address: '198.51.100.1' }] };
const tainted = { ...initialized, spec: { ...initialized.spec, taints: [{ key: 'node.cloudprovider.kubernetes.io/uninitialized', effect: 'NoSchedule' }] } };
const csi = (name: string, nodeID: string): CSINode => make(CSINode, name, { spec: { drivers: [{ name: 'csi.vsphere.vmware.com', nodeID }] } });

const deployed: AddonGate = { deploymentAvailable: { namespace: 'kube-system', name: 'operator', min: 1 } };
const onAll: AddonGate = { daemonSetReadyOnNodes: { namespace: 'kube-system', name: 'agent', nodes: 'All' } };
const onControlPlane: AddonGate = { daemonSetReadyOnNodes: { namespace: 'kube-system', name: 'agent', nodes: 'ControlPlane' } };
const initializedGate: AddonGate = { nodesInitialized: { nodes: 'All' } };
const driver: AddonGate = { csiDriver: { name: 'csi.vsphere.vmware.com' } };
const drivers: AddonGate = { csiNodes: { driver: 'csi.vsphere.vmware.com', nodes: 'All' } };

const rows: readonly (readonly [string, AddonGate, readonly KubeObject[], string | undefined])[] = [
  ['a Deployment that is not there', deployed, [], 'Deployment kube-system/operator is not there'],
  ['a Deployment with too few replicas', deployed, [controller('operator', { availableReplicas: 0 })], 'Deployment kube-system/operator: 0 of 1 replicas available'],
  ['a Deployment whose controller has not looked', deployed, [controller('operator', { availableReplicas: 1 }, 2)], 'Deployment kube-system/operator: 0 of 1 replicas available'],
  ['a Deployment whose old replicas are available', deployed, [controller('operator', { availableReplicas: 2, updatedReplicas: 0 })], 'Deployment kube-system/operator: 0 of 1 replicas available'],
  ['one of two wanted replicas, which is enough', deployed, [controller('operator', { replicas: 2, availableReplicas: 1, updatedReplicas: 2 })], undefined],
  ['a DaemonSet before any node', onAll, [agents()], 'no node has registered'],
  ['a DaemonSet that is not there', onAll, [node('a')], 'DaemonSet kube-system/agent is not there'],
  ['a Pod that is not ready', onAll, [agents(), node('a'), pod('p', 'a', false)], 'node a: no ready Pod of DaemonSet kube-system/agent'],
  ['somebody else\'s Pod', onAll, [agents(), node('a'), pod('p', 'a', true, 'other')], 'node a: no ready Pod of DaemonSet kube-system/agent'],
  ['a worker without a Pod, which does not count', onControlPlane, [agents(), node('a'), node('w', { worker: true }), pod('p', 'a', true)], undefined],
  ['Pods that are replaced', onAll, [agents({ observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 1 }), node('a')], 'DaemonSet kube-system/agent: 1 of 2 Pods are up to date'],
  ['Pods that somebody replaces by hand', onAll, [agents({ observedGeneration: 1, desiredNumberScheduled: 1, updatedNumberScheduled: 0 }, { updateStrategy: { type: 'OnDelete' } }), node('a'), pod('p', 'a', true)], undefined],
  ['many nodes', { nodesReady: { nodes: 'All' } }, ['a', 'b', 'c', 'd', 'e'].map((name) => node(name)), 'nodes a, b, c and 2 more: not Ready'],
  ['a Ready node', { nodesReady: { nodes: 'ControlPlane' } }, [node('a', { ready: true })], undefined],
  ['workers only', { nodesReady: { nodes: 'ControlPlane' } }, [node('a', { ready: true, worker: true })], 'no control-plane node has registered'],
  ['an initialized node', initializedGate, [node('a', initialized)], undefined],
  ['a node with the taint', initializedGate, [node('a', tainted)], expect.stringContaining('node a: not initialized') as never],
  ['a node without provider id', initializedGate, [node('a', { addresses: initialized.addresses })], expect.stringContaining('node a') as never],
  ['a node with the endpoint\'s address alone', initializedGate, [node('a', { ...initialized, addresses: [{ type: 'InternalIP', address: '192.0.2.10' }] })], expect.stringContaining('node a') as never],
  ['no CSIDriver', driver, [], 'CSIDriver csi.vsphere.vmware.com is not there'],
  ['a CSIDriver', driver, [make(CSIDriver, 'csi.vsphere.vmware.com', { spec: {} })], undefined],
  ['a node without the driver', drivers, [node('a'), node('b'), csi('a', 'vm-1')], 'node b: CSI driver csi.vsphere.vmware.com is not registered'],
  ['a driver without a node id', drivers, [node('a'), csi('a', '')], 'node a: CSI driver csi.vsphere.vmware.com is not registered'],
  ['a driver on every node', drivers, [node('a'), csi('a', 'vm-1')], undefined],
];

describe('a gate', () => {
  it.each(rows)('over %s', async (_, gate, objects, awaited) => {
    expect(await awaitedBy(gate, sightOf(...objects))).toEqual(awaited);
  });

  it('over a kind that is not served yet says so', async () => {
    const gate: AddonGate = { objectMatches: { apiVersion: 'cilium.io/v2', kind: 'CiliumNode', name: 'a', cel: 'true' } };
    expect(await awaitedBy(gate, sightOf())).toBe('CiliumNode a: the cluster does not serve cilium.io/v2 CiliumNode yet');
  });
});
