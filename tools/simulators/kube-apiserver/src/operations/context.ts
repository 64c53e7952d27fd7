import type { Clock, Random } from '@handoff/time';
import type { UserInfo } from '../access/user.js';
import type { Registry } from '../registry/registry.js';
import type { Resource, RuleContext } from '../registry/resource.js';
import type { WatchStream } from './watch-stream.js';
import type { Storage } from '../storage/storage.js';

/** What every operation works on. */
export interface Core {
  readonly storage: Storage;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
  /** Every watch that has not ended. */
  readonly watches: Set<WatchStream>;
}

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** One write: what to, by whom, and how. */
export interface WriteContext {
  readonly core: Core;
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly subresource: string;
  readonly user: UserInfo;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly dryRun: boolean;
  /** Adds a Warning header to the answer. */
  readonly warn: (message: string) => void;
}

/** What the rules of a resource may look at. */
export const ruleContext = ({ core, user, subresource }: WriteContext): RuleContext =>
  ({ now: core.clock.now(), user, subresource, existing: (collection) => core.storage.list(collection) });
