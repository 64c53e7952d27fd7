import {
  AddonPlan, Cluster, ClusterResourceSetBinding, clusterNameOf, IPAddress, IPAddressClaim, KubeadmConfig, KubeadmControlPlane, Machine,
  MachineDeployment, MachineSet, VSphereCluster, VSphereMachine, VSphereVM,
} from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { KubeClient, Stores } from '@handoff/kube';
import type { ApiTransport, StoreView } from '@handoff/kube';
import type { Clock, Random } from '@handoff/time';

/** Everything that belongs to one cluster, as the management API has it. */
export interface ClusterObjects {
  readonly name: string;
  readonly namespace: string;
  /** Absent before it is applied and after it is gone. */
  readonly cluster: Cluster | undefined;
  readonly infrastructure: VSphereCluster | undefined;
  readonly controlPlane: KubeadmControlPlane | undefined;
  readonly deployments: readonly MachineDeployment[];
  readonly sets: readonly MachineSet[];
  readonly machines: readonly Machine[];
  readonly configs: readonly KubeadmConfig[];
  readonly vsphereMachines: readonly VSphereMachine[];
  readonly vms: readonly VSphereVM[];
  readonly claims: readonly IPAddressClaim[];
  readonly addresses: readonly IPAddress[];
  /** Plans that choose this cluster. */
  readonly plans: readonly AddonPlan[];
  readonly bindings: readonly ClusterResourceSetBinding[];
}

const kinds = [
  AddonPlan, Cluster, ClusterResourceSetBinding, IPAddress, IPAddressClaim, KubeadmConfig, KubeadmControlPlane, Machine, MachineDeployment,
  MachineSet, VSphereCluster, VSphereMachine, VSphereVM,
] as const;

/** A view of all clusters, kept up to date by watches: what the live view, `describe` and `why` look at. Reads only. */
export class Fleet implements AsyncDisposable {
  readonly #stores: Stores;

  private constructor(transport: ApiTransport, clock: Clock, random: Random, failed: (error: Error) => void = () => undefined) {
    const log = { unavailable: (_: Kind, error: Error): void => { failed(error); }, invalid: () => undefined };
    this.#stores = new Stores({ client: new KubeClient(transport, 'handoff-view'), clock, random, log });
  }

  /** Waits for as long as it takes: a server that is out of reach is asked again. */
  static async open(transport: ApiTransport, clock: Clock, random: Random): Promise<Fleet> {
    const fleet = new Fleet(transport, clock, random);
    await fleet.#sync();
    return fleet;
  }

  /** For who looks once and goes. @throws the first error, be it of the network or a refusal */
  static async glance(transport: ApiTransport, clock: Clock, random: Random): Promise<Fleet> {
    const failed = Promise.withResolvers<never>();
    const fleet = new Fleet(transport, clock, random, failed.reject);
    try {
      await Promise.race([fleet.#sync(), failed.promise]);
      return fleet;
    } catch (error) {
      await fleet[Symbol.asyncDispose]();
      throw error;
    } finally {
      failed.promise.catch(() => undefined); // a watch that breaks later is nobody's failure
    }
  }

  async #sync(): Promise<void> {
    for (const kind of kinds) this.#stores.mirror<KubeObject>(kind);
    await this.#stores.synced();
  }

  /** Calls back after any object of any cluster changed. */
  onChange(changed: () => void): Disposable {
    const subscriptions = kinds.map((kind) => this.#view(kind as unknown as Kind).onChange(() => { changed(); }));
    return { [Symbol.dispose]: () => { for (const subscription of subscriptions) subscription[Symbol.dispose](); } };
  }

  clusters(): readonly { namespace: string; name: string }[] {
    return this.#view(Cluster).list().map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name }));
  }

  cluster(namespace: string, name: string): ClusterObjects {
    const of = <T extends KubeObject>(kind: Kind<T>): readonly T[] =>
      this.#view(kind).list(namespace).filter((object) => clusterNameOf(object) === name);
    const cluster = this.#view(Cluster).get(`${namespace}/${name}`);
    const named = <T extends KubeObject>(kind: Kind<T>, reference: { kind: string; name: string } | undefined): T | undefined =>
      reference?.kind === kind.kind ? this.#view(kind).get(`${namespace}/${reference.name}`) : undefined;
    return {
      name, namespace, cluster,
      infrastructure: named(VSphereCluster, cluster?.spec.infrastructureRef),
      controlPlane: named(KubeadmControlPlane, cluster?.spec.controlPlaneRef),
      deployments: of(MachineDeployment), sets: of(MachineSet), machines: of(Machine), configs: of(KubeadmConfig),
      vsphereMachines: of(VSphereMachine), vms: of(VSphereVM), claims: of(IPAddressClaim), addresses: of(IPAddress),
      plans: this.#view(AddonPlan).list(namespace).filter((plan) => plan.status?.clusters?.some((entry) => entry.name === name) === true),
      bindings: this.#view(ClusterResourceSetBinding).list(namespace).filter((binding) => binding.spec.clusterName === name),
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stores[Symbol.asyncDispose]();
  }

  #view<T extends KubeObject>(kind: Kind<T>): StoreView<T> {
    return this.#stores.mirror(kind).store;
  }
}
