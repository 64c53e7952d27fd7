import type { KubeadmControlPlane } from '@handoff/api';
import { trueSince } from '@handoff/reconcile';
import type { Milestone } from '@handoff/reconcile';
import type { ControlPlaneScope } from './control-plane.scope.js';

/** The stages of a control plane, from its declaration on: the spans of those who do the work fill them. */
export function controlPlaneMilestones({ controlPlane }: ControlPlaneScope, written: KubeadmControlPlane): readonly Milestone[] {
  const { creationTimestamp: begun, deletionTimestamp } = controlPlane.metadata;
  if (deletionTimestamp !== undefined) return [];
  const stage = (name: string, type: string): Milestone => ({ name, begun, ended: trueSince(written, type), isSummary: true });
  return [stage('certificates', 'CertificatesAvailable'), stage('initialized', 'Initialized'), stage('available', 'Available')];
}
