import { isObject } from './json.js';
import type { JsonObject } from './json.js';

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** `metadata` as it is stored. */
export interface Metadata {
  readonly name: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly JsonObject[];
}

/** An object as it is stored and served: frozen, so that readers share it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

/** Metadata as clients send it: what the server sets may be missing. */
export type SentMetadata = { readonly [Field in keyof Metadata]?: Metadata[Field] | undefined };

/** An object on its way in. */
export interface SentObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: SentMetadata;
  readonly [field: string]: unknown;
}

/** Reads a JSON value as an object; what the API requires of it is checked by the operations, not here. */
export function toSentObject(value: unknown): SentObject | undefined {
  if (!isObject(value)) return undefined;
  return { apiVersion: '', kind: '', ...value, metadata: isObject(value['metadata']) ? value['metadata'] : {} };
}

/** `object` with some of its metadata replaced; fields given as undefined are taken away. What is then still missing, validation finds. */
export function withMetadata(object: SentObject, changes: SentMetadata): ApiObject {
  const metadata: Record<string, unknown> = { ...object.metadata, ...changes };
  for (const [field, value] of Object.entries(metadata)) if (value === undefined) Reflect.deleteProperty(metadata, field);
  return { ...object, metadata: metadata as unknown as Metadata };
}
