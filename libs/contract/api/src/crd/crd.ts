import { z } from 'zod';
import { structuralSchemaOf } from '../schema/structural.js';
import type { AnyCustomKind, PrinterColumn, ScalePaths } from '../kind.js';
import type { StructuralSchema } from '../schema/structural.js';

/** A CustomResourceDefinition as it is handed to an API server or written to a file. */
export interface CrdManifest {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: CrdNames;
    readonly scope: 'Cluster' | 'Namespaced';
    readonly versions: readonly CrdVersion[];
  };
}

export interface CrdNames {
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly schema: { readonly openAPIV3Schema: StructuralSchema };
  readonly subresources?: { readonly status?: Readonly<Record<string, never>>; readonly scale?: ScalePaths };
}

const STANDARD_FIELDS = {
  apiVersion: { type: 'string', description: 'Group and version of the kind.' },
  kind: { type: 'string', description: 'Name of the kind.' },
  metadata: { type: 'object' },
} as const satisfies Record<string, StructuralSchema>;

const hasStatus = (kind: AnyCustomKind): boolean => !(kind.status instanceof z.ZodUndefined);

/** The CustomResourceDefinition of a kind: one version, served and stored, so no conversion is needed. */
export function crdOf(kind: AnyCustomKind): CrdManifest {
  const { group, plural, definition } = kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: definition.labels ?? {} },
    spec: {
      group,
      names: namesOf(kind),
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      versions: [versionOf(kind)],
    },
  };
}

function namesOf({ kind, plural, definition }: AnyCustomKind): CrdNames {
  return {
    kind,
    listKind: `${kind}List`,
    plural,
    singular: kind.toLowerCase(),
    ...(definition.shortNames && { shortNames: definition.shortNames }),
    ...(definition.categories && { categories: definition.categories }),
  };
}

function versionOf(kind: AnyCustomKind): CrdVersion {
  const { columns, scale } = kind.definition;
  return {
    name: kind.version,
    served: true,
    storage: true,
    ...(columns && { additionalPrinterColumns: columns }),
    schema: { openAPIV3Schema: objectSchemaOf(kind) },
    ...(hasStatus(kind) && { subresources: { status: {}, ...(scale && { scale }) } }),
  };
}

function objectSchemaOf(kind: AnyCustomKind): StructuralSchema {
  const { description, required = ['spec'] } = kind.definition;
  return {
    type: 'object',
    description,
    properties: {
      ...STANDARD_FIELDS,
      spec: { description: 'What is wanted.', ...structuralSchemaOf(kind.spec) },
      ...(hasStatus(kind) && { status: { description: 'What is.', ...structuralSchemaOf(kind.status) } }),
    },
    ...(required.length > 0 && { required }),
  };
}
