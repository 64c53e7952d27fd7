import { z } from 'zod';
import { anyJson, atomicList, int64, mapList, nonEmpty, text } from '../schema/fields.js';
import { TemplateMetadata } from '../shared/shapes.js';

export const CelValidation = z.object({
  rule: text(1, 4096).describe('CEL expression over self.'),
  fieldPath: text(1, 512).describe('Path of the field.').optional(),
  message: text(1, 512).describe('What is said when the rule is broken.').optional(),
  messageExpression: text(1, 1024).describe('CEL expression that makes the message.').optional(),
  reason: z
    .enum(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate'])
    .default('FieldValueInvalid')
    .describe('Why, as one word.'),
}).describe('A CEL rule for the value of a variable.');
export type CelValidation = z.infer<typeof CelValidation>;

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
  }).describe('OpenAPI v3.'),
}).describe("The shape that a variable's value must have.");
export type VariableSchema = z.infer<typeof VariableSchema>;

export const ClusterClassVariable = z.object({
  name: text(1, 256).describe('Name of the variable.'),
  required: z.boolean().describe('Whether every Cluster must set it.'),
  schema: VariableSchema,
  deprecatedV1Beta1Metadata: TemplateMetadata.describe('Kept for clients of the v1beta1 contract.').optional(),
}).describe('A variable that a Cluster of this class may set.');
export type ClusterClassVariable = z.infer<typeof ClusterClassVariable>;

export const ClusterClassStatusVariableDefinition = z.object({
  from: text(1, 256).describe('inline, or the name of the patch that defines it.'),
  required: z.boolean().describe('Whether every Cluster must set it.'),
  schema: VariableSchema,
  deprecatedV1Beta1Metadata: TemplateMetadata.describe('Kept for clients of the v1beta1 contract.').optional(),
}).describe('Where a variable is defined, and how.');
export type ClusterClassStatusVariableDefinition = z.infer<typeof ClusterClassStatusVariableDefinition>;

export const ClusterClassStatusVariable = z.object({
  definitions: atomicList(ClusterClassStatusVariableDefinition).min(1).max(100).describe('Every definition of it.'),
  name: text(1, 256).describe('Name of the variable.'),
  definitionsConflict: z.boolean().describe('Whether its definitions differ.').optional(),
}).describe('A variable with all of its definitions.');
export type ClusterClassStatusVariable = z.infer<typeof ClusterClassStatusVariable>;
