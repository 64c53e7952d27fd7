import { stringify } from 'yaml';
import { jsonOf } from '../machinery/encode.js';
import type { ApiObject } from '../machinery/object.js';
import type { ListPage } from '../operations/list.js';
import type { WatchStream } from '../operations/watch-stream.js';
import { negotiate } from './negotiate.js';
import { listResponse, metaOf, partial, partialList, shapedLine, watchLine } from './render.js';
import type { ResourceRequest } from './resource-handler.js';
import type { ApiResponse } from './response.js';
import { objectResponse, watchResponse } from './response.js';
import { singleMeta, tableOf } from './table.js';
import type { IncludeObject } from './table.js';

const includeOf = ({ info }: ResourceRequest): IncludeObject => {
  const wished = info.query.get('includeObject');
  return wished === 'None' || wished === 'Object' ? wished : 'Metadata';
};

const asYaml = (response: ApiResponse): ApiResponse => {
  const { body } = response;
  if (body.type !== 'object') return response;
  const text = (): string => stringify(JSON.parse(body.text?.() ?? jsonOf(body.object)) as unknown);
  return { ...response, contentType: 'application/yaml', body: { type: 'object', object: body.object, text } };
};

/** One object in the form that the client accepts. */
export function shownObject(request: ResourceRequest, status: number, object: ApiObject, warnings: readonly string[]): ApiResponse {
  const { core, info, resource } = request;
  const { shape, yaml } = negotiate(info.headers['accept']);
  if (shape === 'Table') {
    return objectResponse(status, tableOf(resource, [object], singleMeta(object), { includeObject: includeOf(request), now: core.clock.now() }), warnings);
  }
  const response = objectResponse(status, shape === 'Object' ? object : partial(object), warnings);
  return yaml ? asYaml(response) : response;
}

/** A list in the form that the client accepts. */
export function shownList(request: ResourceRequest, page: ListPage, warnings: readonly string[] = []): ApiResponse {
  const { core, info, resource } = request;
  const { shape, yaml } = negotiate(info.headers['accept']);
  if (shape === 'Table') {
    return objectResponse(200, tableOf(resource, page.items, metaOf(page), { includeObject: includeOf(request), now: core.clock.now() }), warnings);
  }
  const response = shape === 'Object' ? listResponse(resource, page, warnings) : objectResponse(200, partialList(page), warnings);
  return yaml ? asYaml(response) : response;
}

/** A watch in the form that the client accepts. */
export function shownWatch(request: ResourceRequest, stream: WatchStream): ApiResponse {
  const { core, info, resource } = request;
  const { shape } = negotiate(info.headers['accept']);
  if (shape === 'Object') return watchResponse(stream, watchLine);
  if (shape !== 'Table') return watchResponse(stream, shapedLine(partial));
  let first = true;
  return watchResponse(stream, shapedLine((object, type) => {
    const rows = type === 'BOOKMARK' ? [] : [object];
    const table = tableOf(resource, rows, singleMeta(object), { includeObject: includeOf(request), now: core.clock.now(), withDefinitions: first });
    first = false;
    return table;
  }));
}
