import { z } from 'zod';
import { builtinKind } from '../kind.js';
import type { KindObject } from '../kind.js';

/** Which CSI drivers have registered with the kubelet of a Node. Named as the Node. */
export const CSINode = builtinKind(
  { group: 'storage.k8s.io', version: 'v1', kind: 'CSINode', plural: 'csinodes', namespaced: false },
  {
    spec: z.looseObject({
      drivers: z
        .array(z.looseObject({ name: z.string(), nodeID: z.string(), topologyKeys: z.array(z.string()).nullish() }))
        .nullish(),
    }),
  },
);
export type CSINode = KindObject<typeof CSINode>;

export const CSIDriver = builtinKind(
  { group: 'storage.k8s.io', version: 'v1', kind: 'CSIDriver', plural: 'csidrivers', namespaced: false },
  { spec: z.looseObject({ attachRequired: z.boolean().optional() }) },
);
export type CSIDriver = KindObject<typeof CSIDriver>;

/** A volume that should be, or is, attached to a Node; a Machine waits for these to go before its server is deleted. */
export const VolumeAttachment = builtinKind(
  { group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachment', plural: 'volumeattachments', namespaced: false },
  {
    spec: z.looseObject({
      attacher: z.string(),
      nodeName: z.string(),
      source: z.looseObject({ persistentVolumeName: z.string().optional() }),
    }),
    status: z.looseObject({ attached: z.boolean() }).optional(),
  },
);
export type VolumeAttachment = KindObject<typeof VolumeAttachment>;
