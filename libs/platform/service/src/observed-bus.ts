import type { Bus, Subscription } from '@handoff/bus';
import type { Handoff } from '@handoff/events';

/** The bus as a service sees it: whether it takes what is published. */
export class ObservedBus implements Bus {
  #isTaking = true;

  constructor(private readonly inner: Bus) {}

  /** False since a publication failed, until one succeeds. */
  get isTaking(): boolean {
    return this.#isTaking;
  }

  async publish(handoff: Handoff): Promise<void> {
    try {
      await this.inner.publish(handoff);
      this.#isTaking = true;
    } catch (error) {
      this.#isTaking = false;
      throw error;
    }
  }

  subscribe(subscription: Subscription): Promise<AsyncDisposable> {
    return this.inner.subscribe(subscription);
  }

  follow(listener: (handoff: Handoff) => void): Disposable {
    return this.inner.follow(listener);
  }

  /** The bus is its giver's to dispose of. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
