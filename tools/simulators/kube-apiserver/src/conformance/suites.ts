import { afterAll, beforeAll, describe } from '@jest/globals';
import { Http } from '../testing/http.js';
import { access } from './access.cases.js';
import { apply } from './apply.cases.js';
import { collection } from './collection.cases.js';
import { crud } from './crud.cases.js';
import { customResources } from './custom-resources.cases.js';
import { decoding } from './decoding.cases.js';
import { deletion } from './deletion.cases.js';
import { discovery } from './discovery.cases.js';
import { grants } from './grants.cases.js';
import { history } from './history.cases.js';
import { lists } from './lists.cases.js';
import { ours } from './ours.cases.js';
import { ownership } from './ownership.cases.js';
import { patches } from './patches.cases.js';
import { permissions } from './permissions.cases.js';
import { rules } from './rules.cases.js';
import { subresources } from './subresources.cases.js';
import { tables } from './tables.cases.js';
import { watches } from './watches.cases.js';
import type { RunningTarget } from './targets.js';

const suites = {
  crud, decoding, patches, apply, ownership, deletion, lists, watches, customResources, subresources, tables, discovery,
  access, permissions, grants, rules, ours, collection,
};

/** One suite over every server that claims to be a Kubernetes API; call it in the body of a `describe`. */
export function conforms(start: () => Promise<RunningTarget>): void {
  let running: RunningTarget | undefined;
  let http: Http | undefined;
  beforeAll(async () => {
    running = await start();
    http = new Http(running.target);
  }, 180_000);
  afterAll(async () => {
    http?.[Symbol.dispose]();
    await running?.[Symbol.asyncDispose]();
  });
  const api = (): Http => {
    if (http === undefined) throw new Error('the server has not started');
    return http;
  };
  const target = (): RunningTarget => {
    if (running === undefined) throw new Error('the server has not started');
    return running;
  };
  describe('history', () => { history(api, target); });
  for (const [name, suite] of Object.entries(suites)) describe(name, () => { suite(api); });
}
