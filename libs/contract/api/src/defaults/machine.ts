import { Labels } from '../names/labels.js';
import type { Machine } from '../core/machine.js';
import type { MachineDeletion } from '../core/machine-spec.js';

/** How long the deletion of a Node is tried, when nobody says. */
export const NODE_DELETION_TIMEOUT_SECONDS = 10;

export type EffectiveMachine = Machine & { spec: { deletion: MachineDeletion & { nodeDeletionTimeoutSeconds: number } } };

/** kubeadm and image tags want the `v`; people leave it out. */
export const withVersionPrefix = (version: string): string => (version.startsWith('v') ? version : `v${version}`);

/** A Machine with what upstream fills in on write: the cluster's label, the version's prefix, the timeout of the Node's deletion. */
export function effectiveMachine(machine: Machine): EffectiveMachine {
  const { metadata, spec } = machine;
  return {
    ...machine,
    metadata: { ...metadata, labels: { ...metadata.labels, [Labels.clusterName]: spec.clusterName } },
    spec: {
      ...spec,
      ...(spec.version !== undefined && { version: withVersionPrefix(spec.version) }),
      deletion: {
        ...spec.deletion,
        nodeDeletionTimeoutSeconds: spec.deletion?.nodeDeletionTimeoutSeconds ?? NODE_DELETION_TIMEOUT_SECONDS,
      },
    },
  };
}
