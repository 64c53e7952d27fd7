import {
  Cluster, ConfigMap, Finalizers, KubeadmControlPlane, Labels, Machine, ownerReferenceTo, Pod, Secret, VSphereMachine, VSphereMachineTemplate,
} from '@handoff/api';
import type { KubeadmConfigSpec, KubeObject } from '@handoff/api';
import { Core } from '@handoff/events';
import { httpsTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport, NewObject } from '@handoff/kube';
import { KubeConfig } from '@kubernetes/client-node';
import { secretText } from '../cluster-secrets/secrets.js';
import { freePort, startApiServer } from './harness.js';
import type { Harness } from './harness.js';

export const NAMESPACE = 'default';
export const CLUSTER = 'demo';
const key = (name: string): { namespace: string; name: string } => ({ namespace: NAMESPACE, name });

/** What a user declares. */
export interface Declaration {
  readonly replicas?: number;
  readonly version?: string;
  readonly kubeadmConfigSpec?: KubeadmConfigSpec;
  /** Port of the endpoint on loopback. */
  readonly port: number;
}

/** Plays the user, capi-core and capv around one cluster, by hand. */
export class Players implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  #workload: KubeClient | undefined;

  private constructor(
    readonly harness: Harness,
    readonly port: number,
  ) {}

  static async over(harness: Harness): Promise<Players> {
    return new Players(harness, await freePort());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  /** The user applies a cluster; capi-core makes it the owner of its control plane. */
  async declare({ replicas = 3, version = 'v1.33.1', kubeadmConfigSpec = {} }: Partial<Declaration> = {}): Promise<void> {
    const { kube } = this.harness;
    await kube.create(VSphereMachineTemplate, {
      metadata: key('demo-template'), spec: { template: { spec: { template: 'ubuntu', network: { devices: [{ networkName: 'VM Network' }] } } } },
    });
    const cluster = await kube.create(Cluster, {
      metadata: key(CLUSTER),
      spec: {
        clusterNetwork: { pods: { cidrBlocks: ['192.168.0.0/16'] } },
        controlPlaneRef: { apiGroup: KubeadmControlPlane.group, kind: KubeadmControlPlane.kind, name: 'demo-cp' },
      },
    });
    const infrastructureRef = { apiGroup: VSphereMachineTemplate.group, kind: VSphereMachineTemplate.kind, name: 'demo-template' };
    const spec = { replicas, version, machineTemplate: { spec: { infrastructureRef } }, kubeadmConfigSpec: { format: 'cloud-config', ...kubeadmConfigSpec } };
    const controlPlane = await kube.create(KubeadmControlPlane, { metadata: key('demo-cp'), spec });
    await this.patch(KubeadmControlPlane, controlPlane.metadata.name, { ownerReferences: [ownerReferenceTo(cluster)], labels: { [Labels.clusterName]: CLUSTER } });
  }

  /** capv reports the infrastructure, and capi-core takes it up. */
  async provisionCluster(): Promise<void> {
    const { kube } = this.harness;
    const seen = await this.cluster();
    const { uid } = seen.metadata;
    await kube.apply(Cluster, { metadata: { ...key(CLUSTER), uid }, spec: { controlPlaneEndpoint: { host: '127.0.0.1', port: this.port } } });
    await this.clusterStatus({ initialization: { infrastructureProvisioned: true } });
    await this.ring(Core.InfrastructureProvisioned);
  }

  /** The first node serves: the workload API comes up with the cluster's own authority. */
  async serveWorkload(): Promise<KubeClient> {
    const ca = await this.harness.kube.get(Secret, key(`${CLUSTER}-ca`));
    const authority = { certificatePem: secretText(ca, 'tls.crt') ?? '', keyPem: secretText(ca, 'tls.key') ?? '' };
    this.#stack.use(await startApiServer(authority, { port: this.port }));
    const config = new KubeConfig();
    config.loadFromString(secretText(await this.harness.kube.get(Secret, key(`${CLUSTER}-kubeconfig`)), 'value') ?? '');
    const transport: ApiTransport = this.#stack.use(await httpsTransport(config));
    const workload = new KubeClient(transport, 'kubeadm');
    this.#workload = workload;
    await workload.create(ConfigMap, { metadata: { namespace: 'kube-system', name: 'kubeadm-config' }, data: { ClusterConfiguration: 'kubernetesVersion: v1.33.1\n' } });
    return workload;
  }

  /** capi-core's probe sees it. */
  async seeWorkload(): Promise<void> {
    await this.clusterStatus({
      initialization: { infrastructureProvisioned: true },
      conditions: [{ type: 'RemoteConnectionProbe', status: 'True', reason: 'ProbeSucceeded', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }],
    });
    await this.ring(Core.WorkloadReachable);
  }

  /** capi-core copies what the control plane says. */
  async copyInitialized(): Promise<void> {
    await this.harness.until(KubeadmControlPlane, key('demo-cp'), (object) => object.status?.initialization?.controlPlaneInitialized === true);
    await this.clusterStatus({
      initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true },
      conditions: [{ type: 'RemoteConnectionProbe', status: 'True', reason: 'ProbeSucceeded', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' }],
    });
    await this.ring(Core.ControlPlaneInitialized);
  }

  /** The Machine's node comes up: its static Pods run, and capi-core finds the Node. */
  async runMachine(name: string, isReady = true): Promise<void> {
    const { kube } = this.harness;
    for (const component of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd']) await this.pod(`${component}-${name}`, component, isReady);
    const machine = await this.machine(name);
    const { uid } = machine.metadata;
    const running = await kube.applyStatus<Machine>(Machine, { metadata: { ...key(name), uid }, status: { phase: 'Running', nodeRef: { name } } });
    await this.harness.ring(Core.MachineRunning, Machine, running, CLUSTER);
  }

  async pod(name: string, component: string, isReady: boolean): Promise<void> {
    const workload = this.#workload;
    if (workload === undefined) throw new Error('the workload cluster does not serve yet');
    const known = await workload.get(Pod, { namespace: 'kube-system', name });
    const pod = known ?? await workload.create(Pod, {
      metadata: { namespace: 'kube-system', name, labels: { component, tier: 'control-plane' } }, spec: { containers: [{ name: component, image: component }] },
    });
    const { uid } = pod.metadata;
    const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'False', message: isReady ? '' : 'containers with unready status' }];
    await workload.applyStatus(Pod, { metadata: { namespace: 'kube-system', name, uid }, status: { phase: 'Running', conditions } });
  }

  /** capi-core and capv take a deleted Machine down. */
  async finishDeletion(name: string): Promise<void> {
    const { kube } = this.harness;
    const machine = await this.harness.until(Machine, key(name), (object) => object.metadata.deletionTimestamp !== undefined);
    const infrastructure = await kube.get(VSphereMachine, key(name));
    if (infrastructure !== undefined) await kube.delete(VSphereMachine, infrastructure);
    const index = machine.metadata.finalizers?.indexOf(Finalizers.machine) ?? -1;
    const seen = await this.machine(name);
    if (index >= 0) await kube.patch(Machine, seen, [{ op: 'remove', path: `/metadata/finalizers/${index}` }]);
    await this.harness.ring(Core.MachineDeleted, Machine, seen, CLUSTER);
  }

  async machine(name: string): Promise<Machine> {
    return found(await this.harness.kube.get(Machine, key(name)));
  }

  async cluster(): Promise<Cluster> {
    return found(await this.harness.kube.get(Cluster, key(CLUSTER)));
  }

  async create(kind: typeof Machine, object: NewObject): Promise<KubeObject> {
    return this.harness.kube.create(kind, object);
  }

  async patch(kind: typeof KubeadmControlPlane, name: string, metadata: Readonly<Record<string, unknown>>): Promise<void> {
    const seen = found(await this.harness.kube.get(kind, key(name)));
    await this.harness.kube.patch(kind, seen, Object.entries(metadata).map(([field, value]) => ({ op: 'add', path: `/metadata/${field}`, value })));
  }

  async clusterStatus(status: Readonly<Record<string, unknown>>): Promise<void> {
    const { uid } = (await this.cluster()).metadata;
    await this.harness.kube.applyStatus(Cluster, { metadata: { ...key(CLUSTER), uid }, status });
  }

  async ring(event: Parameters<Harness['ring']>[0]): Promise<void> {
    await this.harness.ring(event, Cluster, await this.cluster(), CLUSTER);
  }
}

function found<T>(object: T | undefined): T {
  if (object === undefined) throw new Error('the object is not there');
  return object;
}
