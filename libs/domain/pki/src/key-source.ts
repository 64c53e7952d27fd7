import { KeySourceClosedError, KeysUsedUpError } from './errors.js';
import { generateKeys, readKeys } from './keys.js';
import { defaultKeyAlgorithm } from './ports.js';
import type { KeyAlgorithm, KeyPair, KeySource } from './ports.js';

export interface PregenerateOptions {
  /** How many keys lie ready; a cluster's birth takes five (ca, etcd, proxy, sa, admin). */
  readonly ahead: number;
  /** The one algorithm that is made ahead; others are made when asked for. */
  readonly algorithm?: KeyAlgorithm;
}

/**
 * Keys made off the event loop, ahead of need. The pool refills one key at a time, so that on a small machine it never takes more than
 * one core, unless callers already wait: then one generation runs for each of them.
 * Disposing stops the refill, refuses who waits, and resolves when the last generation has ended (it cannot be cancelled).
 */
export function pregeneratedKeys(options: PregenerateOptions): KeySource & AsyncDisposable {
  return new KeyPool(options.ahead, options.algorithm ?? defaultKeyAlgorithm);
}

interface Waiter {
  readonly resolve: (pair: KeyPair) => void;
  readonly reject: (error: unknown) => void;
}

class KeyPool implements KeySource, AsyncDisposable {
  readonly #ready: KeyPair[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(
    private readonly ahead: number,
    private readonly algorithm: KeyAlgorithm,
  ) {
    this.#refill();
  }

  next(algorithm: KeyAlgorithm): Promise<KeyPair> {
    if (this.#closed) return Promise.reject(new KeySourceClosedError());
    if (algorithm !== this.algorithm) return generateKeys(algorithm);
    const pair = this.#ready.shift();
    const answer = pair === undefined ? this.#wait() : Promise.resolve(pair);
    this.#refill();
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new KeySourceClosedError());
    await Promise.all(this.#running);
  }

  #wait(): Promise<KeyPair> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #refill(): void {
    const missing = this.ahead - this.#ready.length;
    const wanted = this.#closed ? 0 : Math.max(this.#waiting.length, missing > 0 ? 1 : 0);
    while (this.#running.size < wanted) this.#start();
  }

  #start(): void {
    const run: Promise<void> = generateKeys(this.algorithm).then(
      (pair) => {
        this.#running.delete(run);
        this.#hand(pair);
        this.#refill();
      },
      (error: unknown) => {
        // No refill here: a generator that fails would spin. The next caller starts it again and gets the error if it persists.
        this.#running.delete(run);
        this.#waiting.shift()?.reject(error);
      },
    );
    this.#running.add(run);
  }

  #hand(pair: KeyPair): void {
    const waiter = this.#waiting.shift();
    if (waiter === undefined) this.#ready.push(pair);
    else waiter.resolve(pair);
  }
}

/**
 * Keys from a recording, in its order per algorithm, for deterministic runs: the same run gets the same keys.
 * @param repeat start again from the first when all are used. Only for simulations: certificates then share keys.
 * @throws MalformedPemError at once, when a PEM is no private key that kubeadm knows
 */
export function recordedKeys(privateKeyPems: readonly string[], { repeat = false }: { repeat?: boolean } = {}): KeySource {
  const recorded = Map.groupBy(
    privateKeyPems.map((pem, index) => readKeys(pem, `recorded key ${index}`)),
    (pair) => pair.algorithm,
  );
  const used = new Map<KeyAlgorithm, number>();
  const take = (algorithm: KeyAlgorithm): KeyPair => {
    const pairs = recorded.get(algorithm) ?? [];
    const index = used.get(algorithm) ?? 0;
    used.set(algorithm, index + 1);
    const pair = pairs[repeat && pairs.length > 0 ? index % pairs.length : index];
    if (pair === undefined) throw new KeysUsedUpError(algorithm, pairs.length);
    return pair;
  };
  return { next: async (algorithm) => take(algorithm) };
}
