import { fieldsOf, isMessage } from './fields/index.js';
import type { Field } from './fields/index.js';
import { MalformedMessageError, wireFields } from './wire.js';

const MAGIC = 'k8s\0';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** The group of the messages of an API group, by the first word of its name. */
function messageOf(apiVersion: string, kind: string): string {
  // Every group and version knows the options of a deletion.
  if (kind === 'DeleteOptions') return 'meta.DeleteOptions';
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? 'core' : apiVersion.slice(0, slash).split('.')[0] ?? '';
  return `${group}.${kind}`;
}

/**
 * Reads a built-in object in the binary form that client-go prefers: an envelope with the type, and the object as protobuf.
 * @returns undefined for a kind whose fields are not known here
 * @throws MalformedMessageError
 */
export function decodeProtobuf(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (text(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new MalformedMessageError('the envelope is missing');
  let type = { apiVersion: '', kind: '' };
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of wireFields(bytes.subarray(MAGIC.length))) {
    if (typeof value === 'bigint') continue;
    if (number === 1) type = typeMeta(value);
    if (number === 2) raw = value;
  }
  const message = messageOf(type.apiVersion, type.kind);
  return isMessage(message) ? { ...type, ...decodeMessage(raw, message) } : undefined;
}

function typeMeta(bytes: Uint8Array): { apiVersion: string; kind: string } {
  const fields = new Map([...wireFields(bytes)].map(({ number, value }) => [number, typeof value === 'bigint' ? '' : text(value)]));
  return { apiVersion: fields.get(1) ?? '', kind: fields.get(2) ?? '' };
}

function decodeMessage(bytes: Uint8Array, message: string): Record<string, unknown> {
  const fields = fieldsOf(message);
  const object: Record<string, unknown> = {};
  for (const { number, value } of wireFields(bytes)) {
    const field = fields.get(number);
    if (field !== undefined) put(object, field, value);
  }
  return object;
}

function put(object: Record<string, unknown>, field: Field, value: bigint | Uint8Array): void {
  const { name, shape, type, pointer, inline } = field;
  if (shape === 'map') {
    const [key, entry] = mapEntry(value, type);
    object[name] = { ...(object[name] as object | undefined), [key]: entry };
    return;
  }
  const decoded = decodeValue(value, type);
  if (inline) Object.assign(object, decoded);
  else if (shape === 'list') object[name] = [...((object[name] as unknown[] | undefined) ?? []), decoded];
  else if (pointer || !isZero(decoded)) object[name] = decoded;
}

function mapEntry(value: bigint | Uint8Array, type: string): [string, unknown] {
  const fields = new Map([...wireFields(asBytes(value))].map((field) => [field.number, field.value]));
  const key = fields.get(1);
  return [key === undefined ? '' : text(asBytes(key)), decodeValue(fields.get(2) ?? new Uint8Array(), type)];
}

function asBytes(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === 'bigint') throw new MalformedMessageError('a number stands where bytes belong');
  return value;
}

const isZero = (value: unknown): boolean =>
  value === undefined || value === '' || value === 0 || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const SPECIAL: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  s: text,
  b: (bytes) => Buffer.from(bytes).toString('base64'),
  Time: (bytes) => time(bytes, (iso) => `${iso.slice(0, 19)}Z`),
  MicroTime: (bytes) => time(bytes, (iso, nanos) => `${iso.slice(0, 19)}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`),
  Quantity: (bytes) => firstText(bytes),
  Raw: (bytes) => {
    const json = firstText(bytes);
    return json === '' ? undefined : (JSON.parse(json) as unknown);
  },
  IntOrString: intOrString,
};

function decodeValue(value: bigint | Uint8Array, type: string): unknown {
  if (type === 'i') return typeof value === 'bigint' ? Number(value) : 0;
  if (type === 't') return typeof value === 'bigint' && value !== 0n;
  if (type === 'd') return typeof value === 'bigint' ? new Float64Array(BigUint64Array.of(value).buffer)[0] ?? 0 : 0;
  const bytes = typeof value === 'bigint' ? new Uint8Array() : value;
  if (type.startsWith('list:')) return [...wireFields(bytes)].map((item) => decodeValue(item.value, type.slice('list:'.length)));
  return SPECIAL[type]?.(bytes) ?? (isMessage(type) ? decodeMessage(bytes, type) : undefined);
}

const firstText = (bytes: Uint8Array): string => {
  const [first] = wireFields(bytes);
  return first === undefined || typeof first.value === 'bigint' ? '' : text(first.value);
};

const numbersOf = (bytes: Uint8Array): Map<number, bigint | Uint8Array> =>
  new Map([...wireFields(bytes)].map(({ number, value }) => [number, value]));

/** Seconds and nanoseconds since the epoch; nothing at all is a time that was not set. */
function time(bytes: Uint8Array, write: (iso: string, nanos: number) => string): string | undefined {
  const parts = numbersOf(bytes);
  const seconds = parts.get(1);
  if (typeof seconds !== 'bigint') return undefined;
  return write(new Date(Number(seconds) * 1000).toISOString(), Number(parts.get(2) ?? 0n));
}

function intOrString(bytes: Uint8Array): number | string {
  const parts = numbersOf(bytes);
  const asText = parts.get(3);
  return parts.get(1) === 1n && asText !== undefined && typeof asText !== 'bigint' ? text(asText) : Number(parts.get(2) ?? 0n);
}
