/** A field as it stands on the wire: a number, or bytes. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/** The bytes are no protobuf message. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** The fields of a message in the order in which they were sent. @throws MalformedMessageError */
export function* wireFields(bytes: Uint8Array): Generator<WireField, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[offset];
      if (byte === undefined) throw new MalformedMessageError('a number is cut off');
      offset += 1;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, result);
    }
    throw new MalformedMessageError('a number is too long');
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || offset + length > bytes.length) throw new MalformedMessageError('a field is cut off');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  while (offset < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    const type = tag & 7;
    if (type === VARINT) yield { number, value: varint() };
    else if (type === LENGTH_DELIMITED) yield { number, value: take(Number(varint())) };
    else if (type === FIXED_64 || type === FIXED_32) {
      const at = offset;
      const width = type === FIXED_64 ? 8 : 4;
      take(width);
      yield { number, value: width === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true)) };
    } else throw new MalformedMessageError(`a field has the unknown wire type ${String(type)}`);
  }
}
