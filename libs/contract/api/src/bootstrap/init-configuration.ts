import { z } from 'zod';
import { LocalAPIEndpoint, NodeRegistration, Patches, Timeouts } from './node-registration.js';
import { atomicList, dateTime, int32, nonEmpty, text } from '../schema/fields.js';

export const BootstrapToken = z.object({
  token: text(1, 23).describe('id.secret.'),
  description: text(1, 512).describe('What the token is for.').optional(),
  expires: dateTime().describe('When it ends; takes precedence over ttlSeconds.').optional(),
  groups: atomicList(text(1, 256)).min(1).max(100).describe('Groups that a client with the token belongs to.').optional(),
  ttlSeconds: int32().min(0).describe('For how long it is valid.').optional(),
  usages: atomicList(text(1, 256)).min(1).max(100).describe('signing, authentication.').optional(),
}).describe('A token that the first control-plane node creates.');
export type BootstrapToken = z.infer<typeof BootstrapToken>;

export const InitConfiguration = nonEmpty({
  bootstrapTokens: atomicList(BootstrapToken).min(1).max(100).describe('Tokens to create.'),
  localAPIEndpoint: LocalAPIEndpoint,
  nodeRegistration: NodeRegistration,
  patches: Patches,
  skipPhases: atomicList(text(1, 256)).min(1).max(50).describe('Phases of kubeadm that are left out.'),
  timeouts: Timeouts,
}).describe('How the first control-plane node starts the cluster.');
export type InitConfiguration = z.infer<typeof InitConfiguration>;
