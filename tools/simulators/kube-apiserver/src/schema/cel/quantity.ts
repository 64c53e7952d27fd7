import semver from 'semver';
import { parseQuantity } from '../quantity.js';
import type { Environment } from '@marcbachmann/cel-js';

const nano = 10n ** 9n;

/** An amount inside a rule, exact to a billionth. */
class Quantity {
  private constructor(readonly nanos: bigint) {}

  static parse(text: string): Quantity | undefined {
    const parsed = parseQuantity(text);
    return parsed === undefined ? undefined : new Quantity(parsed.nanos);
  }

  static of(text: string): Quantity {
    const parsed = Quantity.parse(text);
    if (parsed === undefined) throw new Error('quantities must match the regular expression of quantities');
    return parsed;
  }

  plus(other: Quantity | bigint, sign: 1n | -1n): Quantity {
    return new Quantity(this.nanos + sign * (typeof other === 'bigint' ? other * nano : other.nanos));
  }

  get isInteger(): boolean {
    return this.nanos % nano === 0n;
  }
}

const compare = (a: Quantity, b: Quantity): bigint => (a.nanos < b.nanos ? -1n : a.nanos > b.nanos ? 1n : 0n);

function asInteger(quantity: Quantity): bigint {
  if (!quantity.isInteger) throw new Error('cannot convert value to integer');
  return quantity.nanos / nano;
}

/** Resource quantities, as the API server adds them to CEL. */
export function addQuantityFunctions(environment: Environment): void {
  const name = 'kubernetes.Quantity';
  environment.registerType(name, Quantity as never)
    .registerFunction('isQuantity(string): bool', (text: string) => Quantity.parse(text) !== undefined)
    .registerFunction(`quantity(string): ${name}`, (text: string) => Quantity.of(text))
    .registerFunction(`${name}.isInteger(): bool`, (quantity: Quantity) => quantity.isInteger)
    .registerFunction(`${name}.asInteger(): int`, asInteger)
    .registerFunction(`${name}.asApproximateFloat(): double`, (quantity: Quantity) => Number(quantity.nanos) / 1e9)
    .registerFunction(`${name}.compareTo(${name}): int`, compare)
    .registerFunction(`${name}.isLessThan(${name}): bool`, (a: Quantity, b: Quantity) => compare(a, b) < 0n)
    .registerFunction(`${name}.isGreaterThan(${name}): bool`, (a: Quantity, b: Quantity) => compare(a, b) > 0n)
    .registerFunction(`${name}.add(${name}): ${name}`, (a: Quantity, b: Quantity) => a.plus(b, 1n))
    .registerFunction(`${name}.add(int): ${name}`, (a: Quantity, b: bigint) => a.plus(b, 1n))
    .registerFunction(`${name}.sub(${name}): ${name}`, (a: Quantity, b: Quantity) => a.plus(b, -1n))
    .registerFunction(`${name}.sub(int): ${name}`, (a: Quantity, b: bigint) => a.plus(b, -1n))
    .registerOperator(`${name} == ${name}`, (a: Quantity, b: Quantity) => a.nanos === b.nanos);
}

/** A version inside a rule. */
class Version {
  readonly parsed: semver.SemVer;

  constructor(text: string, normalize = false) {
    const parsed = semver.parse(normalize ? fullVersion(text) : text);
    if (parsed === null || (!normalize && text.startsWith('v'))) throw new Error(`invalid semantic version: ${text}`);
    this.parsed = parsed;
  }
}

/** `v1.02` read as `1.2.0`. */
function fullVersion(text: string): string {
  const [, numbers = '', rest = ''] = /^v?([\d.]*)(.*)$/.exec(text) ?? [];
  const parts = numbers.split('.').map((part) => String(Number(part)));
  return `${[...parts, '0', '0'].slice(0, Math.max(3, parts.length)).join('.')}${rest}`;
}

function isVersion(text: string, normalize = false): boolean {
  try {
    return new Version(text, normalize).parsed.version !== '';
  } catch {
    return false;
  }
}

/** Semantic versions, as the API server adds them to CEL. */
export function addVersionFunctions(environment: Environment): void {
  const name = 'kubernetes.Semver';
  environment.registerType(name, Version)
    .registerFunction('isSemver(string): bool', (text: string) => isVersion(text))
    .registerFunction('isSemver(string, bool): bool', isVersion)
    .registerFunction(`semver(string): ${name}`, (text: string) => new Version(text))
    .registerFunction(`semver(string, bool): ${name}`, (text: string, normalize: boolean) => new Version(text, normalize))
    .registerFunction(`${name}.major(): int`, ({ parsed }: Version) => BigInt(parsed.major))
    .registerFunction(`${name}.minor(): int`, ({ parsed }: Version) => BigInt(parsed.minor))
    .registerFunction(`${name}.patch(): int`, ({ parsed }: Version) => BigInt(parsed.patch))
    .registerFunction(`${name}.compareTo(${name}): int`, (a: Version, b: Version) => BigInt(a.parsed.compare(b.parsed)))
    .registerFunction(`${name}.isLessThan(${name}): bool`, (a: Version, b: Version) => a.parsed.compare(b.parsed) < 0)
    .registerFunction(`${name}.isGreaterThan(${name}): bool`, (a: Version, b: Version) => a.parsed.compare(b.parsed) > 0)
    .registerOperator(`${name} == ${name}`, (a: Version, b: Version) => a.parsed.compare(b.parsed) === 0);
}
