import {
  Finalizers, isOwnedBy, ownerReferenceTo, Secret, VSphereCluster, VSphereClusterIdentity, VSphereClusterIdentityConditions as Type,
} from '@handoff/api';
import { keyOf } from '@handoff/kube';
import { condition, controller, mirrors, waitFor } from '@handoff/reconcile';
import type { Context, Controller, Phase, Report, StatusIntent } from '@handoff/reconcile';
import type { Operation } from 'fast-json-patch';

/** Everything that a reconcile of a VSphereClusterIdentity looks at. */
interface IdentityScope {
  readonly identity: VSphereClusterIdentity;
  /** Of the controller's namespace; absent until somebody applies it. */
  readonly secret: Secret | undefined;
  /** VSphereClusters that log in with it. */
  readonly users: readonly VSphereCluster[];
}

const isUser = ({ metadata }: VSphereClusterIdentity, { spec }: VSphereCluster): boolean =>
  spec.identityRef?.kind === 'VSphereClusterIdentity' && spec.identityRef.name === metadata.name;

const observe = (namespace: string) => async (identity: VSphereClusterIdentity, context: Context): Promise<IdentityScope> => ({
  identity,
  secret: await context.kube.get(Secret, { namespace, name: identity.spec.secretName }),
  users: context.cached(VSphereCluster).list().filter((cluster) => isUser(identity, cluster)),
});

/** The Secret is held by a finalizer for as long as the identity is there, and goes after it. */
const holdSecret = (namespace: string): Phase<IdentityScope> => async function holdIdentitySecret({ identity, secret }, { kube }) {
  const { secretName } = identity.spec;
  if (secret === undefined) return waitFor('SecretNotFound', `Secret ${namespace}/${secretName} named by spec.secretName is not there: apply it, with username and password`);
  const { finalizers = [], ownerReferences = [], deletionTimestamp } = secret.metadata;
  const isHeld = finalizers.includes(Finalizers.vsphereIdentitySecret) || deletionTimestamp !== undefined;
  const operations: Operation[] = [
    ...(isHeld ? [] : [{ op: 'add', path: '/metadata/finalizers', value: [...finalizers, Finalizers.vsphereIdentitySecret] } as const]),
    ...(isOwnedBy(secret, identity) ? []
      : [{ op: 'add', path: '/metadata/ownerReferences', value: [...ownerReferences, ownerReferenceTo(identity)] } as const]),
  ];
  if (operations.length > 0) await kube.patch(Secret, secret, operations);
  return undefined;
};

const awaitUsers: Phase<IdentityScope> = async ({ users }) => {
  const names = users.slice(0, 3).map(({ metadata }) => keyOf(metadata)).join(', ');
  return Promise.resolve(users.length === 0 ? undefined
    : waitFor('InUse', `waiting until nobody logs in with it: VSphereCluster ${names}${users.length > 3 ? ` and ${String(users.length - 3)} more` : ''}`));
};

const letGoOfSecret: Phase<IdentityScope> = async ({ secret }, { kube }) => {
  const index = secret?.metadata.finalizers?.indexOf(Finalizers.vsphereIdentitySecret) ?? -1;
  if (secret === undefined || index < 0) return undefined;
  const path = `/metadata/finalizers/${String(index)}`;
  await kube.patch(Secret, secret, [{ op: 'test', path, value: Finalizers.vsphereIdentitySecret }, { op: 'remove', path }]);
  return undefined;
};

function status({ secret }: IdentityScope, { blocker }: Report): StatusIntent {
  const ready = secret !== undefined && blocker === undefined;
  return {
    ready,
    conditions: [condition(Type.Available, ready, ready ? 'Available' : blocker?.reason ?? 'SecretNotFound', blocker?.message ?? '')],
  };
}

/** Looks after the Secret of a login that several clusters share. */
export const vsphereClusterIdentityController = (namespace: string): Controller => controller<VSphereClusterIdentity, IdentityScope>({
  name: 'vsphereclusteridentity',
  for: VSphereClusterIdentity,
  gated: false,
  clusterOf: () => undefined,
  mirrors: [mirrors(VSphereCluster, ({ spec }) => (spec.identityRef?.kind === 'VSphereClusterIdentity' ? [keyOf({ name: spec.identityRef.name })] : []))],
  observe: observe(namespace),
  phases: [holdSecret(namespace)],
  status,
  finalize: { finalizer: Finalizers.vsphereIdentitySecret, phases: [awaitUsers, letGoOfSecret] },
});
