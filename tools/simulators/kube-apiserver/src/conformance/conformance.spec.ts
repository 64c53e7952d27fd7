import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Http } from '../testing/http.js';
import { access } from './access.cases.js';
import { apply } from './apply.cases.js';
import { collection } from './collection.cases.js';
import { crud } from './crud.cases.js';
import { customResources } from './custom-resources.cases.js';
import { deletion } from './deletion.cases.js';
import { discovery } from './discovery.cases.js';
import { lists } from './lists.cases.js';
import { patches } from './patches.cases.js';
import { subresources } from './subresources.cases.js';
import { tables } from './tables.cases.js';
import { hasControllers, ours, real } from './targets.js';
import type { RunningTarget } from './targets.js';
import { watches } from './watches.cases.js';

const assets = process.env['KUBEBUILDER_ASSETS'];

const suites = { crud, patches, apply, deletion, lists, watches, customResources, subresources, tables, discovery, access };

/** One suite over every server that claims to be a Kubernetes API. */
function conforms(start: () => Promise<RunningTarget>, controllers: boolean): void {
  let running: RunningTarget | undefined;
  let http: Http | undefined;
  beforeAll(async () => {
    running = await start();
    http = new Http(running.target);
  }, 90_000);
  afterAll(async () => {
    http?.[Symbol.dispose]();
    await running?.[Symbol.asyncDispose]();
  });
  const api = (): Http => {
    if (http === undefined) throw new Error('the server has not started');
    return http;
  };
  for (const [name, suite] of Object.entries(suites)) describe(name, () => { suite(api); });
  if (controllers) describe('collection', () => { collection(api); });
}

describe('the simulated API server', () => { conforms(ours, true); });

if (assets === undefined) it.skip('a real kube-apiserver: KUBEBUILDER_ASSETS names no folder with etcd and kube-apiserver', () => undefined);
else describe('a real kube-apiserver', () => { conforms(() => real(assets), hasControllers(assets)); });
