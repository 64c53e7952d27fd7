/** Lets many callers share one attempt: who comes while it runs gets its result, a failure included. */
export class SingleFlight<K, R> {
  readonly #flights = new Map<K, Promise<R>>();

  run(key: K, work: () => Promise<R>): Promise<R> {
    const flying = this.#flights.get(key);
    if (flying !== undefined) return flying;
    const flight = work().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
