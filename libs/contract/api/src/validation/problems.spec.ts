import { describe, expect, it } from '@jest/globals';
import { problemsOf } from './problems-of.js';
import { ConfigMap } from '../builtin/core.js';
import { VSphereMachineTemplate } from '../infrastructure/vsphere-machine-template.js';
import { aCluster, aKubeadmControlPlane, aMachine, aMachineDeployment, anIPPool, aVSphereMachine } from '../testdata/objects.js';
import type { KubeObject } from '../object.js';

const rollingUpdate = (fields: object) => ({ rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: fields } } });
const device = (fields: object) => ({ network: { devices: [{ networkName: 'VM Network', ...fields }] } });
const externalEtcd = { external: { caFile: '/a', certFile: '/b', keyFile: '/c', endpoints: ['https://192.0.2.1:2379'] } };
const kubeadm = (fields: object) => ({ kubeadmConfigSpec: fields });
const etcd = (fields: object) => kubeadm({ clusterConfiguration: { etcd: fields } });
const template = (spec: object): KubeObject =>
  VSphereMachineTemplate.parse({
    ...aVSphereMachine(),
    kind: 'VSphereMachineTemplate',
    spec: { template: { spec: { template: 'ubuntu', ...spec } } },
  });

const fine: readonly (readonly [string, KubeObject])[] = [
  ['a Cluster', aCluster({ clusterNetwork: { pods: { cidrBlocks: ['192.168.0.0/16', '2001:db8::/48'] } } })],
  ['a Machine', aMachine({ version: 'v1.33.1' })],
  ['a MachineDeployment without selector', aMachineDeployment()],
  ['a control plane of three', aKubeadmControlPlane({ replicas: 3 })],
  ['an even control plane with an external etcd', aKubeadmControlPlane({ replicas: 2, ...etcd(externalEtcd) })],
  ['a control plane of three that removes first', aKubeadmControlPlane({ replicas: 3, ...rollingUpdate({ maxSurge: 0 }) })],
  ['a virtual machine', aVSphereMachine(device({ ipAddrs: ['192.0.2.10/24'], gateway4: '192.0.2.1' }))],
  ['a pool', anIPPool({ gateway: '192.0.2.1', excludedAddresses: ['192.0.2.12'] })],
  ['a pool of IPv6', anIPPool({ addresses: ['2001:db8::/64'], prefix: 64, gateway: '2001:db8::1' })],
  ['a kind without rules', ConfigMap.parse({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } })],
];

const wrong: readonly (readonly [string, KubeObject, string])[] = [
  ['a Cluster without parts', aCluster({ infrastructureRef: undefined, paused: false }), 'spec'],
  ['a Cluster whose name is no label', aCluster({}, { name: 'a.b' }), 'metadata.name'],
  [
    'a network without prefix',
    aCluster({ clusterNetwork: { pods: { cidrBlocks: ['192.168.0.0'] } } }),
    'spec.clusterNetwork.pods.cidrBlocks[0]',
  ],
  ['a Machine without bootstrap', aMachine({ bootstrap: {} }), 'spec.bootstrap'],
  ['a version of two numbers', aMachine({ version: 'v1.33' }), 'spec.version'],
  ['a selector beside its template', aMachineDeployment({ selector: { matchLabels: { tier: 'web' } } }), 'spec.selector'],
  ['Machines of another cluster', aMachineDeployment({ clusterName: 'other' }), 'spec.template.spec.clusterName'],
  ['a rollout that cannot begin', aMachineDeployment(rollingUpdate({ maxSurge: 0 })), 'spec.rollout.strategy.rollingUpdate'],
  ['a surge that is no number', aMachineDeployment(rollingUpdate({ maxSurge: 'many' })), 'spec.rollout.strategy.rollingUpdate.maxSurge'],
  [
    'names that are all the same',
    aMachineDeployment({ machineNaming: { template: '{{ .cluster.name }}' } }),
    'spec.machineNaming.template',
  ],
  ['an even control plane', aKubeadmControlPlane({ replicas: 2 }), 'spec.replicas'],
  ['no control plane at all', aKubeadmControlPlane({ replicas: 0 }), 'spec.replicas'],
  ['one member that is to go first', aKubeadmControlPlane(rollingUpdate({ maxSurge: 0 })), 'spec.rollout.strategy.rollingUpdate.maxSurge'],
  ['two members at a time', aKubeadmControlPlane(rollingUpdate({ maxSurge: 2 })), 'spec.rollout.strategy.rollingUpdate.maxSurge'],
  [
    'two etcds',
    aKubeadmControlPlane(etcd({ ...externalEtcd, local: { dataDir: '/d' } })),
    'spec.kubeadmConfigSpec.clusterConfiguration.etcd',
  ],
  [
    'a file that is written twice',
    aKubeadmControlPlane(kubeadm({ files: [{ path: '/a' }, { path: '/a' }] })),
    'spec.kubeadmConfigSpec.files',
  ],
  [
    'settings of the other format',
    aKubeadmControlPlane(kubeadm({ ignition: { containerLinuxConfig: { strict: true } } })),
    'spec.kubeadmConfigSpec.ignition',
  ],
  ['an address without prefix', aVSphereMachine(device({ ipAddrs: ['192.0.2.10'] })), 'spec.network.devices[0].ipAddrs[0]'],
  ['a gateway of the other family', aVSphereMachine(device({ gateway6: '192.0.2.1' })), 'spec.network.devices[0].gateway6'],
  ['a PCI device that is named twice', aVSphereMachine({ pciDevices: [{ deviceId: 1, vGPUProfile: 'x' }] }), 'spec.pciDevices[0]'],
  ['a hardware version of its own', aVSphereMachine({ hardwareVersion: '19' }), 'spec.hardwareVersion'],
  ['a template with an address', template(device({ ipAddrs: ['192.0.2.10/24'] })), 'spec.template.spec.network.devices[0].ipAddrs'],
  ['a template with an identity', template({ ...device({}), providerID: 'vsphere://x' }), 'spec.template.spec.providerID'],
  ['an empty pool', anIPPool({ addresses: [] }), 'spec.addresses'],
  ['a range that ends before it begins', anIPPool({ addresses: ['192.0.2.20-192.0.2.10'] }), 'spec.addresses[0]'],
  ['a pool of two families', anIPPool({ addresses: ['192.0.2.1', '2001:db8::1'] }), 'spec.addresses[1]'],
  ['an address outside of the network', anIPPool({ addresses: ['192.0.2.1', '198.51.100.1'] }), 'spec.addresses[1]'],
  ['a prefix that is too long', anIPPool({ prefix: 64 }), 'spec.prefix'],
  ['a gateway of the other family than the pool', anIPPool({ gateway: '2001:db8::1' }), 'spec.gateway'],
];

describe('what upstream refuses', () => {
  it.each(fine)('is not %s', (_, object) => {
    expect(problemsOf(object)).toEqual([]);
  });

  it.each(wrong)('is %s', (_, object, path) => {
    const problems = problemsOf(object);
    expect(problems.map((problem) => problem.path)).toContain(path);
    for (const { message, fix } of problems) expect([message, fix].every((sentence) => /^\S.*\.$/s.test(sentence))).toBe(true);
  });
});
