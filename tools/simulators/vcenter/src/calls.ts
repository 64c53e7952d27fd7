/** Counts calls per method, so that a test can prove that vCenter saw none. */
export class CallCounter {
  readonly #counts = new Map<string, number>();

  note(method: string): void {
    this.#counts.set(method, this.count(method) + 1);
  }

  /** How often a SOAP method (`CloneVM_Task`) or a REST call (`POST /rest/com/vmware/cis/session`) came in. */
  count(method: string): number {
    return this.#counts.get(method) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** All counts, sorted by name. */
  toJSON(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  reset(): void {
    this.#counts.clear();
  }
}
