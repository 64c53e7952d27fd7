import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { serviceNames } from '@handoff/events';
import type { ServiceName } from '@handoff/events';
import { DEPLOY, kubectl } from '@handoff/real-plane';
import type { RealPlane } from '@handoff/real-plane';
import { grantedTo, RbacObjects, requestsIn } from './permissions.js';
import type { Permission, Request } from './permissions.js';

/** Where the manifests put the services. */
export const NAMESPACE = 'handoff-system';

/** What a service is told so that it is nobody but itself. */
export type Identity = (service: ServiceName) => Readonly<Record<string, string>>;

/**
 * Applies an overlay and gives each service a token of its own service account, as its Pod would get one.
 * @param api the way to the API server that they are to take
 */
export async function ownIdentities(plane: Pick<RealPlane, 'controlPlane'>, overlay: string, api: { readonly url: string; readonly caPem: string }): Promise<Identity> {
  const { kubeconfigPath } = plane.controlPlane;
  await kubectl(kubeconfigPath, 'apply', '--server-side', '-k', join(DEPLOY, 'overlays', overlay));
  const paths = new Map<ServiceName, string>();
  for (const name of serviceNames) {
    const token = await kubectl(kubeconfigPath, '-n', NAMESPACE, 'create', 'token', name, '--duration=1h');
    const path = join(dirname(kubeconfigPath), `${name}.kubeconfig`);
    await writeFile(path, JSON.stringify(kubeconfig(name, token.trim(), api)), { mode: 0o600 });
    paths.set(name, path);
  }
  return (name) => ({ KUBECONFIG: paths.get(name) ?? '', POD_NAMESPACE: NAMESPACE });
}

const kubeconfig = (name: string, token: string, { url: server, caPem }: { readonly url: string; readonly caPem: string }): object => ({
  apiVersion: 'v1', kind: 'Config', 'current-context': 'handoff',
  clusters: [{ name: 'handoff', cluster: { server, 'certificate-authority-data': Buffer.from(caPem).toString('base64') } }],
  contexts: [{ name: 'handoff', context: { cluster: 'handoff', user: name } }],
  users: [{ name, user: { token } }],
});

/** What the API server grants to a service. */
export async function grants({ controlPlane }: Pick<RealPlane, 'controlPlane'>, service: ServiceName): Promise<readonly Permission[]> {
  const json = await kubectl(controlPlane.kubeconfigPath, 'get', 'roles,rolebindings,clusterroles,clusterrolebindings', '-A', '-o', 'json');
  return grantedTo({ namespace: NAMESPACE, name: service }, RbacObjects.parse(JSON.parse(json)));
}

/** What a service has asked the API server for so far. */
export async function requests({ controlPlane }: Pick<RealPlane, 'controlPlane'>, service: ServiceName): Promise<readonly Request[]> {
  const log = await readFile(controlPlane.auditPath ?? '', 'utf8');
  const user = `system:serviceaccount:${NAMESPACE}:${service}`;
  return requestsIn(log.slice(0, log.lastIndexOf('\n') + 1)).filter((request) => request.user === user); // the last line may be half written
}
