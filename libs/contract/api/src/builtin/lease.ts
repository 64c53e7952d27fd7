import { z } from 'zod';
import { builtinKind } from '../kind.js';
import type { KindObject } from '../kind.js';

/** Who leads. Times have microseconds: `2026-01-02T03:04:05.000000Z`. */
export const Lease = builtinKind(
  { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases' },
  {
    spec: z
      .looseObject({
        holderIdentity: z.string().nullish(),
        leaseDurationSeconds: z.int().nullish(),
        acquireTime: z.string().nullish(),
        renewTime: z.string().nullish(),
        leaseTransitions: z.int().nullish(),
      })
      .optional(),
  },
);
export type Lease = KindObject<typeof Lease>;
