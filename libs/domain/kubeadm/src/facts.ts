import type { Cluster } from '@handoff/api';

/** What kubeadm must know of a cluster and does not find in the KubeadmConfig: Cluster and Machine say it. */
export interface ClusterFacts {
  readonly clusterName: string;
  /** Kubernetes version of the Machine, with or without `v`. */
  readonly version: string;
  /** `host:port` that clients and joining nodes dial. */
  readonly controlPlaneEndpoint?: string;
  /** Comma-separated for dual stack. */
  readonly serviceSubnet?: string;
  readonly podSubnet?: string;
  readonly dnsDomain?: string;
  /** Where each API server listens on its own host; kubeadm's 6443 when absent. */
  readonly apiServerPort?: number;
}

/** How a node finds and trusts the cluster that it joins. */
export interface JoinFacts {
  /** Absent only where `needsToken` is false for the spec. */
  readonly token?: string;
  /** Pins of the cluster's CA (`publicKeyHash` of @handoff/pki). */
  readonly caCertHashes: readonly string[];
  /** `host:port`. */
  readonly apiServerEndpoint: string;
  /** PEM of the cluster's CA, for the kubeconfig of `discovery.file.kubeConfig`. */
  readonly caPem?: string;
}

/** Reads the facts off a Cluster whose endpoint is known. */
export function clusterFacts(cluster: Cluster, version: string): ClusterFacts {
  const { clusterNetwork: network, controlPlaneEndpoint: endpoint } = cluster.spec;
  const { host, port } = endpoint ?? {};
  const services = network?.services?.cidrBlocks.join(',');
  const pods = network?.pods?.cidrBlocks.join(',');
  return {
    clusterName: cluster.metadata.name,
    version,
    ...(host === undefined || port === undefined ? {} : { controlPlaneEndpoint: hostPort(host, port) }),
    ...(services === undefined ? {} : { serviceSubnet: services }),
    ...(pods === undefined ? {} : { podSubnet: pods }),
    ...(network?.serviceDomain === undefined ? {} : { dnsDomain: network.serviceDomain }),
    ...(network?.apiServerPort === undefined ? {} : { apiServerPort: network.apiServerPort }),
  };
}

/** `host:port`, with the brackets that an IPv6 address needs. */
export const hostPort = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
