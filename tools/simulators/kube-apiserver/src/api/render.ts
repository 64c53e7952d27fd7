import { itemJsonOf, jsonOf } from '../machinery/encode.js';
import type { ApiObject } from '../machinery/object.js';
import type { ListPage } from '../operations/list.js';
import type { WatchEvent } from '../operations/watch-stream.js';
import type { Resource } from '../registry/resource.js';
import type { ApiResponse } from './response.js';
import { objectResponse } from './response.js';

interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

const metaOf = ({ resourceVersion, continue: token, remainingItemCount }: ListPage): ListMeta => ({
  resourceVersion,
  ...(token === undefined ? {} : { continue: token }),
  ...(remainingItemCount === undefined ? {} : { remainingItemCount }),
});

/** A list, put together from the text of its items, which is already there. */
export function listResponse(resource: Resource, page: ListPage, warnings: readonly string[]): ApiResponse {
  const head = { kind: resource.listKind, apiVersion: resource.apiVersion, metadata: { ...(resource.custom ? { continue: '' } : {}), ...metaOf(page) } };
  const encode = resource.custom ? jsonOf : itemJsonOf;
  const text = (): string => `${JSON.stringify(head).slice(0, -1)},"items":[${page.items.map((item) => encode(item)).join(',')}]}`;
  return objectResponse(200, { ...head, items: page.items }, warnings, text);
}

const META_API = 'meta.k8s.io/v1';

/** An object by its metadata only. */
export const partial = (object: ApiObject): object =>
  ({ kind: 'PartialObjectMetadata', apiVersion: META_API, metadata: object.metadata });

export const partialList = (page: ListPage): object =>
  ({ kind: 'PartialObjectMetadataList', apiVersion: META_API, metadata: metaOf(page), items: page.items.map(partial) });

/** One line of a watch. */
export const watchLine = ({ type, object }: WatchEvent): string => `{"type":"${type}","object":${jsonOf(object)}}\n`;

/** One line of a watch whose objects are shown differently. */
export const shapedLine = (shape: (object: ApiObject, type: string) => object) => (event: WatchEvent): string =>
  event.type === 'ERROR' ? watchLine(event) : `{"type":"${event.type}","object":${JSON.stringify(shape(event.object as ApiObject, event.type))}}\n`;

export { metaOf };
