import type { ImageEffect } from './image.js';

/** Cilium's agent: the node has a network as soon as it runs. */
export const ciliumAgent: ImageEffect = ({ kubelet }) =>
  kubelet.networkUp({ reason: 'CiliumIsUp', message: 'Cilium is running on this node' }, 'node.cilium.io/agent-not-ready');

/** Flannel's daemon, the same by another name. */
export const flannel: ImageEffect = ({ kubelet }) =>
  kubelet.networkUp({ reason: 'FlannelIsUp', message: 'Flannel is running on this node' }, 'node.kubernetes.io/network-unavailable');
