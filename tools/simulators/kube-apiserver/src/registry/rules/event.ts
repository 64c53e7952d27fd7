import { asString, at, without } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

/** The names that `events.k8s.io/v1` gives to the fields of a core Event. */
const NEW_NAMES: Readonly<Record<string, string>> = {
  involvedObject: 'regarding',
  message: 'note',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
  reportingComponent: 'reportingController',
};
const OLD_NAMES = Object.fromEntries(Object.entries(NEW_NAMES).map(([old, now]) => [now, old]));

const rename = (object: ApiObject, names: Readonly<Record<string, string>>, apiVersion: string): ApiObject => {
  const renamed = Object.entries(object).map(([field, value]) => [names[field] ?? field, value] as const);
  return { ...object, ...Object.fromEntries(renamed), ...without(Object.fromEntries(renamed), ...Object.keys(names)), apiVersion };
};

/** One Event under two APIs: stored as the core group has it. */
export const eventsConversion = {
  convert: (object: ApiObject): ApiObject => dropFields(rename(object, NEW_NAMES, 'events.k8s.io/v1'), Object.keys(NEW_NAMES)),
  toStorage: (object: ApiObject): ApiObject => dropFields(rename(object, OLD_NAMES, 'v1'), Object.keys(OLD_NAMES)),
};

const dropFields = (object: ApiObject, fields: readonly string[]): ApiObject => without(object, ...fields) as unknown as ApiObject;

const INVOLVED = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

const fieldsOf = (object: ApiObject): Record<string, string> => ({
  ...Object.fromEntries(INVOLVED.map((field) => [`involvedObject.${field}`, asString(at(object, 'involvedObject', field))])),
  ...Object.fromEntries(INVOLVED.map((field) => [`regarding.${field}`, asString(at(object, 'involvedObject', field))])),
  reason: asString(object['reason']),
  type: asString(object['type']),
  source: asString(at(object, 'source', 'component')) || asString(object['reportingComponent']),
  reportingComponent: asString(object['reportingComponent']),
  reportingController: asString(object['reportingComponent']),
});

export const eventRules: Rules = {
  ...defaultRules,
  createOnUpdate: true,
  fields: {
    names: [...INVOLVED.flatMap((field) => [`involvedObject.${field}`, `regarding.${field}`]), 'reason', 'type', 'source', 'reportingComponent', 'reportingController'],
    of: fieldsOf,
  },
};
