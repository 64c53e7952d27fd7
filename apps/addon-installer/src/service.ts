import { AddonPlan, Cluster } from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import type { ServiceContext, ServiceDefinition } from '@handoff/service';
import { keyOfObject } from '@handoff/kube';
import type { Key, ReflectorLog, Stores } from '@handoff/kube';
import { WorkloadClusters } from '@handoff/workload';
import { ADDON_PLAN } from './addon-plan/addon-plan.scope.js';
import { addonPlanController } from './addon-plan/addon-plan.controller.js';
import { Installations } from './addon-plan/installations.js';
import { bindingController } from './cluster-resource-set-binding/binding.controller.js';
import { clusterResourceSetController } from './cluster-resource-set/cluster-resource-set.controller.js';
import { ReferencedResources } from './manifests/referenced-resources.js';
import { Workloads } from './workload/workload.js';

/** The field manager of everything that is installed in workload clusters. */
const FIELD_MANAGER = 'handoff-addons';

/** addon-installer: ClusterResourceSets and AddonPlans, into workload clusters whose control plane serves. */
export const addonInstallerService = (): ServiceDefinition => ({
  name: 'addon-installer',
  build(context) {
    const { kube, stores, clock, random, log, telemetry, wake } = context;
    const owned = new AsyncDisposableStack(); // released in reverse
    const workloads = owned.use(new Workloads(new WorkloadClusters(kube, FIELD_MANAGER)));
    const resources = owned.use(new ReferencedResources({ kube, clock, random, log: reflectorLog(context), wake }));
    const changed = (plan: Key): void => { wake(ADDON_PLAN, plan); };
    const installations = owned.use(new Installations({ workloads, stores, clock, random, log, telemetry, changed }));
    owned.use(whenGone(stores, AddonPlan, (plan) => {
      void installations.keep(keyOfObject(plan), []);
      void resources.forget({ controller: ADDON_PLAN, key: keyOfObject(plan) });
    }));
    owned.use(whenGone(stores, Cluster, ({ metadata }) => { void workloads.forget(metadata); })); // a namesake has another kubeconfig
    return {
      controllers: [
        clusterResourceSetController({ resources, workloads }), bindingController(), addonPlanController({ resources, installations }),
      ],
      resources: [owned],
    };
  },
});

/** What a process keeps about an object goes with it; what has to be written is a finalizer's part. */
const whenGone = <T extends KubeObject>(stores: Stores, kind: Kind<T>, release: (object: T) => void): Disposable =>
  stores.mirror(kind).store.onChange(({ type, object }) => { if (type === 'deleted') release(object); });

function reflectorLog({ log }: ServiceContext): ReflectorLog {
  return {
    unavailable: (kind, error, retryInMs) => { log.warn({ kind: kind.kind, error: error.message, retryInMs }, 'watch of a referenced object broke off'); },
    invalid: (kind, error) => { log.error({ kind: kind.kind, error: error.message }, 'a referenced object does not have the shape of its kind'); },
  };
}
