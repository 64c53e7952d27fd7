import { z } from 'zod';
import { ExtraArg } from './component.js';
import { atomicList, cel, dateTime, int32, mapList, nonEmpty, text } from '../schema/fields.js';

/** A taint that the kubelet registers its Node with. */
export const NodeTaint = z.object({
  effect: z.string(),
  key: z.string(),
  timeAdded: dateTime().optional(),
  value: z.string().optional(),
});
export type NodeTaint = z.infer<typeof NodeTaint>;

/** How the kubelet of this host registers its Node. */
export const NodeRegistration = nonEmpty({
  criSocket: text(1, 512),
  ignorePreflightErrors: atomicList(text(1, 512)).min(1).max(50),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']),
  imagePullSerial: z.boolean(),
  kubeletExtraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'kubeletExtraArgs name must be unique',
  ),
  name: text(1, 253),
  taints: z.array(NodeTaint).max(100),
});
export type NodeRegistration = z.infer<typeof NodeRegistration>;

/** Where the API server of this host listens. */
export const LocalAPIEndpoint = nonEmpty({
  advertiseAddress: text(1, 39),
  bindPort: int32().min(1),
});
export type LocalAPIEndpoint = z.infer<typeof LocalAPIEndpoint>;

/** Patches that kubeadm applies to what it generates. */
export const Patches = nonEmpty({
  directory: text(1, 512),
});
export type Patches = z.infer<typeof Patches>;

/** How long kubeadm waits for each of its steps. */
export const Timeouts = nonEmpty({
  controlPlaneComponentHealthCheckSeconds: int32().min(0),
  discoverySeconds: int32().min(0),
  etcdAPICallSeconds: int32().min(0),
  kubeletHealthCheckSeconds: int32().min(0),
  kubernetesAPICallSeconds: int32().min(0),
  tlsBootstrapSeconds: int32().min(0),
});
export type Timeouts = z.infer<typeof Timeouts>;
