import { KubeadmControlPlane } from '../controlplane/kubeadm-control-plane.js';
import { Cluster } from '../core/cluster.js';
import { MachineDeployment } from '../core/machine-deployment.js';
import { Machine } from '../core/machine.js';
import { VSphereMachine } from '../infrastructure/vsphere-machine.js';
import { InClusterIPPool } from '../ipam/in-cluster-ip-pool.js';
import type { Kind } from '../kind.js';
import type { KubeObject } from '../object.js';

type Fields = Readonly<Record<string, unknown>>;

const make = <T extends KubeObject>(kind: Kind<T>, metadata: Fields, spec: Fields): T =>
  kind.parse({
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: { name: 'demo', namespace: 'default', uid: `uid-of-${kind.kind}`, ...metadata },
    spec,
  });

const reference = (kind: string) => ({ apiGroup: 'infrastructure.cluster.x-k8s.io', kind, name: 'demo' });

const machineSpec = { clusterName: 'demo', bootstrap: { dataSecretName: 'demo' }, infrastructureRef: reference('VSphereMachine') };

/** Small valid objects; a spec changes what it is about. */
export const aCluster = (spec: Fields = {}, metadata: Fields = {}): Cluster =>
  make(Cluster, metadata, { infrastructureRef: reference('VSphereCluster'), ...spec });

export const aMachine = (spec: Fields = {}, metadata: Fields = {}): Machine => make(Machine, metadata, { ...machineSpec, ...spec });

export const aMachineDeployment = (spec: Fields = {}, metadata: Fields = {}): MachineDeployment =>
  make(MachineDeployment, metadata, { clusterName: 'demo', selector: {}, template: { spec: machineSpec }, ...spec });

export const aKubeadmControlPlane = (spec: Fields = {}): KubeadmControlPlane =>
  make(KubeadmControlPlane, {}, {
    version: 'v1.33.1',
    machineTemplate: { spec: { infrastructureRef: reference('VSphereMachineTemplate') } },
    ...spec,
  });

export const aVSphereMachine = (spec: Fields = {}): VSphereMachine =>
  make(VSphereMachine, {}, { template: 'ubuntu', network: { devices: [{ networkName: 'VM Network', dhcp4: true }] }, ...spec });

export const anIPPool = (spec: Fields = {}): InClusterIPPool =>
  make(InClusterIPPool, {}, { addresses: ['192.0.2.10-192.0.2.20'], prefix: 24, ...spec });
