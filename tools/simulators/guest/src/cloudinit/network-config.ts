import ipaddr from 'ipaddr.js';
import { z } from 'zod';

import type { Fields } from '../json.js';
import { CloudConfigError } from './cloud-config.js';

/** A network card of the VM as vCenter shows it. */
export interface NetworkCard {
  readonly macAddress: string;
}

/** What a card got: addresses without prefix length, in the order of the configuration. */
export interface ConfiguredCard {
  readonly macAddress: string;
  readonly deviceName: string;
  readonly addresses: readonly string[];
  /** The card waits for an address from DHCP. */
  readonly dhcp: boolean;
}

const ethernet = z.looseObject({
  match: z.looseObject({ macaddress: z.string().optional(), name: z.string().optional() }).optional(),
  'set-name': z.string().optional(),
  dhcp4: z.boolean().optional(),
  dhcp6: z.boolean().optional(),
  addresses: z.array(z.string()).optional(),
  gateway4: z.string().optional(),
  gateway6: z.string().optional(),
});

const networkVersion2 = z.looseObject({ version: z.literal(2), ethernets: z.record(z.string(), ethernet).optional() });

type Ethernet = z.infer<typeof ethernet>;

/**
 * Brings up the cards of a VM by the `network` part of the metadata (netplan's version 2).
 * Without one every card asks DHCP, as cloud-init's fallback does. Throws CloudConfigError where the configuration fits no card.
 */
export function configureNetwork(metadata: Fields, cards: readonly NetworkCard[]): ConfiguredCard[] {
  const network = metadata['network'];
  if (network === undefined)
    return cards.map((card, index) => ({ ...card, deviceName: `eth${String(index)}`, addresses: [], dhcp: index === 0 }));
  const parsed = networkVersion2.safeParse(network);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CloudConfigError(`network configuration of the metadata: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
  }
  return Object.entries(parsed.data.ethernets ?? {}).map(([id, device]) => configureCard(id, device, cards));
}

function configureCard(id: string, device: Ethernet, cards: readonly NetworkCard[]): ConfiguredCard {
  const wanted = device.match?.macaddress;
  const card = wanted === undefined ? cards[0] : cards.find(({ macAddress }) => macAddress.toLowerCase() === wanted.toLowerCase());
  if (card === undefined) {
    throw new CloudConfigError(
      wanted === undefined
        ? `network device ${id}: the VM has no network card`
        : `network device ${id}: no network card has the MAC address ${wanted} (this VM has ${cards.map(({ macAddress }) => macAddress).join(', ') || 'none'})`,
    );
  }
  const addresses = (device.addresses ?? []).map((text) => parseAddress(id, text));
  for (const gateway of [device.gateway4, device.gateway6]) {
    if (gateway !== undefined && !ipaddr.isValid(gateway))
      throw new CloudConfigError(`network device ${id}: gateway "${gateway}" is no IP address`);
  }
  return {
    macAddress: card.macAddress,
    deviceName: device['set-name'] ?? id,
    addresses,
    dhcp: device.dhcp4 === true || device.dhcp6 === true,
  };
}

function parseAddress(id: string, text: string): string {
  if (!ipaddr.isValidCIDR(text)) throw new CloudConfigError(`network device ${id}: "${text}" is no address with a prefix length`);
  return ipaddr.parseCIDR(text)[0].toString();
}
