import { KubeConfig } from '@kubernetes/client-node';
import { Secret } from '@handoff/api';
import type { ObjectKey } from '@handoff/api';
import { httpsTransport, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { SingleFlight } from '@handoff/coordination';
import { KubeconfigMissing, KubeconfigUnusable } from './errors.js';

/** A workload cluster's API either answers within seconds or counts as away. */
const PATIENCE = { connectMs: 3_000, answerMs: 10_000 };

interface Connection {
  readonly transport: ApiTransport;
  readonly kubeconfig: string;
}

/** Connections to workload clusters, made from their kubeconfig Secrets and shared by all who ask. */
export class WorkloadClusters implements AsyncDisposable {
  readonly #connections = new Map<string, Connection>();
  readonly #connecting = new SingleFlight<string, Connection>();

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
    const connection = this.#connections.get(key) ?? await this.#connecting.run(key, () => this.#connect(key, cluster));
    return new KubeClient(connection.transport, this.manager);
  }

  /** Drops the connection: the cluster is gone, or its kubeconfig was renewed. The next `client` reads the Secret again. */
  async forget(cluster: ObjectKey): Promise<void> {
    const key = `${cluster.namespace ?? ''}/${cluster.name}`;
    const connection = this.#connections.get(key);
    this.#connections.delete(key);
    await connection?.transport[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(open.map(({ transport }) => transport[Symbol.asyncDispose]()));
  }

  async #connect(key: string, cluster: ObjectKey): Promise<Connection> {
    const name = `${cluster.name}-kubeconfig`;
    const secret = await this.kube.get(Secret, { namespace: cluster.namespace, name });
    const encoded = secret?.data?.['value'];
    if (encoded === undefined) throw new KubeconfigMissing(`Secret ${cluster.namespace ?? ''}/${name} has no key "value" yet: the control plane writes it`);
    const kubeconfig = Buffer.from(encoded, 'base64').toString();
    const connection = { kubeconfig, transport: await httpsTransport(parse(kubeconfig, name), PATIENCE) };
    this.#connections.set(key, connection);
    return connection;
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
