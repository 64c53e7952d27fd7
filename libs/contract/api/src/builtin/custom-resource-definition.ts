import { z } from 'zod';
import { builtinKind } from '../kind.js';
import type { KindObject } from '../kind.js';

const Version = z.looseObject({
  name: z.string(),
  served: z.boolean(),
  storage: z.boolean(),
  deprecated: z.boolean().optional(),
  schema: z.looseObject({ openAPIV3Schema: z.record(z.string(), z.unknown()).optional() }).optional(),
  subresources: z
    .looseObject({
      status: z.looseObject({}).optional(),
      scale: z
        .looseObject({ specReplicasPath: z.string(), statusReplicasPath: z.string(), labelSelectorPath: z.string().optional() })
        .optional(),
    })
    .optional(),
  additionalPrinterColumns: z
    .array(
      z.looseObject({
        name: z.string(),
        type: z.string(),
        jsonPath: z.string(),
        priority: z.int().optional(),
        description: z.string().optional(),
      }),
    )
    .optional(),
});

/** A kind that the API server learns. Its labels tell which provider it belongs to and which contract it fulfils. */
export const CustomResourceDefinition = builtinKind(
  {
    group: 'apiextensions.k8s.io', version: 'v1',
    kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', namespaced: false,
  },
  {
    spec: z.looseObject({
      group: z.string(),
      scope: z.string(),
      names: z.looseObject({
        plural: z.string(),
        singular: z.string().optional(),
        kind: z.string(),
        listKind: z.string().optional(),
        shortNames: z.array(z.string()).optional(),
        categories: z.array(z.string()).optional(),
      }),
      versions: z.array(Version),
    }),
    status: z
      .looseObject({
        storedVersions: z.array(z.string()).nullish(),
        conditions: z
          .array(z.looseObject({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() }))
          .nullish(),
      })
      .optional(),
  },
);
export type CustomResourceDefinition = KindObject<typeof CustomResourceDefinition>;
