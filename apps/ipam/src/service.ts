import { GlobalInClusterIPPool, InClusterIPPool } from '@handoff/api';
import type { ServiceDefinition } from '@handoff/service';
import { claimController } from './claim/claim.controller.js';
import { poolController } from './pool/pool.controller.js';

/** ipam: pools, claims and addresses of the in-cluster provider. */
export const ipamService = (): ServiceDefinition => ({
  name: 'ipam',
  build: () => ({ controllers: [claimController(), poolController(InClusterIPPool), poolController(GlobalInClusterIPPool)] }),
});
