import { ConfigMap, Secret } from '@handoff/api';
import type { Clock, Timer } from '@handoff/time';

import { signatureKey, signClusterInfo, type TokenParts } from '../../kubeadm/cluster-info.js';
import { isExpired, readTokenSecret, tokenNamespace, tokenSecretType } from '../bootstrap-token.js';
import type { ClusterApi } from '../cluster-api.js';
import { on, type Wake, type WorkloadController } from '../control-loop.js';

const all = 'tokens';

/** Signs kube-public/cluster-info with every token that may sign, and removes tokens when they expire. */
export class BootstrapTokens implements WorkloadController {
  readonly name = 'bootstrap-tokens';
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #enqueue: (key: string) => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly wakes: readonly Wake[] = [
    { subscribe: (_api, enqueue) => this.#own(enqueue) },
    on(Secret, (secret) => (secret.type === tokenSecretType ? [all] : [])),
    on(ConfigMap, (map) => (map.metadata.namespace === 'kube-public' && map.metadata.name === 'cluster-info' ? [all] : [])),
  ];

  async reconcile(_key: string, api: ClusterApi): Promise<void> {
    const now = this.#clock.now();
    const tokens = (await api.list(Secret, tokenNamespace))
      .filter((secret) => secret.type === tokenSecretType)
      .map((secret) => ({ secret, token: readTokenSecret(secret) }));
    for (const { secret, token } of tokens) {
      if (token !== undefined && isExpired(token, now)) await api.remove(Secret, secret.metadata);
    }
    const valid = tokens.flatMap(({ token }) => (token !== undefined && !isExpired(token, now) ? [token] : []));
    await sign(
      valid.filter((token) => token.signs),
      api,
    );
    this.#wakeAt(Math.min(...valid.map((token) => token.expires ?? Infinity)));
  }

  /** A token's end is an event too, but of the clock. */
  #own(enqueue: (key: string) => void): Disposable {
    this.#enqueue = enqueue;
    return {
      [Symbol.dispose]: () => {
        this.#wakeAt(Infinity);
      },
    };
  }

  #wakeAt(time: number): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer =
      time === Infinity
        ? undefined
        : this.#clock.after(Math.max(0, time - this.#clock.now()), () => {
            this.#enqueue(all);
          });
  }
}

async function sign(tokens: readonly TokenParts[], api: ClusterApi): Promise<void> {
  const map = await api.get(ConfigMap, 'kube-public', 'cluster-info');
  const kubeconfig = map?.data?.['kubeconfig'];
  if (map === undefined || kubeconfig === undefined) return;
  const signatures = Object.fromEntries(tokens.map((token) => [signatureKey(token.id), signClusterInfo(kubeconfig, token)]));
  const others = Object.entries(map.data ?? {}).filter(([key]) => !key.startsWith(signatureKey('')));
  const data = { ...Object.fromEntries(others), ...signatures };
  const before = map.data ?? {};
  const isSame =
    Object.keys(before).length === Object.keys(data).length && Object.entries(data).every(([key, value]) => before[key] === value);
  if (!isSame) await api.update(ConfigMap, { ...map, data });
}
