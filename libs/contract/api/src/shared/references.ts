import { z } from 'zod';
import { dnsSubdomain, text } from '../schema/fields.js';
import { GROUP_VERSION, KIND_NAME } from '../schema/patterns.js';

export const ContractReference = z.object({
  apiGroup: dnsSubdomain().describe('API group of the object.'),
  kind: text(1, 63).regex(KIND_NAME).describe('Kind of the object.'),
  name: dnsSubdomain().describe('Name of the object.'),
}).describe('An object in the same namespace. It carries no version: that is found through the contract label of its CRD.');
export type ContractReference = z.infer<typeof ContractReference>;

export const TemplateReference = z.object({
  apiVersion: text(1, 317).regex(GROUP_VERSION).describe('Group and version of the template.'),
  kind: text(1, 63).regex(KIND_NAME).describe('Kind of the template.'),
  name: dnsSubdomain().describe('Name of the template.'),
}).describe('A template by its full names, version included.');
export type TemplateReference = z.infer<typeof TemplateReference>;

export const NameReference = z.object({
  name: dnsSubdomain().describe('Name of the object.'),
}).describe('An object of a kind that the field implies, in the same namespace.');
export type NameReference = z.infer<typeof NameReference>;
