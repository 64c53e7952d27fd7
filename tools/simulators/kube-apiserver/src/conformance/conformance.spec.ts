import { describe } from '@jest/globals';
import { conforms } from './suites.js';
import { ours } from './targets.js';

describe('the simulated API server', () => { conforms(ours); });
