import { UnsupportedSyntaxError } from '../ast.js';
import { escapeRegExp } from '../expansion.js';
import type { Program, Shell } from '../interpreter.js';
import { parseOptions } from './options.js';

/** The input of a filter: the named files one after another, or standard input. */
export function inputOf(paths: readonly string[], stdin: string, shell: Shell): string {
  return paths.length === 0 ? stdin : paths.map((path) => (path === '-' ? stdin : shell.host.files.read(shell.resolve(path)))).join('');
}

/** Lines of a text; the newline at its end opens no further line. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

const escapes: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\\\': '\\', '\\r': '\r' };
const unescape = (text: string): string => text.replace(/\\[nt\\r]/g, (escape) => escapes[escape] ?? escape);

const echo: Program = (args, io, shell) => {
  const flags = /^-[neE]+$/.test(args[0] ?? '') ? (args[0] ?? '') : '';
  const text = (flags === '' ? args : args.slice(1)).join(' ');
  // The plain sh of Debian and Ubuntu always interprets escapes, bash only with -e.
  const interprets = flags.includes('e') || (shell.dialect === 'sh' && !flags.includes('E'));
  io.stdout.write((interprets ? unescape(text) : text) + (flags.includes('n') ? '' : '\n'));
  return 0;
};

const printf: Program = (args, io) => {
  const [format = '', ...values] = args;
  const holes = (format.match(/%[sd]/g) ?? []).length;
  do {
    io.stdout.write(unescape(format).replace(/%[sd%]/g, (hole) => (hole === '%%' ? '%' : (values.shift() ?? ''))));
  } while (holes > 0 && values.length > 0);
  return 0;
};

const grep: Program = (args, io, shell) => {
  const { flags, values, operands } = parseOptions(args, 'em');
  const explicit = values.get('e') ?? [];
  const [implicit, ...rest] = operands;
  const patterns = explicit.length > 0 ? explicit : [implicit ?? ''];
  const files = explicit.length > 0 ? operands : rest;
  const source = patterns
    .map((pattern) => (flags.has('F') ? escapeRegExp(pattern) : flags.has('E') ? pattern : basicToExtended(pattern)))
    .join('|');
  const expression = new RegExp(flags.has('x') ? `^(?:${source})$` : source, flags.has('i') ? 'i' : '');
  const found = linesOf(inputOf(files, io.stdin, shell)).filter((line) => expression.test(line) !== flags.has('v'));
  if (flags.has('c')) io.stdout.write(`${String(found.length)}\n`);
  else if (!flags.has('q')) io.stdout.write(found.map((line) => `${line}\n`).join(''));
  return found.length > 0 ? 0 : 1;
};

const cut: Program = (args, io, shell) => {
  const { values, operands } = parseOptions(args, 'dfc');
  const delimiter = values.get('d')?.[0] ?? '\t';
  const wanted = fieldSelector(values.get('f')?.[0] ?? values.get('c')?.[0] ?? '1-');
  const pick = (line: string): string => {
    if (values.has('c')) return [...line].filter((_char, index) => wanted(index + 1)).join('');
    if (!line.includes(delimiter)) return line;
    return line
      .split(delimiter)
      .filter((_field, index) => wanted(index + 1))
      .join(delimiter);
  };
  io.stdout.write(
    linesOf(inputOf(operands, io.stdin, shell))
      .map((line) => `${pick(line)}\n`)
      .join(''),
  );
  return 0;
};

function fieldSelector(list: string): (index: number) => boolean {
  const ranges = list.split(',').map((item) => {
    const [from = '', to] = item.split('-');
    return { from: Number(from || 1), to: to === undefined ? Number(from) : Number(to || Infinity) };
  });
  return (index) => ranges.some((range) => index >= range.from && index <= range.to);
}

const sort: Program = (args, io, shell) => {
  const { flags, operands } = parseOptions(args, 'kt');
  const lines = linesOf(inputOf(operands, io.stdin, shell));
  lines.sort(flags.has('n') ? (a, b) => Number.parseFloat(a) - Number.parseFloat(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (flags.has('r')) lines.reverse();
  const kept = flags.has('u') ? [...new Set(lines)] : lines;
  io.stdout.write(kept.map((line) => `${line}\n`).join(''));
  return 0;
};

const ends =
  (first: boolean): Program =>
  (args, io, shell) => {
    const { values, operands, flags } = parseOptions(args, 'n');
    const short = [...flags].find((flag) => /^\d$/.test(flag));
    const count = Number(values.get('n')?.[0] ?? short ?? 10);
    const lines = linesOf(inputOf(operands, io.stdin, shell));
    io.stdout.write((first ? lines.slice(0, count) : lines.slice(-count)).map((line) => `${line}\n`).join(''));
    return 0;
  };

const translate: Program = (args, io) => {
  const { flags, operands } = parseOptions(args);
  const from = characters(operands[0] ?? '');
  const to = characters(operands[1] ?? '');
  const replace = (char: string): string => {
    const index = from.indexOf(char);
    if (index < 0) return char;
    return flags.has('d') ? '' : (to[index] ?? to.at(-1) ?? char);
  };
  io.stdout.write([...io.stdin].map(replace).join(''));
  return 0;
};

function characters(set: string): string[] {
  if (set.includes('[:')) throw new UnsupportedSyntaxError('character classes of tr');
  const ranges = unescape(set).replace(/(.)-(.)/gs, (_all, from: string, to: string) => {
    const start = from.codePointAt(0) ?? 0;
    return Array.from({ length: Math.max(0, (to.codePointAt(0) ?? 0) - start + 1) }, (_, index) =>
      String.fromCodePoint(start + index),
    ).join('');
  });
  return [...ranges];
}

const tee: Program = (args, io, shell) => {
  const { flags, operands } = parseOptions(args);
  for (const path of operands) {
    if (flags.has('a')) shell.host.files.append(shell.resolve(path), io.stdin);
    else shell.host.files.write(shell.resolve(path), io.stdin);
  }
  io.stdout.write(io.stdin);
  return 0;
};

/** A basic regular expression as an extended one: `\(`, `\|`, `\+` gain their meaning, `(`, `|`, `+` lose it. */
export function basicToExtended(pattern: string): string {
  return pattern.replace(/\\?[(){}|+?]/g, (token) => (token.length === 2 ? token.charAt(1) : `\\${token}`));
}

/** Programs that read and write text. */
export const textPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['echo', echo],
  ['printf', printf],
  ['cat', (args, io, shell) => (io.stdout.write(inputOf(args, io.stdin, shell)), 0)],
  ['grep', grep],
  ['cut', cut],
  ['sort', sort],
  ['head', ends(true)],
  ['tail', ends(false)],
  ['tr', translate],
  ['tee', tee],
]);
