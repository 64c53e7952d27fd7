import { Cluster } from '@handoff/api';
import type { ServiceContext, ServiceDefinition } from '@handoff/service';
import type { ReflectorLog } from '@handoff/kube';
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
    const { kube, stores, clock, random, log, wake } = context;
    const resources = new ReferencedResources({ kube, clock, random, log: reflectorLog(context), wake });
    const workloads = new Workloads(new WorkloadClusters(kube, FIELD_MANAGER));
    const installations = new Installations({ workloads, stores, clock, random, log, changed: (plan) => { wake(ADDON_PLAN, plan); } });
    const gone = stores.mirror(Cluster).store.onChange(({ type, object }) => {
      if (type === 'deleted') void workloads.forget(object.metadata); // a namesake has another kubeconfig
    });
    return {
      controllers: [
        clusterResourceSetController({ resources, workloads }), bindingController(), addonPlanController({ resources, installations }),
      ],
      resources: [{ [Symbol.asyncDispose]: async () => { gone[Symbol.dispose](); } }, installations, resources, workloads],
    };
  },
});

function reflectorLog({ log }: ServiceContext): ReflectorLog {
  return {
    unavailable: (kind, error, retryInMs) => { log.warn({ kind: kind.kind, error: error.message, retryInMs }, 'watch of a referenced object broke off'); },
    invalid: (kind, error) => { log.error({ kind: kind.kind, error: error.message }, 'a referenced object does not have the shape of its kind'); },
  };
}
