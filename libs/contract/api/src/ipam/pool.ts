import { z } from 'zod';
import { allOptional, int32 } from '../schema/fields.js';

export const InClusterIPPoolSpec = z.object({
  addresses: z.array(z.string()).describe('Addresses, ranges (first-last) or networks.'),
  prefix: z.int().min(0).max(128).describe('Bits of the network that the addresses are in.'),
  addressReuseGracePeriodSeconds: int32().min(0).describe('How long a released address is held back.').optional(),
  allocateReservedIPAddresses: z.boolean().describe('Whether network and broadcast address may be handed out.').optional(),
  excludedAddresses: z.array(z.string()).describe('Never handed out.').optional(),
  gateway: z.string().describe('The router; never handed out.').optional(),
}).describe('Which addresses a pool hands out.');
export type InClusterIPPoolSpec = z.infer<typeof InClusterIPPoolSpec>;

export const InClusterIPPoolStatus = allOptional({
  ipAddresses: z.object({
    free: z.int().describe('How many are left.'),
    outOfRange: z.int().describe('How many are in use but no longer in the pool.'),
    total: z.int().describe('How many there are.'),
    used: z.int().describe('How many are in use.'),
  }).describe('Counts of addresses.'),
}).describe('How many addresses are left.');
export type InClusterIPPoolStatus = z.infer<typeof InClusterIPPoolStatus>;
