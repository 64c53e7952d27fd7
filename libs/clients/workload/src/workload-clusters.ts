import { KubeConfig } from '@kubernetes/client-node';
import { Secret } from '@handoff/api';
import type { ObjectKey } from '@handoff/api';
import { httpsTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { SingleFlight } from '@handoff/coordination';
import { KubeconfigMissing, KubeconfigUnusable } from './errors.js';
import { RenewingTransport } from './renewing-transport.js';
import type { Route } from './renewing-transport.js';

/** A workload cluster's API either answers within seconds or counts as away. */
const PATIENCE = { connectMs: 3_000, answerMs: 10_000 };

/** Connections to workload clusters, made from their kubeconfig Secrets and shared by all who ask. */
export class WorkloadClusters implements AsyncDisposable {
  readonly #connections = new Map<string, ApiTransport>();
  readonly #connecting = new SingleFlight<string, ApiTransport>();

  /** @param kube the management cluster, @param manager the field manager of writes to workload clusters */
  constructor(
    private readonly kube: KubeClient,
    private readonly manager: string,
  ) {}

  /**
   * A client of the cluster's API. It is not dialled here: the first request tells whether it answers.
   * @throws KubeconfigMissing while the control plane has not written it, KubeconfigUnusable when it is damaged
   */
  async client(cluster: ObjectKey): Promise<KubeClient> {
    const key = `${cluster.namespace ?? ''}/${cluster.name}`;
    const transport = this.#connections.get(key) ?? await this.#connecting.run(key, () => this.#connect(key, cluster));
    return new KubeClient(transport, this.manager);
  }

  /** Drops the connection: the cluster is gone. The next `client` reads the Secret again. */
  async forget(cluster: ObjectKey): Promise<void> {
    const key = `${cluster.namespace ?? ''}/${cluster.name}`;
    const transport = this.#connections.get(key);
    this.#connections.delete(key);
    await transport?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(open.map((transport) => transport[Symbol.asyncDispose]()));
  }

  async #connect(key: string, cluster: ObjectKey): Promise<ApiTransport> {
    const transport = new RenewingTransport(await this.#open(cluster), (current) => this.#open(cluster, current));
    this.#connections.set(key, transport);
    return transport;
  }

  /** The way that the kubeconfig Secret shows; `current` when that has not changed. */
  async #open(cluster: ObjectKey, current?: Route): Promise<Route> {
    const name = `${cluster.name}-kubeconfig`;
    const secret = await this.kube.get(Secret, { namespace: cluster.namespace, name });
    const encoded = secret?.data?.['value'];
    if (encoded === undefined) {
      throw new KubeconfigMissing(`Secret ${cluster.namespace ?? ''}/${name} has no key "value" yet: the control plane writes it`);
    }
    const kubeconfig = Buffer.from(encoded, 'base64').toString();
    if (kubeconfig === current?.kubeconfig) return current;
    return { kubeconfig, transport: await httpsTransport(parse(kubeconfig, name), PATIENCE) };
  }
}

function parse(kubeconfig: string, name: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromString(kubeconfig);
  } catch {
    // the parser's message may quote the document, which holds a key: it stays here
    throw new KubeconfigUnusable(`Secret ${name}: key "value" is not a kubeconfig; delete the Secret and it is made again`);
  }
  return config;
}
