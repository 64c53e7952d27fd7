import { z } from 'zod';
import { LocalAPIEndpoint, NodeRegistration, Patches, Timeouts } from './node-registration.js';
import { atomicList, dateTime, int32, nonEmpty, text } from '../schema/fields.js';

/** A token that the first control-plane node creates. */
export const BootstrapToken = z.object({
  token: text(1, 23),
  description: text(1, 512).optional(),
  expires: dateTime().optional(),
  groups: atomicList(text(1, 256)).min(1).max(100).optional(),
  ttlSeconds: int32().min(0).optional(),
  usages: atomicList(text(1, 256)).min(1).max(100).optional(),
});
export type BootstrapToken = z.infer<typeof BootstrapToken>;

/** How the first control-plane node starts the cluster. */
export const InitConfiguration = nonEmpty({
  bootstrapTokens: atomicList(BootstrapToken).min(1).max(100),
  localAPIEndpoint: LocalAPIEndpoint,
  nodeRegistration: NodeRegistration,
  patches: Patches,
  skipPhases: atomicList(text(1, 256)).min(1).max(50),
  timeouts: Timeouts,
});
export type InitConfiguration = z.infer<typeof InitConfiguration>;
