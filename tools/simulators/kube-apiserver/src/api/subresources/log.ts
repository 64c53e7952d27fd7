import { asArray, asString, at } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { badRequest, methodNotAllowed } from '../../machinery/status-error.js';
import { requireLive } from '../../operations/update.js';
import { writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';
import { textResponse } from '../response.js';
import type { ApiResponse } from '../response.js';
import { flag } from '../request.js';
import type { SubresourceSettings } from './settings.js';

const containerNames = (pod: ApiObject): readonly string[] =>
  ['initContainers', 'containers'].flatMap((list) => asArray(at(pod, 'spec', list)).map((container) => asString(at(container, 'name'))));

/** What a container has written so far. */
export function handleLog(request: ResourceRequest, { podLogs }: SubresourceSettings): ApiResponse {
  const { info, path } = request;
  if (info.verb !== 'get') throw methodNotAllowed();
  const pod = requireLive(writeContext(request, []));
  const names = containerNames(pod);
  const container = info.query.get('container') ?? (names.length === 1 ? names[0] ?? '' : '');
  if (container === '') throw badRequest(`a container name must be specified for pod ${path.name}, choose one of: [${names.join(' ')}]`);
  if (!names.includes(container)) throw badRequest(`container ${container} is not valid for pod ${path.name}`);
  const tail = info.query.get('tailLines');
  const tailLines = tail === null ? undefined : Number(tail);
  const text = podLogs(pod, { container, previous: flag(info.query, 'previous'), tailLines });
  if (text === undefined) throw badRequest(`container "${container}" in pod "${path.name}" is waiting to start: ContainerCreating`);
  return textResponse(200, tailLines === undefined ? text : lastLines(text, tailLines));
}

function lastLines(text: string, count: number): string {
  const lines = text.split('\n');
  const ended = lines.at(-1) === '';
  const kept = (ended ? lines.slice(0, -1) : lines).slice(-count);
  return count <= 0 ? '' : kept.join('\n') + (ended ? '\n' : '');
}
