import { z } from 'zod';
import { ObjectMeta } from './object.js';
import type { CustomObject, KubeObject, Unstructured } from './object.js';

/** A column of `kubectl get`; `priority` above zero shows with `-o wide` only. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly jsonPath: string;
  readonly priority?: number;
}

/** JSON paths of the scale subresource. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** Where a kind lives in the API, and how one of its objects is read. The only way to name a kind in this project. */
export interface Kind<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** `group/version`, or `version` alone for the core group. */
  readonly apiVersion: string;
  /** Checks the shape of an object that came from outside. @throws z.ZodError */
  parse(raw: unknown): T;
}

/** A kind of this project: its schemas make the TypeScript type, the validation and the CustomResourceDefinition. */
export interface CustomKind<Spec extends z.ZodType, Status extends z.ZodType>
  extends Kind<CustomObject<z.infer<Spec>, z.infer<Status>>> {
  readonly spec: Spec;
  readonly status: Status;
  readonly definition: KindDefinition<Spec, Status>;
}

/** Any custom kind, where its schemas do not matter. */
export type AnyCustomKind = CustomKind<z.ZodType, z.ZodType>;

/** The object type of a kind: `type Machine = KindObject<typeof Machine>`. */
export type KindObject<K extends Kind> = ReturnType<K['parse']>;

export interface KindDefinition<Spec extends z.ZodType, Status extends z.ZodType> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced?: boolean;
  /** Which of the two the API server insists on; `spec` alone unless given. An absent spec is read as `{}`. */
  readonly required?: readonly ('metadata' | 'spec')[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly columns?: readonly PrinterColumn[];
  readonly scale?: ScalePaths;
  /** What the kind is for, as `kubectl explain` shows it. */
  readonly description: string;
  readonly spec: Spec;
  /** Pass `noStatus` for a kind without a status subresource. */
  readonly status: Status;
}

/** Marks a kind that has no status. */
export const noStatus = z.undefined();

const apiVersionOf = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);

/** Declares a custom kind. */
export function defineKind<Spec extends z.ZodType, Status extends z.ZodType>(
  definition: KindDefinition<Spec, Status>,
): CustomKind<Spec, Status> {
  const { group, version, kind, plural, namespaced = true, required = ['spec'], spec, status } = definition;
  const whole = z.object({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: ObjectMeta,
    spec: required.includes('spec') ? spec : z.preprocess((value) => value ?? {}, spec),
    // a status that the kind does not have is pruned, not refused
    status: status instanceof z.ZodUndefined ? z.undefined().catch(undefined) : z.optional(status),
  });
  return {
    group, version, kind, plural, namespaced, spec, status, definition,
    apiVersion: apiVersionOf(group, version),
    parse: (raw) => whole.parse(raw) as CustomObject<z.infer<Spec>, z.infer<Status>>,
  };
}

/** Declares a kind that Kubernetes brings; `shape` are the top-level fields that this project reads, others are kept. */
export function builtinKind<Shape extends z.ZodRawShape>(
  names: { group: string; version: string; kind: string; plural: string; namespaced?: boolean },
  shape: Shape,
): Kind<KubeObject & z.infer<z.ZodObject<Shape>>> {
  const whole = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: ObjectMeta, ...shape });
  return {
    ...names,
    namespaced: names.namespaced ?? true,
    apiVersion: apiVersionOf(names.group, names.version),
    parse: (raw) => whole.parse(raw) as unknown as KubeObject & z.infer<z.ZodObject<Shape>>,
  };
}

const Loose = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject(ObjectMeta.shape) });

/** A kind known by its names only: a foreign provider's, found through its CRD. */
export function unstructuredKind(names: {
  group: string; version: string; kind: string; plural: string; namespaced: boolean;
}): Kind<Unstructured> {
  return { ...names, apiVersion: apiVersionOf(names.group, names.version), parse: (raw) => Loose.parse(raw) };
}
