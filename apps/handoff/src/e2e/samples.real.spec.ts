import { describe } from '@jest/globals';
import { whereParts } from '@handoff/real-parts';
import { samples } from './samples.suite.js';
import { realGround } from './real-ground.js';
import { everyPart } from './real-parts.js';

whereParts(describe, ...everyPart)('on real parts', () => { samples('real', realGround, '127.22'); });
