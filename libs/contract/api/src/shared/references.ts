import { z } from 'zod';
import { dnsSubdomain, text } from '../schema/fields.js';
import { GROUP_VERSION, KIND_NAME } from '../schema/patterns.js';

/** An object of another provider in the same namespace. It carries no version: that is found through the contract label of its CRD. */
export const ContractReference = z.object({
  apiGroup: dnsSubdomain(),
  kind: text(1, 63).regex(KIND_NAME),
  name: dnsSubdomain(),
});
export type ContractReference = z.infer<typeof ContractReference>;

/** A template by its full names, version included. */
export const TemplateReference = z.object({
  apiVersion: text(1, 317).regex(GROUP_VERSION),
  kind: text(1, 63).regex(KIND_NAME),
  name: dnsSubdomain(),
});
export type TemplateReference = z.infer<typeof TemplateReference>;

/** An object of a kind that the field implies, in the same namespace. */
export const NameReference = z.object({
  name: dnsSubdomain(),
});
export type NameReference = z.infer<typeof NameReference>;
