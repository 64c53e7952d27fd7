import { hasFormat, patternOf } from '../validate/formats.js';
import { Optional } from '@marcbachmann/cel-js';
import type { Environment } from '@marcbachmann/cel-js';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

function isQualifiedName(text: string): boolean {
  const [name = '', prefix, ...rest] = text.split('/').reverse();
  const isPrefixed = prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix));
  return rest.length === 0 && name.length <= 63 && qualified.test(name) && isPrefixed;
}

const namedFormats: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: (text) => text.length <= 63 && label.test(text),
  dns1123Subdomain: (text) => text.length <= 253 && subdomain.test(text),
  dns1035Label: (text) => text.length <= 63 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(text),
  dns1123LabelPrefix: (text) => namedFormats['dns1123Label']?.(text.replace(/-$/, 'a')) === true,
  dns1123SubdomainPrefix: (text) => namedFormats['dns1123Subdomain']?.(text.replace(/-$/, 'a')) === true,
  dns1035LabelPrefix: (text) => namedFormats['dns1035Label']?.(text.replace(/-$/, 'a')) === true,
  qualifiedName: isQualifiedName,
  labelValue: (text) => text.length <= 63 && labelValue.test(text),
  uri: (text) => hasFormat('uri', text),
  uuid: (text) => hasFormat('uuid', text),
  byte: (text) => hasFormat('byte', text),
  date: (text) => hasFormat('date', text),
  datetime: (text) => hasFormat('date-time', text),
};

class Formats {
  readonly names = Object.keys(namedFormats);
}
class NamedFormat {
  constructor(readonly name: string) {}
}

function addNamedFormats(environment: Environment): void {
  environment.registerType('Formats', Formats).registerType('kubernetes.NamedFormat', NamedFormat).registerConstant('format', 'Formats', new Formats())
    .registerFunction('Formats.named(string): optional<kubernetes.NamedFormat>', (_: Formats, name: string) =>
      (Object.hasOwn(namedFormats, name) ? Optional.of(new NamedFormat(name)) : Optional.none()))
    .registerFunction('kubernetes.NamedFormat.validate(string): optional<list<string>>', ({ name }: NamedFormat, text: string) =>
      (namedFormats[name]?.(text) === true ? Optional.none() : Optional.of([`must be a valid ${name}`])));
  for (const name of Object.keys(namedFormats)) {
    environment.registerFunction(`Formats.${name}(): kubernetes.NamedFormat`, () => new NamedFormat(name));
  }
}

/** `%s` and its kin, as CEL's `format` knows them. */
function formatText(template: string, values: unknown[]): string {
  let next = 0;
  return template.replace(/%%|%(?:\.(\d+))?([sdfeboxX])/g, (verb, digits: string | undefined, kind: string | undefined) => {
    if (verb === '%%') return '%';
    if (next >= values.length) throw new Error(`index ${String(next)} out of range`);
    const value = values[next];
    next += 1;
    return formatValue(kind ?? 's', value, Number(digits ?? 6));
  });
}

function formatValue(kind: string, value: unknown, digits: number): string {
  switch (kind) {
    case 'f':
      return Number(value).toFixed(digits);
    case 'e':
      return Number(value).toExponential(digits);
    case 'b':
      return typeof value === 'bigint' ? value.toString(2) : String(Number(value));
    case 'o':
      return (value as bigint).toString(8);
    case 'x':
    case 'X': {
      const hex = typeof value === 'bigint' ? value.toString(16) : Buffer.from(String(value)).toString('hex');
      return kind === 'X' ? hex.toUpperCase() : hex;
    }
    default:
      return display(value);
  }
}

function display(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`;
  if (value instanceof Map) return `{${[...value].map(([key, field]) => `${display(key)}: ${display(field)}`).sort().join(', ')}}`;
  return value instanceof Date ? value.toISOString().replace('.000Z', 'Z') : String(value);
}

function replaceFirst(text: string, from: string, to: string, limit: bigint): string {
  const parts = text.split(from);
  if (limit < 0n || parts.length - 1 <= Number(limit)) return parts.join(to);
  const at = Number(limit) + 1;
  return [parts.slice(0, at).join(to), ...parts.slice(at)].join(from);
}

function characterAt(text: string, at: bigint): string {
  const characters = [...text];
  if (at < 0n || at > BigInt(characters.length)) throw new Error(`index out of range: ${String(at)}`);
  return characters[Number(at)] ?? '';
}

function findAll(text: string, pattern: string, limit = -1n): string[] {
  const compiled = patternOf(pattern);
  const found = [...text.matchAll(new RegExp(compiled.source, `${compiled.flags}g`))].map(([match]) => match);
  return limit < 0n ? found : found.slice(0, Number(limit));
}

/** What `strings.quote` is called on. */
class Strings {
  readonly name = 'strings';
}

/** The functions on strings that the API server adds to CEL, and those of CEL's own string extension that the library lacks. */
export function addStringFunctions(environment: Environment): void {
  environment
    .registerFunction('string.find(string): string', (text: string, pattern: string) => patternOf(pattern).exec(text)?.[0] ?? '')
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) => findAll(text, pattern))
    .registerFunction('string.findAll(string, int): list<string>', findAll)
    .registerFunction('string.charAt(int): string', characterAt)
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) => text.replaceAll(from, () => to))
    .registerFunction('string.replace(string, string, int): string', replaceFirst)
    .registerFunction('string.format(list<dyn>): string', formatText)
    .registerType('Strings', Strings).registerConstant('strings', 'Strings', new Strings())
    .registerFunction('Strings.quote(string): string', (_: Strings, text: string) => JSON.stringify(text));
  addNamedFormats(environment);
}
