import { UnsupportedSyntaxError, type Script, type Word, type WordPart } from './ast.js';

/** What an expansion needs of the running shell. */
export interface ExpansionContext {
  parameter(name: string): string | undefined;
  assign(name: string, value: string): void;
  /** Positional parameters, for `$@` and `$*`. */
  readonly positional: readonly string[];
  /** Runs a command substitution and gives what it printed. */
  substitute(script: Script): Promise<string>;
  /** Paths that match a pattern, sorted; empty when none does. */
  glob(pattern: string): string[];
}

interface Piece {
  readonly text: string;
  /** Unquoted results of expansions are split into fields at blanks. */
  readonly splits: boolean;
  readonly quoted: boolean;
}

/** Expands a word to one string: no field splitting, no file name patterns (assignments, redirections, `[[ ]]`). */
export async function expandToString(word: Word, context: ExpansionContext): Promise<string> {
  const pieces = await expandParts(word, context);
  return pieces.map((piece) => piece.text).join('');
}

/** Expands words as arguments of a command: fields are split and file name patterns matched. */
export async function expandToFields(words: readonly Word[], context: ExpansionContext): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    if (isAllParameters(word)) fields.push(...context.positional);
    else fields.push(...splitFields(await expandParts(word, context)).flatMap((field) => matchFiles(field, context)));
  }
  return fields;
}

/** Expands a word to a pattern in which quoted characters stand for themselves, as a regular expression's source. */
export async function expandToPattern(word: Word, context: ExpansionContext): Promise<string> {
  const pieces = await expandParts(word, context);
  return pieces.map((piece) => (piece.quoted ? escapeRegExp(piece.text) : globSource(piece.text, '.'))).join('');
}

async function expandParts(word: Word, context: ExpansionContext): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of word) pieces.push(await expandPart(part, context));
  return pieces;
}

async function expandPart(part: WordPart, context: ExpansionContext): Promise<Piece> {
  if (part.kind === 'text') return { text: part.text, splits: false, quoted: part.quoted };
  if (part.kind === 'substitution') {
    const output = await context.substitute(part.script);
    return { text: output.replace(/\n+$/, ''), splits: !part.quoted, quoted: part.quoted };
  }
  return { text: await expandParameter(part, context), splits: !part.quoted, quoted: part.quoted };
}

async function expandParameter(part: Extract<WordPart, { kind: 'parameter' }>, context: ExpansionContext): Promise<string> {
  const value = part.name === '@' || part.name === '*' ? context.positional.join(' ') : context.parameter(part.name);
  if (part.operator === undefined) return value ?? '';
  const operand = part.operand ?? [];
  if (part.operator.startsWith('%') || part.operator.startsWith('#')) {
    return trimPattern(value ?? '', part.operator, await expandToPattern(operand, context));
  }
  const missing = part.operator.startsWith(':') ? value === undefined || value === '' : value === undefined;
  switch (part.operator.replace(':', '')) {
    case '-':
      return missing ? expandToString(operand, context) : (value ?? '');
    case '+':
      return missing ? '' : expandToString(operand, context);
    case '=': {
      if (!missing) return value ?? '';
      const fallback = await expandToString(operand, context);
      context.assign(part.name, fallback);
      return fallback;
    }
    default:
      throw new UnsupportedSyntaxError(`expansion operator ${part.operator}`);
  }
}

function trimPattern(value: string, operator: string, source: string): string {
  const fromEnd = operator.startsWith('%');
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  if (operator.length === 2) lengths.reverse();
  const pattern = new RegExp(`^(?:${source})$`, 's');
  for (const length of lengths) {
    const candidate = fromEnd ? value.slice(value.length - length) : value.slice(0, length);
    if (pattern.test(candidate)) return fromEnd ? value.slice(0, value.length - length) : value.slice(length);
  }
  return value;
}

interface Field {
  text: string;
  pattern: string;
  hasPattern: boolean;
}

function splitFields(pieces: readonly Piece[]): Field[] {
  const fields: Field[] = [];
  let current: Field | undefined;
  const extend = (text: string, quoted: boolean): void => {
    current ??= { text: '', pattern: '', hasPattern: false };
    current.text += text;
    current.pattern += quoted ? escapeRegExp(text) : globSource(text);
    if (!quoted && /[*?[]/.test(text)) current.hasPattern = true;
  };
  const close = (): void => {
    if (current !== undefined) fields.push(current);
    current = undefined;
  };
  for (const piece of pieces) {
    if (!piece.splits) {
      extend(piece.text, piece.quoted);
      continue;
    }
    const [first, ...others] = piece.text.split(/[ \t\n]+/);
    if (first !== undefined && first !== '') extend(first, false);
    for (const part of others) {
      close();
      if (part !== '') extend(part, false);
    }
  }
  close();
  return fields;
}

function matchFiles(field: Field, context: ExpansionContext): string[] {
  if (!field.hasPattern) return [field.text];
  const matches = context.glob(field.pattern);
  return matches.length > 0 ? matches : [field.text];
}

function isAllParameters(word: Word): boolean {
  const part = word[0];
  return word.length === 1 && part?.kind === 'parameter' && part.name === '@' && part.operator === undefined;
}

/** A shell pattern as the source of a regular expression. In file names wildcards do not match a slash, elsewhere they match anything. */
export function globSource(pattern: string, wildcard: '[^/]' | '.' = '[^/]'): string {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern.charAt(index);
    const close = char === '[' ? pattern.indexOf(']', index + 1) : -1;
    if (char === '*') source += `${wildcard}*`;
    else if (char === '?') source += wildcard;
    else if (close > index + 1) {
      source += `[${pattern
        .slice(index + 1, close)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      index = close;
    } else source += escapeRegExp(char);
  }
  return source;
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
