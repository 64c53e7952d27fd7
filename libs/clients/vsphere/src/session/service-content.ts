import type { z } from 'zod';
import { maybe, one, record, reference, string } from '../xml/decode.js';

/** What a vCenter says about itself, before and after login alike. */
export interface About {
  /** Product and build in one line, for people. */
  readonly fullName: string;
  readonly version: string;
  readonly build: string;
  readonly apiVersion: string;
  /** Identity of this vCenter, stable over upgrades; absent on old ones. */
  readonly instanceUuid: string | undefined;
}

const about = record({
  fullName: one(string),
  version: one(string),
  build: maybe(string),
  apiVersion: one(string),
  instanceUuid: maybe(string),
}).transform((value): About => ({ ...value, build: value.build ?? '', instanceUuid: value.instanceUuid || undefined }));

/** The singletons of a vCenter that this client calls. */
export const serviceContent = record({
  rootFolder: one(reference),
  propertyCollector: one(reference),
  viewManager: one(reference),
  about: one(about),
  sessionManager: one(reference),
  authorizationManager: one(reference),
  searchIndex: one(reference),
});
export type ServiceContent = z.output<typeof serviceContent>;

/** The session that Login returns. */
export const userSession = record({ key: one(string), userName: one(string) });
export type UserSession = z.output<typeof userSession>;
