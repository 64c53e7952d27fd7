import type { Clock, Random } from '@handoff/time';
import { requireAllowed } from '../access/authorize.js';
import type { Authorizer } from '../access/authorize.js';
import { finalizerAdvice } from '../machinery/metadata-validation.js';
import type { Metadata } from '../machinery/object.js';
import type { UserInfo } from '../access/user.js';
import type { Registry } from '../registry/registry.js';
import type { Resource, RuleContext } from '../registry/resource.js';
import type { WatchStream } from './watch-stream.js';
import type { Storage } from '../storage/storage.js';

/** What every operation works on. */
export interface Core {
  readonly storage: Storage;
  readonly registry: Registry;
  readonly access: Authorizer;
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
  ({ now: core.clock.now(), user, access: core.access, subresource, existing: (collection) => core.storage.list(collection) });

/** A write that turns out to create wants the permission to create, whatever it was sent as. @throws StatusError 403 */
export function requireCreate({ core, user, resource, namespace = '', name }: WriteContext): void {
  const { group, version, plural } = resource;
  requireAllowed(core.access, user, { verb: 'create', group, version, resource: plural, subresource: '', namespace, name });
}

/** Warns of what is allowed and yet better avoided. */
export function advise({ resource, warn }: WriteContext, metadata: Metadata, before: Metadata | undefined): void {
  if (resource.custom) for (const advice of finalizerAdvice(metadata, before)) warn(advice);
}
