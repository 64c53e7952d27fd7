import { asString, at } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import type { Resource } from '../registry/resource.js';
import { age } from '../schema/index.js';
import type { Column } from '../schema/index.js';
import { firstAtJsonPath } from './json-path.js';
import { partial } from './render.js';

/** How much of the object a row carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  readonly includeObject: IncludeObject;
  readonly now: number;
  /** Watches send the definitions with their first event only. */
  readonly withDefinitions?: boolean;
}

const NAME: Column = {
  name: 'Name', type: 'string', format: 'name', priority: 0,
  description: 'The name of the object, unique for its kind within a namespace.',
};

const columnsOf = (resource: Resource): readonly Column[] =>
  resource.columns.some((column) => column.name === 'Name') ? resource.columns : [NAME, ...resource.columns];

/** Objects as `kubectl get` shows them. */
export function tableOf(resource: Resource, objects: readonly ApiObject[], metadata: object, options: TableOptions): object {
  const columns = columnsOf(resource);
  return {
    kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata,
    columnDefinitions: options.withDefinitions === false ? null : columns.map(definition),
    rows: objects.map((object) => ({
      cells: columns.map((column) => cell(column, object, options.now)), object: rowObject(object, options.includeObject),
    })),
  };
}

const definition = ({ name, type, format, description, priority }: Column): object =>
  ({ name, type, format: format ?? '', description: description ?? '', priority });

function rowObject(object: ApiObject, include: IncludeObject): object | null {
  if (include === 'None') return null;
  return include === 'Object' ? object : partial(object);
}

function cell(column: Column, object: ApiObject, now: number): unknown {
  if (column.render !== undefined) return column.render(object as Parameters<typeof column.render>[0], new Date(now));
  if (column.format === 'name' && column.jsonPath === undefined) return object.metadata.name;
  const value = firstAtJsonPath(object, column.jsonPath ?? '');
  if (value === undefined || value === null) return column.type === 'date' && isCreation(column) ? '<unknown>' : null;
  if (column.type === 'date') return age(asString(value), new Date(now));
  return column.type === 'string' && typeof value !== 'string' ? JSON.stringify(value) : value;
}

const isCreation = ({ jsonPath }: Column): boolean => jsonPath === '.metadata.creationTimestamp';

/** The metadata of the one object that a Table shows. */
export const singleMeta = (object: ApiObject): object => ({ resourceVersion: at(object, 'metadata', 'resourceVersion') });
