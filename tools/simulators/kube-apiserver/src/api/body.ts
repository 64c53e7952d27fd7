import { parse as parseYaml } from 'yaml';
import { badRequest, unsupportedMediaType } from '../machinery/status-error.js';
import { PATCH_TYPES } from '../operations/patch.js';

const READABLE = ['application/json', 'application/yaml'];
const PATCHES: readonly string[] = Object.values(PATCH_TYPES);

export const mediaType = (header: string | undefined): string => (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Reads the body of a request by its content type. Values that are no text come from within the process and are taken as they are. */
export function readBody(body: unknown, contentType: string | undefined, kind: string): unknown {
  if (typeof body !== 'string') return body;
  const type = mediaType(contentType);
  if (body === '') return undefined;
  if (type !== '' && !READABLE.includes(type) && !PATCHES.includes(type)) throw unsupportedMediaType(READABLE);
  try {
    return type.endsWith('yaml') ? parseYaml(body) as unknown : JSON.parse(body) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${body.slice(0, 30)})`);
  }
}
