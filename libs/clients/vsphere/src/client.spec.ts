import { clientChecks } from './client.suite.js';
import { simulator } from './testing/vcenters.js';

clientChecks(simulator);
