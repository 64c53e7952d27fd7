import { z } from 'zod';
import { Annotations } from '../names/annotations.js';
import { Labels } from '../names/labels.js';
import type { Cluster } from '../core/cluster.js';
import type { KubeObject } from '../object.js';

const NamesItsCluster = z.looseObject({ spec: z.looseObject({ clusterName: z.string().min(1) }) });

/** The Cluster that an object belongs to: by its label, else by `spec.clusterName`. */
export function clusterNameOf(object: KubeObject): string | undefined {
  const label = object.metadata.labels?.[Labels.clusterName];
  if (label !== undefined && label !== '') return label;
  return NamesItsCluster.safeParse(object).data?.spec.clusterName;
}

/** Whether the annotation alone pauses an object. */
export const hasPausedAnnotation = (object: KubeObject): boolean => object.metadata.annotations?.[Annotations.paused] !== undefined;

/** Whether nothing may be done to an object now. That a Cluster is absent, too, holds most work back; that is for the caller to decide. */
export const isPaused = (cluster: Cluster | undefined, object: KubeObject): boolean =>
  cluster?.spec.paused === true || hasPausedAnnotation(object);

/** Whether an object is part of a control plane. The label counts whatever its value. */
export const isControlPlane = (object: KubeObject): boolean => object.metadata.labels?.[Labels.controlPlane] !== undefined;
