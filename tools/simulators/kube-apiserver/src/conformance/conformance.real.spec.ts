import { describe } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec, which nothing that ships depends on
import { whereParts } from '@handoff/real-parts';
import { conforms } from './suites.js';
import { real } from './targets.js';

whereParts(describe, 'etcd', 'kube-apiserver', 'kube-controller-manager')('a real kube-apiserver', () => { conforms(real); });
