import { publicKeyHash } from '@handoff/pki';
import { parse } from 'yaml';
import { z } from 'zod';

import { parseEndpoint, type Endpoint } from './certificates.js';
import { parseToken, signatureKey, verifyClusterInfo, type TokenParts } from './cluster-info.js';
import { KubeadmConfigError, KubeadmError } from './errors.js';
import type { KubeadmHost } from './host.js';
import { DialError, KubeHttp, KubeHttpError } from './kube-http.js';
import type { JoinDocument } from './schema.js';

/** A cluster that has proved to be the one that the token and the pins belong to. */
export interface DiscoveredCluster {
  readonly endpoint: Endpoint;
  readonly caPem: string;
  /** The token for the certificate request. */
  readonly token: string;
}

const clusterInfoPath = '/api/v1/namespaces/kube-public/configmaps/cluster-info';

const clusterInfo = z.looseObject({ data: z.record(z.string(), z.string()).optional() });
const kubeconfig = z.looseObject({
  clusters: z.array(z.looseObject({ cluster: z.looseObject({ server: z.string(), 'certificate-authority-data': z.string() }) })).min(1),
});

/** What may come right when it is tried again: nobody answered yet, or the token is not known yet. */
class NotYet extends Error {}

/**
 * Finds the cluster to join by token-based discovery: reads cluster-info from whoever answers, believes it only if the token signed it and
 * the CA in it is pinned, and reads it once more from a server that this CA vouches for. Throws KubeadmError.
 */
export async function discover(host: KubeadmHost, document: JoinDocument, timeout: number): Promise<DiscoveredCluster> {
  const { bootstrapToken } = document.discovery;
  if (document.discovery.file !== undefined) throw new KubeadmConfigError('discovery.file is not played by this simulation');
  if (bootstrapToken === undefined) throw new KubeadmConfigError('discovery: Invalid value: "": bootstrapToken or file must be set');
  const token = parseToken(bootstrapToken.token);
  if (token === undefined)
    throw new KubeadmConfigError(
      'discovery.bootstrapToken.token: Invalid value: the bootstrap token is invalid: it must be of the form "[a-z0-9]{6}.[a-z0-9]{16}"',
    );
  if (bootstrapToken.apiServerEndpoint === undefined)
    throw new KubeadmConfigError('discovery.bootstrapToken.apiServerEndpoint: Required value');
  const pins = bootstrapToken.caCertHashes ?? [];
  if (pins.length === 0 && bootstrapToken.unsafeSkipCAVerification !== true) {
    throw new KubeadmConfigError(
      'discovery.bootstrapToken.caCertHashes: Required value: using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file to continue',
    );
  }
  const endpoint = parseEndpoint(bootstrapToken.apiServerEndpoint, 6443);
  const found = await untilSigned(host, timeout, () => readSigned(host, endpoint, token));
  checkPins(found.caPem, pins);
  await readAgain(host, endpoint, found);
  return { endpoint: found.endpoint, caPem: found.caPem, token: document.discovery.tlsBootstrapToken ?? bootstrapToken.token };
}

interface SignedInfo {
  readonly text: string;
  readonly endpoint: Endpoint;
  readonly caPem: string;
}

/** Tries again until the limit, as the real program does: the API server may be moving to another node at this moment. */
async function untilSigned(host: KubeadmHost, timeout: number, attempt: () => Promise<SignedInfo>): Promise<SignedInfo> {
  const { clock, machine } = host;
  const pause = Math.min(5_000, Math.max(20, timeout / 20));
  const deadline = clock.now() + timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      if (clock.now() + pause > deadline) throw untrusted(error.message, error);
      await clock.sleep(pause, machine.signal);
    }
  }
}

async function readSigned(host: KubeadmHost, endpoint: Endpoint, token: TokenParts): Promise<SignedInfo> {
  const data = await readClusterInfo(new KubeHttp(endpoint, {}, host.machine.signal));
  const text = data['kubeconfig'];
  if (text === undefined) throw new NotYet('there is no kubeconfig in the cluster-info ConfigMap');
  const signature = data[signatureKey(token.id)];
  if (signature === undefined) {
    throw new NotYet(
      `token id "${token.id}" is invalid for this cluster or it has expired. Use "kubeadm token create" on the control-plane node to create a new valid token`,
    );
  }
  if (!verifyClusterInfo(text, signature, token))
    throw new NotYet("failed to verify JWS signature of received cluster info object, can't trust this API Server");
  const [entry] = kubeconfig.parse(parse(text)).clusters;
  const caPem = Buffer.from(entry?.cluster['certificate-authority-data'] ?? '', 'base64').toString('utf8');
  return { text, caPem, endpoint: parseEndpoint((entry?.cluster.server ?? '').replace(/^https:\/\//, ''), 6443) };
}

async function readClusterInfo(http: KubeHttp): Promise<Readonly<Record<string, string>>> {
  try {
    return clusterInfo.parse(await http.send({ path: clusterInfoPath })).data ?? {};
  } catch (error) {
    if (error instanceof DialError || error instanceof KubeHttpError)
      throw new NotYet(`failed to request the cluster-info ConfigMap: ${error.message}`, { cause: error });
    throw error;
  }
}

function checkPins(caPem: string, pins: readonly string[]): void {
  const actual = publicKeyHash(caPem);
  if (pins.length === 0 || pins.some((pin) => pin.toLowerCase() === actual)) return;
  throw untrusted(`cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "${actual}" are pinned`);
}

/** The same over a connection that the pinned CA vouches for: a wrong certificate or name shows here. */
async function readAgain(host: KubeadmHost, endpoint: Endpoint, found: SignedInfo): Promise<void> {
  let text: string | undefined;
  try {
    const http = new KubeHttp(endpoint, { caPem: found.caPem }, host.machine.signal);
    text = clusterInfo.parse(await http.send({ path: clusterInfoPath })).data?.['kubeconfig'];
  } catch (error) {
    if (!(error instanceof DialError || error instanceof KubeHttpError)) throw error;
    throw untrusted(`failed to request the cluster-info ConfigMap: ${error.message}`, error);
  }
  if (text !== found.text)
    throw untrusted('the second kubeconfig from the cluster-info ConfigMap (using validated TLS) was different from the first');
}

const untrusted = (why: string, cause?: unknown): KubeadmError =>
  new KubeadmError('preflight', `couldn't validate the identity of the API Server: ${why}`, { cause });
