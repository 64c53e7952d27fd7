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
import type { TableOptions } from './table.js';

function tableOptions({ core, info }: ResourceRequest): TableOptions {
  const wished = info.query.get('includeObject');
  return { includeObject: wished === 'None' || wished === 'Object' ? wished : 'Metadata', now: core.clock.now() };
}

const asYaml = (response: ApiResponse): ApiResponse => {
  const { body } = response;
  if (body.type !== 'object') return response;
  const text = (): string => stringify(JSON.parse(body.text?.() ?? jsonOf(body.object)) as unknown);
  return { ...response, contentType: 'application/yaml', body: { type: 'object', object: body.object, text } };
};

/** One object in the form that the client accepts. */
export function shownObject(request: ResourceRequest, status: number, object: ApiObject, warnings: readonly string[]): ApiResponse {
  const { info, resource } = request;
  const { shape, yaml } = negotiate(info.headers['accept']);
  if (shape === 'Table') {
    return objectResponse(status, tableOf(resource, [object], singleMeta(object), tableOptions(request)), warnings);
  }
  const response = objectResponse(status, shape === 'Object' ? object : partial(object), warnings);
  return yaml ? asYaml(response) : response;
}

/** A list in the form that the client accepts. */
export function shownList(request: ResourceRequest, page: ListPage, warnings: readonly string[] = []): ApiResponse {
  const { info, resource } = request;
  const { shape, yaml } = negotiate(info.headers['accept']);
  if (shape === 'Table') {
    return objectResponse(200, tableOf(resource, page.items, metaOf(page), tableOptions(request)), warnings);
  }
  const response = shape === 'Object' ? listResponse(resource, page, warnings) : objectResponse(200, partialList(page), warnings);
  return yaml ? asYaml(response) : response;
}

/** A watch in the form that the client accepts. */
export function shownWatch(request: ResourceRequest, stream: WatchStream): ApiResponse {
  const { info, resource } = request;
  const { shape } = negotiate(info.headers['accept']);
  if (shape === 'Object') return watchResponse(stream, watchLine);
  if (shape !== 'Table') return watchResponse(stream, shapedLine(partial));
  let first = true;
  return watchResponse(stream, shapedLine((object, type) => {
    const rows = type === 'BOOKMARK' ? [] : [object];
    const table = tableOf(resource, rows, singleMeta(object), { ...tableOptions(request), withDefinitions: first });
    first = false;
    return table;
  }));
}
