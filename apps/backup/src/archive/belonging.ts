import { z } from 'zod';

/** Cluster API with every provider, and this project: whatever lives under these domains is needed to go on elsewhere. */
const DOMAINS = ['cluster.x-k8s.io', 'handoff.dev'] as const;

/** Whether an API group, or the domain of a label, is one of those that are kept. */
export const isKept = (domain: string): boolean => DOMAINS.some((kept) => domain === kept || domain.endsWith(`.${kept}`));

/** Names of Secrets and ConfigMaps that kept objects refer to. */
export class References {
  readonly #names = new Set<string>();
  /** Objects without a namespace name Secrets that live with their controller, wherever that runs. */
  readonly #anywhere = new Map<ReferredKind, Set<string>>();

  /** Notes everything that an object refers to. */
  learn(object: unknown, namespace: string | undefined): void {
    for (const { kind, name } of referencesIn(object)) {
      if (namespace !== undefined) this.#names.add(`${kind} ${namespace}/${name}`);
      else this.#anywhere.set(kind, (this.#anywhere.get(kind) ?? new Set()).add(name));
    }
  }

  has(kind: ReferredKind, namespace: string, name: string): boolean {
    return this.#names.has(`${kind} ${namespace}/${name}`) || this.#anywhere.get(kind)?.has(name) === true;
  }

  /** Names that have to be looked for in every namespace. */
  anywhere(kind: ReferredKind): readonly string[] {
    return [...(this.#anywhere.get(kind) ?? [])];
  }
}

export type ReferredKind = 'Secret' | 'ConfigMap';

interface Reference {
  readonly kind: ReferredKind;
  readonly name: string;
}

const Named = z.looseObject({ name: z.string() });
const Referring = z.looseObject({ kind: z.enum(['Secret', 'ConfigMap']), name: z.string() });

/** Fields that hold the name of a Secret, by Cluster API's own and its providers' habit. */
const NAME_FIELDS: ReadonlySet<string> = new Set(['secretName', 'dataSecretName']);
/** Fields that hold an object with the name of a Secret or a ConfigMap. */
const REF_FIELDS: Readonly<Record<string, ReferredKind>> = {
  secret: 'Secret', secretRef: 'Secret', secretKeyRef: 'Secret', caSecret: 'Secret', credentials: 'Secret', credentialsSecret: 'Secret',
  configMap: 'ConfigMap', configMapRef: 'ConfigMap', configMapKeyRef: 'ConfigMap',
};

/** Whatever in an object names a Secret or ConfigMap. */
function* referencesIn(value: unknown): Iterable<Reference> {
  if (typeof value !== 'object' || value === null) return;
  const referring = Referring.safeParse(value);
  if (referring.success) yield referring.data;
  for (const [field, content] of Object.entries(value)) {
    if (typeof content === 'string' && NAME_FIELDS.has(field)) yield { kind: 'Secret', name: content };
    const kind = REF_FIELDS[field];
    const named = kind === undefined ? undefined : Named.safeParse(content).data;
    if (kind !== undefined && named !== undefined) yield { kind, name: named.name };
    yield* referencesIn(content);
  }
}

const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().default(''),
  labels: z.record(z.string(), z.string()).nullish(),
  ownerReferences: z.array(z.looseObject({ apiVersion: z.string() })).nullish(),
});
const Belonging = z.looseObject({ type: z.string().optional(), metadata: Metadata });

/** Whether a Secret or ConfigMap belongs to what is kept: by its type, a label, an owner, or because something refers to it. */
export function belongs(kind: ReferredKind, object: unknown, references: References): boolean {
  const { type = '', metadata } = Belonging.parse(object);
  return isKept(domainOf(type))
    || Object.keys(metadata.labels ?? {}).some((label) => isKept(domainOf(label)))
    || (metadata.ownerReferences ?? []).some(({ apiVersion }) => isKept(domainOf(apiVersion)))
    || references.has(kind, metadata.namespace, metadata.name);
}

/** `example.org` of `example.org/name`; a label may be the domain alone. */
const domainOf = (name: string): string => name.split('/')[0] ?? '';
