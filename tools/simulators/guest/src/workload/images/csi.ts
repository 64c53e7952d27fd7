import { CSINode } from '@handoff/api';

import { Node } from '../kinds.js';
import { ContainerError, flagOf, type ImageContext, type ImageEffect } from './image.js';

/**
 * The sidecar that registers a CSI driver with its node's kubelet. The driver knows its VM by the node's provider id, so it waits for that.
 */
export const csiNodeRegistrar: ImageEffect = async (context) => {
  const { api, container, kubelet, signal } = context;
  const socket = flagOf(container, 'kubelet-registration-path');
  const driver = /\/plugins\/([^/]+)\//.exec(socket ?? '')?.[1];
  if (driver === undefined) throw new ContainerError('--kubelet-registration-path names no folder of a driver');
  const watch = api.watch(
    Node,
    ({ object: node }) => {
      if (node.metadata.name !== kubelet.node || (node.spec?.providerID ?? '') === '' || signal.aborted) return;
      watch[Symbol.dispose]();
      register(context, driver, node).catch((error: unknown) => {
        kubelet.machine.console.write(`csi-node-driver-registrar: ${String(error)}`);
      });
    },
    () => undefined,
  );
  signal.addEventListener(
    'abort',
    () => {
      watch[Symbol.dispose]();
    },
    { once: true },
  );
};

async function register({ api }: ImageContext, driver: string, node: Node): Promise<void> {
  const { name, uid } = node.metadata;
  const entry = { name: driver, nodeID: (node.spec?.providerID ?? '').replace(/^vsphere:\/\//, ''), topologyKeys: [] };
  const owner = { apiVersion: 'v1', kind: 'Node', name, uid };
  await api.ensure(CSINode, { metadata: { name, ownerReferences: [owner] }, spec: { drivers: [] } });
  await api.edit(CSINode, { name }, (current) => {
    const drivers = current.spec.drivers ?? [];
    return drivers.some((known) => known.name === driver)
      ? undefined
      : { ...current, spec: { ...current.spec, drivers: [...drivers, entry] } };
  });
}
