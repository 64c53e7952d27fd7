/** How an amount was written, which is how it is written again. */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

/** An amount, exact to a billionth; smaller parts are rounded up. */
export interface ParsedQuantity {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

const nano = 10n ** 9n;
const milli = 10n ** 6n;
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal = ['k', 'M', 'G', 'T', 'P', 'E'];
const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d{1,2})|([KMGTPE]i|[numkMGTPE]?))$/;

/** The factor of a suffix, in billionths. */
function factorOf(suffix: string): bigint {
  if (binary.includes(suffix)) return nano * 1024n ** BigInt(binary.indexOf(suffix) + 1);
  if (decimal.includes(suffix)) return nano * 1000n ** BigInt(decimal.indexOf(suffix) + 1);
  const small: Readonly<Record<string, bigint>> = { '': nano, m: milli, u: 1000n, n: 1n };
  return small[suffix] ?? nano;
}

const roundUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/** Reads a resource quantity such as 500m, 1.5Gi or 1e3; undefined when it is none. */
export function parseQuantity(text: string): ParsedQuantity | undefined {
  const match = shape.exec(text);
  const [, sign, whole = '', part = '', exponent, suffix = ''] = match ?? [];
  if (match === null || whole + part === '') return undefined;
  const shift = Number(exponent?.slice(1) ?? 0) - part.length;
  const scaled = BigInt(whole + part) * factorOf(suffix);
  const nanos = shift >= 0 ? scaled * 10n ** BigInt(shift) : roundUp(scaled, 10n ** BigInt(-shift));
  const format = exponent !== undefined ? 'exponent' : binary.includes(suffix) ? 'binary' : 'decimal';
  return { nanos: sign === '-' ? -nanos : nanos, format };
}

/**
 * The one spelling of an amount that a server of typed kinds gives back: no fraction, the largest suffix that fits. Thousandths are the
 * smallest part that resources are kept in. What is no quantity is left for validation to find.
 */
export function canonicalQuantity(value: string | number): string {
  const text = String(value);
  const parsed = parseQuantity(text);
  if (parsed === undefined) return text;
  const sign = parsed.nanos < 0n ? '-' : '';
  const thousandths = roundUp(parsed.nanos < 0n ? -parsed.nanos : parsed.nanos, milli);
  const written = `${sign}${write(thousandths, parsed.format)}`;
  return written.toLowerCase() === text.toLowerCase() ? text : written;
}

function write(thousandths: bigint, format: QuantityFormat): string {
  if (thousandths % 1000n !== 0n) return `${String(thousandths)}${format === 'exponent' ? 'e-3' : 'm'}`;
  const units = thousandths / 1000n;
  if (format === 'binary' && units >= 1024n) return withSuffix(units, 1024n, binary);
  return format === 'exponent' ? withSuffix(units, 1000n, decimal.map((_, i) => `e${String(3 * i + 3)}`)) : withSuffix(units, 1000n, decimal);
}

function withSuffix(units: bigint, base: bigint, suffixes: readonly string[]): string {
  let left = units;
  let power = 0;
  while (left !== 0n && left % base === 0n && power < suffixes.length) {
    left /= base;
    power += 1;
  }
  return `${String(left)}${suffixes[power - 1] ?? ''}`;
}
