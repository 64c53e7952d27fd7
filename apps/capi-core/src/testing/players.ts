import {
  Cluster, KubeadmConfig, KubeadmConfigTemplate, KubeadmControlPlane, Labels, Machine, MachineDeployment, Namespace, Node, Secret,
  VSphereCluster, VSphereMachine, VSphereMachineTemplate,
} from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { Bootstrap, handoff, Vsphere } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { Conflict } from '@handoff/kube';
import { referenceTo } from '@handoff/reconcile';
import { rfc3339, systemClock } from '@handoff/time';
import type { Operation } from 'fast-json-patch';
import type { Harness } from './harness.js';
import { reference, said } from './objects.js';

export const CLUSTER = 'prod';
export const WORKERS = 'workers';
/** Held by a provider that is still at work. */
export const HOLD = 'spec.handoff.dev/hold';

const PATIENCE_MS = 10_000;
const LOOK_MS = 20;

/** Plays the user, the bootstrap provider and the infrastructure around one cluster, by hand, in a namespace of its own. */
export class Players {
  /** Whether servers come up when they are asked for. */
  providing = true;

  private constructor(
    readonly harness: Harness,
    readonly namespace: string,
  ) {}

  static async over(harness: Harness, namespace: string): Promise<Players> {
    await harness.kube.create(Namespace, { metadata: { name: namespace } });
    return new Players(harness, namespace);
  }

  key(name: string): { namespace: string; name: string } {
    return { namespace: this.namespace, name };
  }

  get<T extends KubeObject>(kind: Kind<T>, name: string): Promise<T | undefined> {
    return this.harness.kube.get(kind, this.key(name));
  }

  async list<T extends KubeObject>(kind: Kind<T>): Promise<readonly T[]> {
    return (await this.harness.kube.list(kind, { namespace: this.namespace })).items;
  }

  /** The user applies a Cluster with its infrastructure and its control plane; both providers hold what they made. */
  async declareCluster(): Promise<void> {
    const { kube, kubeconfig } = this.harness;
    const finalizers = [HOLD];
    await kube.create(Secret, { metadata: this.key(`${CLUSTER}-kubeconfig`), stringData: { value: kubeconfig } });
    await kube.create(VSphereCluster, {
      metadata: { ...this.key(CLUSTER), finalizers },
      spec: { server: 'vcenter.example.com', controlPlaneEndpoint: { host: '192.0.2.1', port: 6443 } },
    });
    const infrastructureRef = reference(VSphereMachineTemplate, 'control-plane');
    await kube.create(KubeadmControlPlane, {
      metadata: { ...this.key('prod-cp'), finalizers }, spec: { version: 'v1.33.1', machineTemplate: { spec: { infrastructureRef } } },
    });
    await kube.create(Cluster, {
      metadata: this.key(CLUSTER),
      spec: { infrastructureRef: reference(VSphereCluster, CLUSTER), controlPlaneRef: reference(KubeadmControlPlane, 'prod-cp') },
    });
  }

  /** The providers report that infrastructure and control plane are there. */
  async provideCluster(): Promise<void> {
    await this.#tell(VSphereCluster, CLUSTER, { initialization: { provisioned: true } }, Vsphere.InfrastructureReady);
    const status = { initialization: { controlPlaneInitialized: true }, conditions: [said('Available')] };
    await this.#tell(KubeadmControlPlane, 'prod-cp', status, Bootstrap.ControlPlaneChanged);
  }

  async declareTemplate(name: string): Promise<void> {
    const spec = { template: 'ubuntu', network: { devices: [{ networkName: 'VM Network' }] } };
    await this.harness.kube.create(VSphereMachineTemplate, { metadata: this.key(name), spec: { template: { spec } } });
  }

  async declareWorkers(replicas: number): Promise<void> {
    const { kube } = this.harness;
    await kube.create(KubeadmConfigTemplate, { metadata: this.key(WORKERS), spec: { template: { spec: { format: 'cloud-config' } } } });
    const template = {
      clusterName: CLUSTER, version: 'v1.33.1', bootstrap: { configRef: reference(KubeadmConfigTemplate, WORKERS) },
      infrastructureRef: reference(VSphereMachineTemplate, WORKERS),
    };
    await kube.create(MachineDeployment, {
      metadata: this.key(WORKERS), spec: { clusterName: CLUSTER, replicas, selector: {}, template: { spec: template } },
    });
  }

  /** A whole cluster with workers that all serve. */
  async bringUp(replicas: number): Promise<readonly Machine[]> {
    await this.declareCluster();
    await this.declareTemplate(WORKERS);
    await this.declareWorkers(replicas);
    await this.provideCluster();
    return this.settled(replicas);
  }

