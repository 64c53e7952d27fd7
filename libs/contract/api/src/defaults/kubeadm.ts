import { withVersionPrefix } from './machine.js';
import type { KubeadmConfigSpec } from '../bootstrap/kubeadm-config-spec.js';
import type { KubeadmControlPlane } from '../controlplane/kubeadm-control-plane.js';

export type EffectiveKubeadmConfigSpec = KubeadmConfigSpec & { format: 'cloud-config' | 'ignition' };

export type EffectiveKubeadmControlPlane = KubeadmControlPlane & {
  spec: {
    replicas: number;
    kubeadmConfigSpec: EffectiveKubeadmConfigSpec;
    rollout: { strategy: { type: 'RollingUpdate'; rollingUpdate: { maxSurge: number | string } } };
  };
};

/** A kubeadm configuration with what upstream fills in on write. */
export const effectiveKubeadmConfigSpec = (spec: KubeadmConfigSpec | undefined): EffectiveKubeadmConfigSpec => ({
  ...spec,
  format: spec?.format ?? 'cloud-config',
});

/** A KubeadmControlPlane with what upstream fills in on write. */
export function effectiveKubeadmControlPlane(controlPlane: KubeadmControlPlane): EffectiveKubeadmControlPlane {
  const { spec } = controlPlane;
  return {
    ...controlPlane,
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      version: withVersionPrefix(spec.version),
      kubeadmConfigSpec: effectiveKubeadmConfigSpec(spec.kubeadmConfigSpec),
      rollout: {
        ...spec.rollout,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: spec.rollout?.strategy?.rollingUpdate?.maxSurge ?? 1 },
        },
      },
    },
  };
}
