import { z } from 'zod';
import { allOptional, int32 } from '../schema/fields.js';

/** Which addresses a pool hands out. */
export const InClusterIPPoolSpec = z.object({
  addresses: z.array(z.string()),
  prefix: z.int().min(0).max(128),
  addressReuseGracePeriodSeconds: int32().min(0).optional(),
  allocateReservedIPAddresses: z.boolean().optional(),
  excludedAddresses: z.array(z.string()).optional(),
  gateway: z.string().optional(),
});
export type InClusterIPPoolSpec = z.infer<typeof InClusterIPPoolSpec>;

/** How many addresses are left. */
export const InClusterIPPoolStatus = allOptional({
  ipAddresses: z.object({
    free: z.int(),
    outOfRange: z.int(),
    total: z.int(),
    used: z.int(),
  }),
});
export type InClusterIPPoolStatus = z.infer<typeof InClusterIPPoolStatus>;
