import fastJsonPatch from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { clone, isObject } from '../json.js';
import type { Json } from '../types.js';

/** The patch document itself is malformed: a 400. */
export class JsonPatchMalformedError extends Error {
  override readonly name = 'JsonPatchMalformedError';
}

/** An operation cannot be carried out on this object, for example because its path does not exist: a 422. */
export class JsonPatchPathError extends Error {
  override readonly name = 'JsonPatchPathError';
}

/** A `test` operation found another value: a 422. */
export class JsonPatchTestError extends JsonPatchPathError {}

const operations = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/**
 * Applies a JSON patch (RFC 6902) to a copy of the object.
 * @throws JsonPatchMalformedError, JsonPatchPathError, JsonPatchTestError
 */
export function jsonPatch(live: Json, patch: unknown): Json {
  const ops = parse(patch);
  let document = clone(live);
  for (const [index, op] of ops.entries()) {
    try {
      document = fastJsonPatch.applyOperation(document, lenient(document, op), true, true, true, index).newDocument;
    } catch (cause) {
      throw refusal(op, cause);
    }
  }
  return document;
}

/** Real servers let `replace` make a field that is not there, in an object that is. */
function lenient(document: Json, op: Operation): Operation {
  if (op.op !== 'replace') return op;
  const steps = op.path.split('/').slice(1).map(unescaped);
  const parent = steps.slice(0, -1).reduce<Json | undefined>(stepInto, document);
  return isObject(parent) && !Object.hasOwn(parent, steps.at(-1) ?? '') ? { ...op, op: 'add' } : op;
}

function stepInto(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) ? value[step] : undefined;
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

function parse(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw new JsonPatchMalformedError('the patch is not a list of operations');
  for (const op of patch as unknown[]) {
    if (!isObject(op)) throw new JsonPatchMalformedError('an operation of the patch is not an object');
    const { op: name, path, from } = op;
    if (typeof name !== 'string' || !operations.has(name)) {
      throw new JsonPatchPathError(`Unexpected kind: ${typeof name === 'string' ? name : 'unknown'}`);
    }
    if (typeof path !== 'string') throw new JsonPatchMalformedError(`the ${name} operation has no path`);
    if ((name === 'move' || name === 'copy') && typeof from !== 'string') {
      throw new JsonPatchMalformedError(`the ${name} operation has no from`);
    }
  }
  return patch as Operation[];
}

function refusal(op: Operation, cause: unknown): JsonPatchPathError {
  if (op.op === 'test') return new JsonPatchTestError(`testing value ${op.path} failed`, { cause });
  const where = op.op === 'move' || op.op === 'copy' ? `${op.from} to ${op.path}` : op.path;
  return new JsonPatchPathError(`${op.op} operation does not apply: doc is missing path or value: ${where}`, { cause });
}
