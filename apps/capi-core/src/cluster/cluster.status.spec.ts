import { Report } from '@handoff/reconcile';
import { describe, expect, it } from '@jest/globals';
import {
  aCluster, aMachine, clusterScope, controlPlane, declaredDeployment, infrastructureCluster, NOW, said, told, waiting,
} from '../testing/objects.js';
import type { ClusterScope } from './cluster.scope.js';
import { clusterStatus } from './cluster.status.js';

const quiet = new Report();
const endpoint = { controlPlaneEndpoint: { host: '192.0.2.1', port: 6443 } };
const provisioned = infrastructureCluster({ initialization: { provisioned: true } });
const answering = { reachable: true, initialized: true, since: NOW, lastAnswer: NOW, message: '' };
const silent = (forMs: number): ClusterScope['connection'] => ({ ...answering, reachable: false, lastAnswer: NOW - forMs, message: 'timed out' });
const up = controlPlane({ initialization: { controlPlaneInitialized: true }, replicas: 3, readyReplicas: 3, conditions: [said('Available')] });
const deployment = (availableReplicas: number, ...conditions: object[]): ReturnType<typeof declaredDeployment> =>
  declaredDeployment('workers', { spec: { replicas: 2 }, status: { availableReplicas, conditions } });
const workers = deployment(2, said('Available'));
const short = deployment(1, said('Available', 'False'));

/** A cluster that serves; rows take something away from it. */
const serving = (scope: Partial<ClusterScope> = {}): ClusterScope => clusterScope({
  cluster: aCluster({ spec: endpoint }), infrastructure: provisioned, controlPlane: up, deployments: [workers],
  connection: answering, ...scope,
});

describe('how far a Cluster is', () => {
  it.each<[string, ClusterScope]>([
    ['Pending', clusterScope({ cluster: aCluster({ spec: { infrastructureRef: undefined } }) })],
    ['Provisioning', clusterScope()],
    ['Provisioning', clusterScope({ infrastructure: provisioned })],
    ['Provisioned', serving()],
    ['Provisioned', clusterScope({ cluster: aCluster({ spec: endpoint, status: { initialization: { infrastructureProvisioned: true } } }) })],
    ['Deleting', serving({ cluster: aCluster({ spec: endpoint, deleting: true }) })],
  ])('is %s', (phase, scope) => {
    expect(clusterStatus(scope, quiet, NOW)['phase']).toBe(phase);
  });

  it('never takes back what once was true', () => {
    const initialization = { infrastructureProvisioned: true, controlPlaneInitialized: true };
    const cluster = aCluster({ status: { initialization } });
    expect(clusterStatus(clusterScope({ cluster }), quiet, NOW)).toMatchObject({ initialization });
    expect(clusterStatus(clusterScope(), quiet, NOW)).not.toHaveProperty('initialization');
  });

  it('counts the control plane as that does, and workers by their Machines', () => {
    const one = aMachine('w', { status: { conditions: [said('Ready'), said('UpToDate')] } });
    expect(clusterStatus(serving({ workers: [one, aMachine('v')] }), quiet, NOW)).toMatchObject({
      controlPlane: { desiredReplicas: 3, replicas: 3, readyReplicas: 3 },
      workers: { desiredReplicas: 2, replicas: 2, readyReplicas: 1, availableReplicas: 0, upToDateReplicas: 1 },
    });
  });

  it('offers the failure domains of its infrastructure', () => {
    const infrastructure = infrastructureCluster({ failureDomains: [{ name: 'rack-1', controlPlane: true }] });
    expect(clusterStatus(clusterScope({ infrastructure }), quiet, NOW)).toMatchObject({ failureDomains: [{ name: 'rack-1', controlPlane: true }] });
    expect(clusterStatus(serving(), quiet, NOW)).not.toHaveProperty('failureDomains');
  });
});

