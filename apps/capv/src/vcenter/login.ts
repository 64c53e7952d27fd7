import { matches, Namespace, Secret, VSphereClusterIdentity } from '@handoff/api';
import type { VSphereCluster } from '@handoff/api';
import { describeKey } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';

/** Who logs in to vCenter. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

export type LoginProblem = 'IdentityNotSet' | 'IdentityNotFound' | 'IdentityNotAllowed' | 'IdentityIncomplete';

/** There is nobody to log in as. Retryable: a Secret is often applied a moment after the objects that name it. */
export class LoginUnavailable extends Error {
  override readonly name = 'LoginUnavailable';
  readonly retryable = true;
  constructor(readonly code: LoginProblem, message: string) {
    super(message);
  }
}

/** The Secret that a cluster logs in with, read live. @throws LoginUnavailable naming the field and the fix */
export async function readIdentitySecret(kube: KubeClient, cluster: VSphereCluster, controllerNamespace: string): Promise<Secret> {
  const { identityRef } = cluster.spec;
  const { namespace, name } = cluster.metadata;
  if (identityRef === undefined) {
    throw new LoginUnavailable('IdentityNotSet', `VSphereCluster ${name} names nobody to log in to ${cluster.spec.server} as: set spec.identityRef to a Secret with username and password`);
  }
  const key = identityRef.kind === 'Secret'
    ? { namespace, name: identityRef.name }
    : { namespace: controllerNamespace, name: await secretOfIdentity(kube, identityRef.name, namespace) };
  const secret = await kube.get(Secret, key);
  if (secret === undefined) throw new LoginUnavailable('IdentityNotFound', `${describeKey(Secret, key)} named by spec.identityRef of VSphereCluster ${name} is not there: apply it, with username and password`);
  return secret;
}

/** @throws LoginUnavailable naming the missing keys, never a value */
export function loginOf(secret: Secret): Login {
  const read = (key: string): string => Buffer.from(secret.data?.[key] ?? '', 'base64').toString('utf8');
  const login = { username: read('username'), password: read('password') };
  const missing = Object.entries(login).filter(([, value]) => value === '').map(([key]) => key);
  if (missing.length > 0) throw new LoginUnavailable('IdentityIncomplete', `${describeKey(Secret, secret.metadata)} lacks ${missing.join(' and ')}: set ${missing.length === 1 ? 'it' : 'both'}`);
  return login;
}

async function secretOfIdentity(kube: KubeClient, name: string, namespace: string | undefined): Promise<string> {
  const identity = await kube.get(VSphereClusterIdentity, { name });
  if (identity === undefined) throw new LoginUnavailable('IdentityNotFound', `VSphereClusterIdentity ${name} named by spec.identityRef is not there: apply it`);
  if (!(await allows(kube, identity, namespace))) {
    throw new LoginUnavailable('IdentityNotAllowed', `VSphereClusterIdentity ${name} may not be used in namespace ${namespace ?? ''}: its spec.allowedNamespaces.selector does not choose it`);
  }
  return identity.spec.secretName;
}

/** No allowedNamespaces: nobody. An empty selector: everybody. */
async function allows(kube: KubeClient, { spec }: VSphereClusterIdentity, name: string | undefined): Promise<boolean> {
  const selector = spec.allowedNamespaces?.selector;
  if (selector === undefined || name === undefined) return false;
  const namespace = await kube.get(Namespace, { name });
  return namespace !== undefined && matches(selector, namespace.metadata.labels);
}
