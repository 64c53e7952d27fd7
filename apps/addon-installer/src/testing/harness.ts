import { AddonPlan, Cluster, ConfigMap, customResourceDefinitions, Secret } from '@handoff/api';
import type { AddonPlanCluster } from '@handoff/api';
import { InProcessBus } from '@handoff/bus';
import { Core, handoff } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { referenceTo, silentLogger } from '@handoff/reconcile';
import { startService } from '@handoff/service';
import type { RunningService } from '@handoff/service';
import { rfc3339, systemClock, systemRandom } from '@handoff/time';
import { addonInstallerService } from '../service.js';
import { startTestServer } from './servers.js';
import type { TestServer } from './servers.js';

const NAMESPACE = 'default';

/** A management cluster with the service at work, and one workload cluster, `demo`. The spec plays all other services. */
export interface Harness extends AsyncDisposable {
  readonly management: TestServer;
  readonly workload: TestServer;
  readonly bus: InProcessBus;
  /** Declares the cluster, as Git would. */
  declare(name?: string): Promise<Cluster>;
  /** The control plane serves: its kubeconfig is there and the Cluster says so. */
  initialize(cluster: Cluster): Promise<Cluster>;
  ring(event: EventType, cluster: Cluster): Promise<void>;
  configMap(name: string, data: Record<string, string>): Promise<ConfigMap>;
  plan(name: string, steps: readonly object[]): Promise<AddonPlan>;
  /** Resolves as soon as the plan says this of the cluster. */
  planned(plan: string, wanted: (entry: AddonPlanCluster) => boolean, cluster?: string): Promise<AddonPlanCluster>;
  /** Stops the service and starts it again, as after a crash. */
  restart(): Promise<void>;
}

export const SELECTOR = { matchLabels: { addons: 'yes' } };

export async function startHarness(): Promise<Harness> {
  await using stack = new AsyncDisposableStack();
  const management = stack.use(await startTestServer(customResourceDefinitions()));
  const workload = stack.use(await startTestServer());
  const bus = stack.use(new InProcessBus(systemClock));
  const start = (): Promise<RunningService> =>
    startService(addonInstallerService(), {
      transport: management.transport, bus, clock: systemClock, random: systemRandom, log: silentLogger,
    });
  let service = await start();
  stack.defer(() => service[Symbol.asyncDispose]());
  const owned = stack.move();
  return {
    management, workload, bus,
    ...acts(management, workload, bus),
    restart: async () => {
      await service[Symbol.asyncDispose]();
      service = await start();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function acts(management: TestServer, workload: TestServer, bus: InProcessBus): Omit<Harness, 'management' | 'workload' | 'bus' | 'restart' | typeof Symbol.asyncDispose> {
  const { kube } = management;
  const ring = (event: EventType, cluster: Cluster): Promise<void> =>
    bus.publish(handoff(
      event, { about: referenceTo(Cluster, cluster), cluster: cluster.metadata.name }, { time: rfc3339(systemClock.now()) },
    ));
  return {
    ring,
    declare: (name = 'demo') => kube.create(Cluster, {
      metadata: { name, namespace: NAMESPACE, labels: SELECTOR.matchLabels },
      spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'VSphereCluster', name }, controlPlaneEndpoint: { host: '127.0.0.1', port: 6443 } },
    }),
    initialize: async (cluster) => {
      const { name, uid } = cluster.metadata;
      const value = Buffer.from(workload.kubeconfig).toString('base64');
      await kube.create(Secret, { metadata: { name: `${name}-kubeconfig`, namespace: NAMESPACE }, type: 'cluster.x-k8s.io/secret', data: { value } });
      const status = { initialization: { controlPlaneInitialized: true } };
      const initialized = await kube.applyStatus(Cluster, { metadata: { name, namespace: NAMESPACE, uid }, status });
      await ring(Core.ControlPlaneInitialized, initialized);
      return initialized;
    },
    configMap: (name, data) => kube.create(ConfigMap, { metadata: { name, namespace: NAMESPACE }, data }),
    plan: (name, steps) => kube.create(AddonPlan, { metadata: { name, namespace: NAMESPACE }, spec: { clusterSelector: SELECTOR, steps } }),
    planned: async (plan, wanted, cluster = 'demo') => {
      const entry = (object: AddonPlan): AddonPlanCluster | undefined => object.status?.clusters?.find(({ name }) => name === cluster);
      const found = await management.until(AddonPlan, { namespace: NAMESPACE, name: plan }, (object) => {
        const known = entry(object);
        return known !== undefined && wanted(known);
      });
      return entry(found) ?? { name: cluster, phase: 'Waiting' };
    },
  };
}
