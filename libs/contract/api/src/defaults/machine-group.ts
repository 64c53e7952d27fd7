import { labelValueOf } from './label-value.js';
import { withVersionPrefix } from './machine.js';
import { isEmptySelector } from '../helpers/selector.js';
import { Annotations } from '../names/annotations.js';
import { Labels } from '../names/labels.js';
import type { MachineDeployment, MachineDeploymentSpec } from '../core/machine-deployment.js';
import type { MachineSet, MachineSetSpec } from '../core/machine-set.js';
import type { KubeObject } from '../object.js';

type GroupSpec = MachineDeploymentSpec | MachineSetSpec;
type DeletionOrder = 'Newest' | 'Oldest' | 'Random';

export type EffectiveMachineSet = MachineSet & { spec: { replicas: number; deletion: { order: DeletionOrder } } };

export type EffectiveMachineDeployment = MachineDeployment & {
  spec: {
    replicas: number;
    deletion: { order: DeletionOrder };
    rollout: {
      strategy: { type: 'OnDelete' | 'RollingUpdate'; rollingUpdate: { maxSurge: number | string; maxUnavailable: number | string } };
    };
  };
};

/** A MachineSet with what upstream fills in on write. */
export function effectiveMachineSet(set: MachineSet): EffectiveMachineSet {
  return {
    ...set,
    metadata: withClusterLabel(set.metadata, set.spec.clusterName),
    spec: {
      ...set.spec,
      ...selectorAndTemplate(set.spec, Labels.setName, set.metadata.name),
      replicas: set.spec.replicas ?? initialReplicas(set),
      deletion: { order: set.spec.deletion?.order ?? 'Random' },
    },
  };
}

/** A MachineDeployment with what upstream fills in on write. */
export function effectiveMachineDeployment(deployment: MachineDeployment): EffectiveMachineDeployment {
  const { metadata, spec } = deployment;
  const strategy = spec.rollout?.strategy;
  return {
    ...deployment,
    metadata: withClusterLabel(metadata, spec.clusterName),
    spec: {
      ...spec,
      ...selectorAndTemplate(spec, Labels.deploymentName, metadata.name),
      replicas: spec.replicas ?? initialReplicas(deployment),
      deletion: { order: spec.deletion?.order ?? 'Random' },
      rollout: {
        ...spec.rollout,
        strategy: {
          type: strategy?.type ?? 'RollingUpdate',
          rollingUpdate: {
            maxSurge: strategy?.rollingUpdate?.maxSurge ?? 1,
            maxUnavailable: strategy?.rollingUpdate?.maxUnavailable ?? 0,
          },
        },
      },
    },
  };
}

/** Without a number an autoscaled group starts at its least size, any other with one Machine. */
function initialReplicas({ metadata }: KubeObject): number {
  const least = Number.parseInt(metadata.annotations?.[Annotations.autoscalerMinSize] ?? '', 10);
  const autoscaled = metadata.annotations?.[Annotations.autoscalerMaxSize] !== undefined && least >= 0;
  return autoscaled ? least : 1;
}

const withClusterLabel = <Metadata extends KubeObject['metadata']>(metadata: Metadata, cluster: string): Metadata => ({
  ...metadata,
  labels: { ...metadata.labels, [Labels.clusterName]: cluster },
});

/** Selector and template always name the cluster; the group itself only when the user selects by nothing. */
function selectorAndTemplate(spec: GroupSpec, groupLabel: string, name: string): Pick<GroupSpec, 'selector' | 'template'> {
  const labels = {
    ...(isEmptySelector(spec.selector) && { [groupLabel]: labelValueOf(name) }),
    [Labels.clusterName]: spec.clusterName,
  };
  const { metadata, spec: machine } = spec.template;
  return {
    selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, ...labels } },
    template: {
      metadata: { ...metadata, labels: { ...metadata?.labels, ...labels } },
      spec: { ...machine, ...(machine.version !== undefined && { version: withVersionPrefix(machine.version) }) },
    },
  };
}
