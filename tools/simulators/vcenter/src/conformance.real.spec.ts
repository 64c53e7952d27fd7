import { describe } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use it, and nothing that ships depends on it
import { whereParts } from '@handoff/real-parts';
import { apiChecks } from './conformance.suite.js';
import { serviceChecks } from './conformance-services.suite.js';
import { virtualMachineChecks } from './conformance-virtual-machines.suite.js';
import { describeVCenter } from './testing/backends.js';
import { vcsim } from './testing/vcsim.js';

whereParts(describe, 'vcsim')('the contract over vcsim', () => {
  describeVCenter('the vSphere API', vcsim, apiChecks);
  describeVCenter('virtual machines over the vSphere API', vcsim, virtualMachineChecks);
  describeVCenter('what stands beside virtual machines', vcsim, serviceChecks);
});
