import type { Kind, KubeObject, ObjectKey } from '@handoff/api';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path of a kind's collection, of one namespace or of all. */
export function collectionPath(kind: Kind, namespace: string | undefined, query: Query = {}): string {
  return `${root(kind)}${inNamespace(kind, namespace)}/${kind.plural}${queryString(query)}`;
}

/** The path of one object, or of a subresource of it. */
export function objectPath(kind: Kind, key: ObjectKey, subresource?: string, query: Query = {}): string {
  const sub = subresource === undefined ? '' : `/${subresource}`;
  return `${root(kind)}${inNamespace(kind, key.namespace)}/${kind.plural}/${encodeURIComponent(key.name)}${sub}${queryString(query)}`;
}

/** For people: `Machine default/prod-abc`. */
export const describeKey = (kind: Kind, key: ObjectKey): string =>
  `${kind.kind} ${key.namespace === undefined || key.namespace === '' ? '' : `${key.namespace}/`}${key.name}`;

/** The key under which queues and stores know an object; cluster-scoped kinds have an empty namespace. */
export const keyOf = (key: ObjectKey): Key => `${key.namespace ?? ''}/${key.name}`;
export type Key = `${string}/${string}`;

/** The key's two names. */
export function namesOf(key: Key): ObjectKey {
  const slash = key.indexOf('/');
  const namespace = key.slice(0, slash);
  const name = key.slice(slash + 1);
  return namespace === '' ? { name } : { namespace, name };
}

/** The key of an object. */
export const keyOfObject = (object: KubeObject): Key => keyOf(object.metadata);

const root = (kind: Kind): string => (kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`);

const inNamespace = (kind: Kind, namespace: string | undefined): string =>
  kind.namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';

function queryString(query: Query): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
