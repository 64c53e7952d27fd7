import { describe } from '@jest/globals';
import { whereParts } from '@handoff/real-parts';
import { lifecycle } from './lifecycle.suite.js';
import { vcsimGround } from './vcsim-ground.js';

whereParts(describe, 'vcsim')('vCenter is vcsim', () => {
  lifecycle('embedded but for vCenter', vcsimGround, '127.22');
});
