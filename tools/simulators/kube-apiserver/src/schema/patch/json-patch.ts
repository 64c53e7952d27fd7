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
      document = fastJsonPatch.applyOperation(document, op, true, true, true, index).newDocument;
    } catch (cause) {
      throw refusal(op, cause);
    }
  }
  return document;
}

function parse(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw new JsonPatchMalformedError('the patch is not a list of operations');
  for (const op of patch as unknown[]) {
    if (!isObject(op)) throw new JsonPatchMalformedError('an operation of the patch is not an object');
    const { op: name, path, from } = op;
    if (typeof name !== 'string' || !operations.has(name)) {
      throw new JsonPatchMalformedError(`Unexpected kind: ${typeof name === 'string' ? name : 'unknown'}`);
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
