import { InvalidArgumentError } from '../errors/faults.js';
import { referenceAt, type InventoryTree } from '../inventory/inventory-tree.js';
import { formatMoRef, type MoRef } from '../moref.js';
import { textAt } from '../xml/element.js';
import { vim, type VimObject } from '../xml/encode.js';

/** How a network card is plugged into a network; undefined when the tree does not know the network. */
export function networkBacking(tree: InventoryTree, network: MoRef): VimObject | undefined {
  const node = tree.get(network);
  if (node === undefined) return undefined;
  switch (network.type) {
    case 'Network':
      return vim('VirtualEthernetCardNetworkBackingInfo', { deviceName: node.name, network });
    case 'DistributedVirtualPortgroup':
      return portgroupBacking(tree, node.values.get('key')?.text ?? network.value, referenceAt(node.values, 'config.distributedVirtualSwitch'));
    case 'OpaqueNetwork': {
      const summary = node.values.get('summary');
      return vim('VirtualEthernetCardOpaqueNetworkBackingInfo', {
        opaqueNetworkId: summary && textAt(summary, 'opaqueNetworkId'),
        opaqueNetworkType: summary && textAt(summary, 'opaqueNetworkType'),
      });
    }
    default:
      throw new InvalidArgumentError(`${formatMoRef(network)} is no network`);
  }
}

function portgroupBacking(tree: InventoryTree, portgroupKey: string, dvs: MoRef | undefined): VimObject {
  const switchUuid = dvs && tree.get(dvs)?.values.get('uuid')?.text;
  return vim('VirtualEthernetCardDistributedVirtualPortBackingInfo', {
    port: vim('DistributedVirtualSwitchPortConnection', { switchUuid, portgroupKey }),
  });
}
