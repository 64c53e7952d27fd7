import { z } from 'zod';
import { anyJson, atomicList, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { TemplateMetadata } from '../shared/shapes.js';

/** A CEL rule for the value of a variable. */
export const CelValidation = z.object({
  rule: text(1, 4096),
  fieldPath: text(1, 512).optional(),
  message: text(1, 512).optional(),
  messageExpression: text(1, 1024).optional(),
  reason: z.enum(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate']).default('FieldValueInvalid'),
});
export type CelValidation = z.infer<typeof CelValidation>;

/** The shape that a variable's value must have. */
export const VariableSchema = z.object({
  openAPIV3Schema: nonEmpty({
    additionalProperties: anyJson(),
    allOf: anyJson(),
    anyOf: anyJson(),
    default: anyJson(),
    description: text(1, 4096),
    enum: atomicList(anyJson()).max(100),
    example: anyJson(),
    exclusiveMaximum: z.boolean(),
    exclusiveMinimum: z.boolean(),
    format: text(1, 32),
    items: anyJson(),
    maxItems: int64(),
    maxLength: int64(),
    maxProperties: int64(),
    maximum: int64(),
    minItems: int64(),
    minLength: int64(),
    minProperties: int64(),
    minimum: int64(),
    not: anyJson(),
    oneOf: anyJson(),
    pattern: text(1, 512),
    properties: anyJson(),
    required: atomicList(text(1, 256)).min(1).max(1000),
    type: z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean']),
    uniqueItems: z.boolean(),
    'x-kubernetes-int-or-string': z.boolean(),
    'x-kubernetes-preserve-unknown-fields': z.boolean(),
    'x-kubernetes-validations': mapList(CelValidation, ['rule']).min(1).max(100),
    'x-metadata': TemplateMetadata,
  }),
});
export type VariableSchema = z.infer<typeof VariableSchema>;

/** A variable that a Cluster of this class may set. */
export const ClusterClassVariable = z.object({
  name: text(1, 256),
  required: z.boolean(),
  schema: VariableSchema,
  deprecatedV1Beta1Metadata: TemplateMetadata.optional(),
});
export type ClusterClassVariable = z.infer<typeof ClusterClassVariable>;

/** Where a variable is defined, and how. */
export const ClusterClassStatusVariableDefinition = z.object({
  from: text(1, 256),
  required: z.boolean(),
  schema: VariableSchema,
  deprecatedV1Beta1Metadata: TemplateMetadata.optional(),
});
export type ClusterClassStatusVariableDefinition = z.infer<typeof ClusterClassStatusVariableDefinition>;

/** A variable with all of its definitions. */
export const ClusterClassStatusVariable = z.object({
  definitions: atomicList(ClusterClassStatusVariableDefinition).min(1).max(100),
  name: text(1, 256),
  definitionsConflict: z.boolean().optional(),
});
export type ClusterClassStatusVariable = z.infer<typeof ClusterClassStatusVariable>;
