import { parse as parseYaml } from 'yaml';
import { parseJson } from '../machinery/duplicates.js';
import { badRequest, unsupportedMediaType } from '../machinery/status-error.js';
import { MalformedMessageError } from '../protobuf/wire.js';
import { decodeProtobuf } from '../protobuf/decode.js';
import { PATCH_TYPES } from '../operations/patch.js';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const READABLE = ['application/json', 'application/yaml', PROTOBUF];
const PATCHES: readonly string[] = Object.values(PATCH_TYPES);

export const mediaType = (header: string | undefined): string => (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Reads a body by its content type. What is neither text nor bytes comes from within the process and is taken as it is. */
export function readBody(raw: unknown, contentType: string | undefined, kind: string): unknown {
  const type = mediaType(contentType);
  if (raw instanceof Uint8Array && type === PROTOBUF && raw.length > 0) return readProtobuf(raw);
  const body = raw instanceof Uint8Array ? Buffer.from(raw).toString('utf8') : raw;
  if (body === '') return undefined;
  if (typeof body !== 'string') return body;
  if (type !== '' && !READABLE.includes(type) && !PATCHES.includes(type)) throw unsupportedMediaType(READABLE);
  try {
    return type.endsWith('yaml') ? parseText(body) : parseJson(body);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${body.slice(0, 30)})`);
  }
}

/** JSON is YAML too, and what clients send with `apply` mostly is: its own parser is many times faster. */
function parseText(text: string): unknown {
  if (!text.startsWith('{')) return parseYaml(text) as unknown;
  try {
    return parseJson(text);
  } catch {
    return parseYaml(text) as unknown; // a flow mapping, or a mistake that YAML's parser names
  }
}

function readProtobuf(bytes: Uint8Array): unknown {
  try {
    const object = decodeProtobuf(bytes);
    if (object === undefined) throw unsupportedMediaType(READABLE.filter((type) => type !== PROTOBUF));
    return object;
  } catch (error) {
    throw error instanceof MalformedMessageError ? badRequest(`the object provided is unrecognized: ${error.message}`) : error;
  }
}
