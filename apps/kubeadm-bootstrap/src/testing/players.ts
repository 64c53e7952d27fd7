import {
  Cluster, ConfigMap, Finalizers, KubeadmConfig, KubeadmControlPlane, Labels, Machine, Namespace, ownerReferenceTo, Pod, Secret,
  VSphereMachine, VSphereMachineTemplate,
} from '@handoff/api';
import type { Kind, KubeadmConfigSpec, KubeObject } from '@handoff/api';
import type { EventType } from '@handoff/events';
import { Core } from '@handoff/events';
import { Conflict, httpsTransport, KubeClient } from '@handoff/kube';
import { KubeConfig } from '@kubernetes/client-node';
import type { Operation } from 'fast-json-patch';
import { secretText } from '../cluster-secrets/secrets.js';
import { freePort, startApiServer } from './harness.js';
import type { Harness } from './harness.js';

export const CLUSTER = 'demo';
export const CONTROL_PLANE = 'demo-cp';
const TEMPLATE = 'demo-template';
const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'] as const;

/** What a user declares. */
export interface Declaration {
  readonly replicas?: number;
  readonly version?: string;
  readonly kubeadmConfigSpec?: KubeadmConfigSpec;
}

/** A Machine that somebody else than a control plane makes, with its config. */
export interface Standalone {
  readonly name: string;
  readonly controlPlane?: boolean;
  readonly spec?: KubeadmConfigSpec;
}