  /** Resolves with the workers when there are so many, all of the present template, and the deployment says so. */
  async settled(replicas: number): Promise<readonly Machine[]> {
    await this.until(MachineDeployment, WORKERS, ({ spec, status }) =>
      spec.replicas === replicas && status?.replicas === replicas && (status.availableReplicas ?? 0) === replicas
        && (status.upToDateReplicas ?? 0) === replicas);
    return this.list(Machine);
  }

  /** Resolves with the object as soon as it is as wanted; the providers go on meanwhile. @throws what it was like after ten seconds */
  async until<T extends KubeObject>(kind: Kind<T>, name: string, wanted: (object: T) => boolean): Promise<T> {
    const seen = await this.eventually(() => this.get(kind, name), (object) => object !== undefined && wanted(object));
    if (seen === undefined) throw new Error(`${kind.kind} ${name} is not there`);
    return seen;
  }

  async untilGone(kind: Kind, name: string): Promise<void> {
    await this.eventually(() => this.get(kind, name), (object) => object === undefined);
  }

  async eventually<T>(look: () => Promise<T>, wanted: (seen: T) => boolean): Promise<T> {
    const end = systemClock.now() + PATIENCE_MS;
    for (;;) {
      if (this.providing) await this.provide();
      const seen = await look();
      if (wanted(seen)) return seen;
      if (systemClock.now() > end) throw new Error(`still not as wanted: ${JSON.stringify(seen, undefined, 1)}`);
      await systemClock.sleep(LOOK_MS);
    }
  }

  /** Every Machine that lacks them gets its data, its server and its Node. */
  async provide(): Promise<void> {
    for (const config of await this.list(KubeadmConfig)) {
      if (config.status?.initialization?.dataSecretCreated === true || config.metadata.deletionTimestamp !== undefined) continue;
      const status = { initialization: { dataSecretCreated: true }, dataSecretName: config.metadata.name };
      await this.#tell(KubeadmConfig, config.metadata.name, status, Bootstrap.DataReady);
    }
    for (const server of await this.list(VSphereMachine)) {
      const { name, uid, deletionTimestamp } = server.metadata;
      if (server.status?.initialization?.provisioned === true || deletionTimestamp !== undefined) continue;
      const spec = { providerID: `vsphere://${uid}` };
      await this.harness.kube.apply(VSphereMachine, { metadata: { ...this.key(name), uid }, spec });
      const node = await this.harness.kube.create(Node, { metadata: { name }, spec });
      await this.harness.kube.applyStatus(Node, { metadata: { name, uid: node.metadata.uid }, status: { conditions: [said('Ready')] } });
      await this.#tell(VSphereMachine, name, { initialization: { provisioned: true } }, Vsphere.MachineReady);
    }
  }

  /** Changes an object, again if somebody else was quicker. @returns what it became */
  async change<T extends KubeObject>(kind: Kind<T>, name: string, ...operations: readonly Operation[]): Promise<T> {
    const object = await this.until(kind, name, () => true);
    try {
      return await this.harness.kube.patch(kind, object, operations);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      return this.change(kind, name, ...operations);
    }
  }

  async remove<T extends KubeObject>(kind: Kind<T>, name: string): Promise<void> {
    await this.harness.kube.delete(kind, await this.until(kind, name, () => true));
  }

  /** A provider lets go of what it held, and rings. */
  async release<T extends KubeObject>(kind: Kind<T>, name: string, event: EventType): Promise<void> {
    const object = await this.until(kind, name, ({ metadata }) => metadata.finalizers?.includes(HOLD) === true);
    const path = `/metadata/finalizers/${String(object.metadata.finalizers?.indexOf(HOLD) ?? 0)}`;
    await this.ring(event, kind, await this.change(kind, name, { op: 'remove', path }));
  }

  ring(event: EventType, kind: Kind, object: KubeObject): Promise<void> {
    const cluster = object.metadata.labels?.[Labels.clusterName] ?? CLUSTER;
    return this.harness.bus.publish(handoff(event, { about: referenceTo(kind, object), cluster }, { time: rfc3339(systemClock.now()) }));
  }

  async #tell<T extends KubeObject>(kind: Kind<T>, name: string, status: object, event: EventType): Promise<void> {
    const object = await this.harness.kube.get(kind, this.key(name));
    if (object === undefined) return;
    const { uid } = object.metadata;
    await this.ring(event, kind, await this.harness.kube.applyStatus(kind, { metadata: { ...this.key(name), uid }, status }));
  }
}