describe('what a Cluster says of its parts', () => {
  it.each<[string, string, ClusterScope, string]>([
    ['InfrastructureReady', 'without a reference', clusterScope({ cluster: aCluster({ spec: { infrastructureRef: undefined } }) }),
      'False WaitingForInfrastructure: spec.infrastructureRef is not set'],
    ['InfrastructureReady', 'without the object', clusterScope(), 'False NotFound: the infrastructure cluster is not there'],
    ['InfrastructureReady', 'while that works', clusterScope({ infrastructure: infrastructureCluster() }),
      'False NotReady: VSphereCluster prod is not provisioned yet'],
    ['InfrastructureReady', 'when that says no', serving({ infrastructure: infrastructureCluster({ conditions: [said('Ready', 'False', 'login failed')] }) }),
      'False Said: login failed'],
    ['InfrastructureReady', 'when it is', serving(), 'True Ready'],
    ['ControlPlaneInitialized', 'before it is', clusterScope({ controlPlane: controlPlane() }),
      'False NotInitialized: KubeadmControlPlane prod-cp has no control-plane node yet'],
    ['ControlPlaneInitialized', 'in the words of the control plane',
      clusterScope({ controlPlane: controlPlane({ conditions: [said('Initialized', 'False', 'kubeadm runs')] }) }), 'False NotInitialized: kubeadm runs'],
    ['ControlPlaneInitialized', 'when it is', serving(), 'True Initialized'],
    ['ControlPlaneAvailable', 'without the object', clusterScope(), 'False NotFound: the control plane is not there'],
    ['ControlPlaneAvailable', 'before that has spoken', clusterScope({ controlPlane: controlPlane() }),
      'Unknown NotReported: KubeadmControlPlane prod-cp has not said yet'],
    ['WorkersAvailable', 'without any', serving({ deployments: [] }), 'True NoWorkers'],
    ['WorkersAvailable', 'when some are missing', serving({ deployments: [short] }), 'False NotAvailable: MachineDeployment workers: 1 of 2 available'],
    ['RemoteConnectionProbe', 'before the first look', serving({ connection: undefined }),
      "False ProbeFailed: the workload cluster's API has not been dialled yet: its first control-plane machine is not up"],
    ['RemoteConnectionProbe', 'silent for a moment', serving({ connection: silent(49_000) }), 'True ProbeSucceeded'],
    ['RemoteConnectionProbe', 'silent for longer', serving({ connection: silent(50_000) }), 'False ProbeFailed: timed out'],
    ['RemoteConnectionProbe', 'never answered', serving({ connection: silent(NOW) }), 'False ProbeFailed: timed out'],
    ['RemoteConnectionProbe', 'with nothing to probe', clusterScope(), 'absent'],
    ['RollingOut', 'when a deployment is', serving({ deployments: [deployment(2, said('RollingOut'))] }),
      'True RollingOut: MachineDeployment workers'],
    ['ScalingUp', 'when the control plane is', serving({ controlPlane: controlPlane({ conditions: [said('ScalingUp')] }) }),
      'True ScalingUp: KubeadmControlPlane prod-cp'],
    ['ScalingDown', 'when nobody is', serving(), 'False NotScalingDown'],
    ['Deleting', 'when it is not', serving(), 'False NotDeleting'],
  ])('%s %s', (type, _, scope, expected) => {
    expect(told(clusterStatus(scope, quiet, NOW), type)).toBe(expected);
  });

  it('names the missing object and the field that names it', () => {
    const report = waiting('ownInfrastructureCluster', 'InfrastructureNotFound', 'VSphereCluster prod named by spec.infrastructureRef is not there yet');
    expect(told(clusterStatus(clusterScope(), report, NOW), 'InfrastructureReady'))
      .toBe('False InfrastructureNotFound: VSphereCluster prod named by spec.infrastructureRef is not there yet');
  });

  it('says what its deletion waits for', () => {
    const report = waiting('deleteWorkers', 'WaitingForWorkersDeletion', 'waiting until the workers are gone');
    expect(told(clusterStatus(serving({ cluster: aCluster({ deleting: true }) }), report, NOW), 'Deleting'))
      .toBe('True WaitingForWorkersDeletion: waiting until the workers are gone');
  });
});

describe('whether a Cluster is available', () => {
  const gated = (gate: object, ...conditions: object[]): Partial<ClusterScope> =>
    ({ cluster: aCluster({ spec: { ...endpoint, availabilityGates: [gate] }, status: { conditions } }) });

  it.each<[string, Partial<ClusterScope>, string]>([
    ['when all that its user needs is', {}, 'True Available'],
    ['not without workers that it should have', { deployments: [short] },
      'False NotAvailable: WorkersAvailable: MachineDeployment workers: 1 of 2 available'],
    ['not without an API', { connection: silent(60_000) }, 'False NotAvailable: RemoteConnectionProbe: timed out'],
    ['while it rolls out', { deployments: [deployment(2, said('RollingOut'), said('Available'))] }, 'True Available'],
    ['not while a gate has not reported', gated({ conditionType: 'Certified' }), 'False NotAvailable: Certified: not reported'],
    ['not while a gate says no', gated({ conditionType: 'Certified' }, said('Certified', 'False', 'on its way')),
      'False NotAvailable: Certified: on its way'],
    ['when its gate says yes', gated({ conditionType: 'Certified' }, said('Certified')), 'True Available'],
    ['when a negative gate says no', gated({ conditionType: 'Drifted', polarity: 'Negative' }, said('Drifted', 'False')), 'True Available'],
    ['not when a negative gate says yes', gated({ conditionType: 'Drifted', polarity: 'Negative' }, said('Drifted')), 'False NotAvailable: Drifted: Said'],
    ['not while it is being deleted', { cluster: aCluster({ spec: endpoint, deleting: true }) }, 'False NotAvailable: the Cluster is being deleted'],
  ])('%s', (_, scope, expected) => {
    expect(told(clusterStatus(serving(scope), quiet, NOW), 'Available')).toBe(expected);
  });
});
