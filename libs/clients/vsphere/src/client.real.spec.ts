import { describe } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the real parts
import { whereParts } from '@handoff/real-parts';
import { clientChecks } from './client.suite.js';
import { concurrencyChecks } from './concurrency.suite.js';
import { restChecks } from './rest/rest.suite.js';
import { vcsim } from './testing/vcsim.js';

whereParts(describe, 'vcsim')('every call of the client', () => {
  clientChecks(vcsim);
  concurrencyChecks(vcsim);
  restChecks(vcsim);
});
