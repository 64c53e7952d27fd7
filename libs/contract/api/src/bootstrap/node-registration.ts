import { z } from 'zod';
import { ExtraArg } from './component.js';
import { atomicList, cel, dateTime, int32, mapList, nonEmpty, text } from '../schema/fields.js';

export const NodeTaint = z.object({
  effect: z.string().describe('What the taint does to Pods.'),
  key: z.string().describe('Key of the taint.'),
  timeAdded: dateTime().describe('When it was added.').optional(),
  value: z.string().describe('Value of the taint.').optional(),
}).describe('A taint that the kubelet registers its Node with.');
export type NodeTaint = z.infer<typeof NodeTaint>;

export const NodeRegistration = nonEmpty({
  criSocket: text(1, 512).describe('Socket of the container runtime.'),
  ignorePreflightErrors: atomicList(text(1, 512)).min(1).max(50).describe('Checks of kubeadm whose failure does not count.'),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).describe('When images are pulled; absent: IfNotPresent.'),
  imagePullSerial: z.boolean().describe('Whether images are pulled one after another.'),
  kubeletExtraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'kubeletExtraArgs name must be unique',
  ).describe('Flags of the kubelet.'),
  name: text(1, 253).describe('Name of the Node; absent: the host name.'),
  taints: z.array(NodeTaint).max(100).describe("Absent: the control plane's own. An empty list: none."),
}).describe('How the kubelet of this host registers its Node.');
export type NodeRegistration = z.infer<typeof NodeRegistration>;

export const LocalAPIEndpoint = nonEmpty({
  advertiseAddress: text(1, 39).describe('Address that others are told; absent: that of the default route.'),
  bindPort: int32().min(1).describe('Port that it listens at; absent: 6443.'),
}).describe('Where the API server of this host listens.');
export type LocalAPIEndpoint = z.infer<typeof LocalAPIEndpoint>;

export const Patches = nonEmpty({
  directory: text(1, 512).describe('Folder with the patches.'),
}).describe('Patches that kubeadm applies to what it generates.');
export type Patches = z.infer<typeof Patches>;

export const Timeouts = nonEmpty({
  controlPlaneComponentHealthCheckSeconds: int32().min(0).describe('For components of the control plane to get healthy.'),
  discoverySeconds: int32().min(0).describe('For finding the cluster.'),
  etcdAPICallSeconds: int32().min(0).describe('For a call to etcd.'),
  kubeletHealthCheckSeconds: int32().min(0).describe('For the kubelet to get healthy.'),
  kubernetesAPICallSeconds: int32().min(0).describe('For a call to the API server.'),
  tlsBootstrapSeconds: int32().min(0).describe('For the kubelet to get its certificate.'),
}).describe('How long kubeadm waits for each of its steps.');
export type Timeouts = z.infer<typeof Timeouts>;
