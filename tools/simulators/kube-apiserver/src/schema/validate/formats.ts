import { isIP, isIPv4, isIPv6 } from 'node:net';

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
const duration = /^[+-]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$|^[+-]?0$/;
/** One label, or several of which the last is a word of at least two letters. */
const hostname = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})$/i;

const isDay = (text: string): boolean => {
  const time = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
};

const isCidr = (text: string): boolean => {
  const [address = '', bits = '', ...rest] = text.split('/');
  return rest.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128);
};

const uuid = (version: string) => {
  const pattern = new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$`, 'i');
  return (text: string): boolean => pattern.test(text);
};

/** The string formats that the API server checks; a format that is not here is documentation. */
const formats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date-time', (text: string) => dateTime.test(text) && isDay(text.slice(0, 10))],
  ['datetime', (text: string) => dateTime.test(text) && isDay(text.slice(0, 10))],
  ['date', isDay],
  ['duration', (text: string) => duration.test(text.replaceAll(' ', ''))],
  ['ipv4', isIPv4],
  ['ipv6', isIPv6],
  ['cidr', isCidr],
  ['mac', (text: string) => /^([0-9a-f]{2}([:-]?)){5}[0-9a-f]{2}$/i.test(text)],
  ['uri', (text: string) => URL.canParse(text) || text.startsWith('/')],
  ['email', (text: string) => /^[^\s@]+@[^\s@]+$/.test(text)],
  ['hostname', (text: string) => hostname.test(text)],
  ['uuid', uuid('[0-9a-f]')],
  ['uuid3', uuid('3')],
  ['uuid4', uuid('4')],
  ['uuid5', uuid('5')],
  ['byte', (text: string) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)],
  ['hexcolor', (text: string) => /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text)],
]);

/** Whether a text has the format; true for a format that nobody checks. */
export const hasFormat = (format: string, text: string): boolean => formats.get(format)?.(text) ?? true;

const patterns = new Map<string, RegExp>();

/**
 * A pattern as a schema gives it, which is in the syntax of RE2.
 * @throws SyntaxError when JavaScript cannot express it
 */
export function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const flags = /^\(\?([imsU]+)\)/.exec(source);
  const body = (flags === null ? source : source.slice(flags[0].length)).replaceAll('\\A', '^').replaceAll('\\z', '$').replaceAll('(?P<', '(?<');
  const pattern = compile(body, (flags?.[1] ?? '').replace('U', ''));
  patterns.set(source, pattern);
  return pattern;
}

/** The Unicode mode counts characters as RE2 does, but refuses needless escapes such as `\-`, which RE2 allows. */
function compile(body: string, flags: string): RegExp {
  try {
    return new RegExp(body, `${flags}u`);
  } catch {
    return new RegExp(body, flags);
  }
}

/** Whether a text is an IP address of either family. */
export const isAddress = (text: string): boolean => isIP(text) !== 0;
export { isCidr };
