/**
 * The DHCP server of the simulated networks. It leases from 198.18.0.0/15, the range that is set aside for benchmarks: such an address is
 * never dialled and cannot be mistaken for one of the host's.
 */
export class AddressLeases {
  readonly #leases = new Map<string, string>();

  /** The address of a card; the same one for as long as the simulation runs. */
  lease(macAddress: string): string {
    const known = this.#leases.get(macAddress);
    if (known !== undefined) return known;
    const index = this.#leases.size + 10;
    const address = `198.${String(18 + Math.floor(index / 65_536))}.${String(Math.floor(index / 256) % 256)}.${String(index % 256)}`;
    this.#leases.set(macAddress, address);
    return address;
  }
}
