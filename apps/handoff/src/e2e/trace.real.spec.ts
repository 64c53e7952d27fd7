import { describe } from '@jest/globals';
import { whereParts } from '@handoff/real-parts';
import { embeddedGround } from './embedded-ground.js';
import { realGround } from './real-ground.js';
import { everyPart } from './real-parts.js';
import { traces } from './trace.suite.js';

whereParts(describe, 'jaeger')('all services in one process', () => {
  traces((directory, environment) => embeddedGround(directory, { environment, delays: 'demo' }), '127.21.7');
});

whereParts(describe, 'jaeger', ...everyPart)('each service a process of its own, on real parts', () => {
  traces((directory, env) => realGround(directory, { env, delays: 'demo' }), '127.22.7');
});