/** Plays the user, capi-core and capv around one cluster, by hand. */
export class Players implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  #workload: KubeClient | undefined;

  private constructor(
    readonly harness: Harness,
    readonly namespace: string,
    readonly port: number,
  ) {}

  /** Plays in a namespace of its own, so that specs can share an API server. */
  static async over(harness: Harness, namespace: string): Promise<Players> {
    await harness.kube.create(Namespace, { metadata: { name: namespace } });
    return new Players(harness, namespace, await freePort());
  }

  key(name: string): { namespace: string; name: string } {
    return { namespace: this.namespace, name };
  }

  until<T extends KubeObject>(kind: Kind<T>, name: string, wanted: (object: T) => boolean): Promise<T> {
    return this.harness.until(kind, this.key(name), wanted);
  }

  listUntil<T extends KubeObject>(kind: Kind<T>, wanted: (objects: readonly T[]) => boolean): Promise<readonly T[]> {
    return this.harness.listUntil(kind, this.namespace, wanted);
  }

  get<T extends KubeObject>(kind: Kind<T>, name: string): Promise<T | undefined> {
    return this.harness.kube.get(kind, this.key(name));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }

  /** The user applies a cluster; capi-core makes it the owner of its control plane. */
  async declare({ replicas = 3, version = 'v1.33.1', kubeadmConfigSpec }: Declaration = {}): Promise<void> {
    const { kube } = this.harness;
    const machine = { template: 'ubuntu', network: { devices: [{ networkName: 'VM Network' }] } };
    await kube.create(VSphereMachineTemplate, { metadata: this.key(TEMPLATE), spec: { template: { spec: machine } } });
    const cluster = await this.declareCluster();
    const infrastructureRef = { apiGroup: VSphereMachineTemplate.group, kind: VSphereMachineTemplate.kind, name: TEMPLATE };
    await kube.create(KubeadmControlPlane, {
      metadata: { ...this.key(CONTROL_PLANE), labels: { [Labels.clusterName]: CLUSTER }, ownerReferences: [ownerReferenceTo(cluster)] },
      spec: { replicas, version, machineTemplate: { spec: { infrastructureRef } }, ...given({ kubeadmConfigSpec }) },
    });
  }

  declareCluster(): Promise<Cluster> {
    const controlPlaneRef = { apiGroup: KubeadmControlPlane.group, kind: KubeadmControlPlane.kind, name: CONTROL_PLANE };
    return this.harness.kube.create(Cluster, { metadata: this.key(CLUSTER), spec: { controlPlaneRef } });
  }

  /** capv reports the infrastructure, and capi-core takes it up. */
  async provisionCluster(): Promise<void> {
    const { uid } = (await this.cluster()).metadata;
    const spec = { controlPlaneEndpoint: { host: '127.0.0.1', port: this.port } };
    await this.harness.kube.apply(Cluster, { metadata: { ...this.key(CLUSTER), uid }, spec });
    await this.#clusterStatus({});
    await this.ring(Core.InfrastructureProvisioned);
  }

  /** The first node serves: the workload API comes up with the cluster's own authority. */
  async serveWorkload(): Promise<KubeClient> {
    const ca = await this.get(Secret, `${CLUSTER}-ca`);
    const authority = { certificatePem: secretText(ca, 'tls.crt') ?? '', keyPem: secretText(ca, 'tls.key') ?? '' };
    this.#stack.use(await startApiServer(authority, { port: this.port }));
    const config = new KubeConfig();
    const kubeconfig = await this.until(Secret, `${CLUSTER}-kubeconfig`, () => true);
    config.loadFromString(secretText(kubeconfig, 'value') ?? '');
    const workload = new KubeClient(this.#stack.use(await httpsTransport(config)), 'kubeadm');
    this.#workload = workload;
    const ClusterConfiguration = 'apiVersion: kubeadm.k8s.io/v1beta4\nkubernetesVersion: v1.33.1\ncertificatesDir: /etc/kubernetes/pki\n';
    await workload.create(ConfigMap, { metadata: { namespace: 'kube-system', name: 'kubeadm-config' }, data: { ClusterConfiguration } });
    return workload;
  }

  /** capi-core's probe sees it. */
  async seeWorkload(): Promise<void> {
    await this.#clusterStatus({}, true);
    await this.ring(Core.WorkloadReachable);
  }

  /** capi-core copies what the control plane says. */
  async copyInitialized(): Promise<void> {
    await this.until(KubeadmControlPlane, CONTROL_PLANE, (object) => object.status?.initialization?.controlPlaneInitialized === true);
    await this.#clusterStatus({ controlPlaneInitialized: true }, true);
    await this.ring(Core.ControlPlaneInitialized);
  }

  /** From nothing to a cluster of one control-plane Machine that serves. @returns that Machine's name */
  async bringUp(declaration: Declaration = {}): Promise<{ first: string; workload: KubeClient }> {
    await this.declare(declaration);
    await this.provisionCluster();
    const [machine] = await this.listUntil(Machine, (all) => all.length > 0);
    const first = machine?.metadata.name ?? '';
    await this.until(KubeadmConfig, first, (config) => config.status?.initialization?.dataSecretCreated === true);
    const workload = await this.serveWorkload();
    await this.seeWorkload();
    await this.copyInitialized();
    await this.runMachine(first);
    return { first, workload };
  }

  /** Runs every further Machine as it comes. @returns the names of all when there are so many */
  async bringUpAll(count: number): Promise<readonly string[]> {
    const isNew = (machine: Machine): boolean => machine.status?.nodeRef === undefined;
    for (;;) {
      const machines = await this.listUntil(Machine, (all) => all.length >= count || all.some(isNew));
      const next = machines.find(isNew);
      if (next === undefined) return machines.map(({ metadata }) => metadata.name);
      await this.runMachine(next.metadata.name);
    }
  }

  /** The Machine's node comes up: its static Pods run, and capi-core finds the Node. */
  async runMachine(name: string): Promise<void> {
    for (const component of COMPONENTS) await this.pod(component, name, true);
    const { uid } = (await this.machine(name)).metadata;
    const status = { phase: 'Running', nodeRef: { name } };
    const running = await this.harness.kube.applyStatus<Machine>(Machine, { metadata: { ...this.key(name), uid }, status });
    await this.harness.ring(Core.MachineRunning, Machine, running, CLUSTER);
  }

  /** A static Pod of a node is (not) ready. */
  async pod(component: string, node: string, isReady: boolean): Promise<void> {
    const workload = there(this.#workload);
    const at = { namespace: 'kube-system', name: `${component}-${node}` };
    const metadata = { ...at, labels: { component, tier: 'control-plane' } };
    const spec = { containers: [{ name: component, image: component }] };
    const pod = await workload.get(Pod, at) ?? await workload.create(Pod, { metadata, spec });
    const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'False', message: isReady ? '' : 'containers with unready status' }];
    await workload.applyStatus(Pod, { metadata: { ...at, uid: pod.metadata.uid }, status: { phase: 'Running', conditions } });
  }

  /** capi-core and capv take a deleted Machine down. */
  async finishDeletion(name: string): Promise<void> {
    const { kube } = this.harness;
    const machine = await this.until(Machine, name, (object) => object.metadata.deletionTimestamp !== undefined);
    const infrastructure = await this.get(VSphereMachine, name);
    if (infrastructure !== undefined) await kube.delete(VSphereMachine, infrastructure);
    await this.change(Machine, name, { op: 'remove', path: `/metadata/finalizers/${machine.metadata.finalizers?.indexOf(Finalizers.machine) ?? 0}` });
    await this.harness.ring(Core.MachineDeleted, Machine, machine, CLUSTER);
  }

  /** A Machine with its config, as a MachineSet or a person would make them. */
  async makeMachine({ name, controlPlane = false, spec }: Standalone): Promise<KubeadmConfig> {
    const labels = { [Labels.clusterName]: CLUSTER, ...(controlPlane ? { [Labels.controlPlane]: '' } : {}) };
    const reference = (kind: Kind): object => ({ apiGroup: kind.group, kind: kind.kind, name });
    const machine = await this.harness.kube.create(Machine, {
      metadata: { ...this.key(name), labels, finalizers: [Finalizers.machine] },
      spec: {
        clusterName: CLUSTER, version: 'v1.33.1', bootstrap: { configRef: reference(KubeadmConfig) }, infrastructureRef: reference(VSphereMachine),
      },
    });
    const ownerReferences = [ownerReferenceTo(machine, { controller: true, block: true })];
    return this.harness.kube.create(KubeadmConfig, { metadata: { ...this.key(name), labels, ownerReferences }, spec });
  }

  /** The text of a config's bootstrap data, as soon as it is there. */
  async dataOf(name: string): Promise<string> {
    await this.until(KubeadmConfig, name, (config) => config.status?.initialization?.dataSecretCreated === true);
    return secretText(await this.get(Secret, name), 'value') ?? '';
  }

  async machine(name: string): Promise<Machine> {
    return there(await this.get(Machine, name));
  }

  async cluster(): Promise<Cluster> {
    return there(await this.get(Cluster, CLUSTER));
  }

  async controlPlane(): Promise<KubeadmControlPlane> {
    return there(await this.get(KubeadmControlPlane, CONTROL_PLANE));
  }

  /** The user changes an object, again if somebody else was quicker. */
  async change<T extends KubeObject>(kind: Kind<T>, name: string, ...operations: readonly Operation[]): Promise<void> {
    try {
      await this.harness.kube.patch(kind, there(await this.get(kind, name)), operations);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      await this.change(kind, name, ...operations);
    }
  }

  async ring(event: EventType): Promise<void> {
    await this.harness.ring(event, Cluster, await this.cluster(), CLUSTER);
  }

  async #clusterStatus(initialization: object, reachable = false): Promise<void> {
    const { uid } = (await this.cluster()).metadata;
    const probe = { type: 'RemoteConnectionProbe', status: 'True', reason: 'ProbeSucceeded', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' };
    const conditions = reachable ? [probe] : [];
    const status = { initialization: { infrastructureProvisioned: true, ...initialization }, conditions };
    await this.harness.kube.applyStatus(Cluster, { metadata: { ...this.key(CLUSTER), uid }, status });
  }
}

/** Without what is undefined. */
const given = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** @throws Error when it is not */
export function there<T>(object: T | undefined): T {
  if (object === undefined) throw new Error('the object is not there');
  return object;
}
