import type { Console, DelayLedger } from '../journal.js';
import type { GuestFileSystem } from './file-system.js';

/** The operating system of one running VM: what its programs see and change. It ends with the VM's power. */
export interface GuestMachine {
  /** Name of the VM in vCenter. */
  readonly vm: string;
  /** BIOS UUID, which the kernel shows as the system's UUID. */
  readonly uuid: string;
  readonly files: GuestFileSystem;
  readonly console: Console;
  readonly delays: DelayLedger;
  /** Aborted when the VM loses power. */
  readonly signal: AbortSignal;
  /** As cloud-init or hostnamectl set it. */
  hostname: string;
  /** Addresses of the network cards, the first card's first. */
  addresses: readonly string[];
  /** Version of the kubeadm and kubelet in the image, such as `v1.33.1`. */
  readonly kubernetesVersion: string;
}

/** The address that a node is known by: the first of its first card, IPv4 before IPv6. */
export function primaryAddress(machine: GuestMachine): string | undefined {
  return machine.addresses.find((address) => !address.includes(':')) ?? machine.addresses[0];
}
