import { clientChecks } from './client.suite.js';
import { concurrencyChecks } from './concurrency.suite.js';
import { simulator } from './testing/vcenters.js';

clientChecks(simulator);
concurrencyChecks(simulator);
