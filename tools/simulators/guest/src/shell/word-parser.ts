import { ShellSyntaxError, UnsupportedSyntaxError, type Script, type Word, type WordPart } from './ast.js';
import type { Cursor } from './cursor.js';

/** Parses the script inside `$( … )` up to, and including, its closing parenthesis. */
export type SubstitutionParser = (cursor: Cursor) => Script;

const nameStart = /[A-Za-z_]/;
const name = /[A-Za-z0-9_]/;
const specialParameter = /[?#@*$!0-9-]/;
const expansionOperators = [':-', ':=', ':+', ':?', '-', '=', '+', '?', '%%', '%', '##', '#'] as const;

/** Reads one word: everything up to an unquoted character that ends a word. */
export function parseWord(cursor: Cursor, ends: RegExp, substitution: SubstitutionParser): Word {
  const parts: WordPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: false });
    text = '';
  };
  while (!cursor.atEnd() && !ends.test(cursor.peek())) {
    const char = cursor.peek();
    if (char === '\\') {
      cursor.take();
      const escaped = cursor.take();
      if (escaped === '\n') continue;
      flush();
      parts.push({ kind: 'text', text: escaped, quoted: true });
    } else if (char === "'") {
      flush();
      parts.push({ kind: 'text', text: singleQuoted(cursor), quoted: true });
    } else if (char === '"') {
      flush();
      parts.push(...doubleQuoted(cursor, substitution));
    } else if (char === '$' || char === '`') {
      const part = parseExpansion(cursor, false, substitution);
      if (part === undefined) text += cursor.take();
      else {
        flush();
        parts.push(part);
      }
    } else text += cursor.take();
  }
  flush();
  return parts;
}

function singleQuoted(cursor: Cursor): string {
  cursor.take();
  let text = '';
  while (!cursor.atEnd()) {
    const char = cursor.take();
    if (char === "'") return text;
    text += char;
  }
  throw new ShellSyntaxError('unterminated quoted string');
}

function doubleQuoted(cursor: Cursor, substitution: SubstitutionParser): WordPart[] {
  cursor.take();
  const parts = parseQuotedText(cursor, '"', substitution);
  // An empty string in quotes is a word of its own, so it must leave a part behind.
  return parts.length === 0 ? [{ kind: 'text', text: '', quoted: true }] : parts;
}

/** Text in which only expansions and a few escapes count: double quotes (up to `closing`) and here-documents (to the end). */
export function parseQuotedText(cursor: Cursor, closing: '"' | undefined, substitution: SubstitutionParser): WordPart[] {
  const parts: WordPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: true });
    text = '';
  };
  while (!cursor.atEnd()) {
    const char = cursor.peek();
    if (char === closing) {
      cursor.take();
      flush();
      return parts;
    }
    if (char === '\\') {
      cursor.take();
      const next = cursor.take();
      if ('$`"\\'.includes(next)) text += next;
      else if (next !== '\n') text += `\\${next}`;
    } else if (char === '$' || char === '`') {
      const part = parseExpansion(cursor, true, substitution);
      if (part === undefined) text += cursor.take();
      else {
        flush();
        parts.push(part);
      }
    } else text += cursor.take();
  }
  if (closing !== undefined) throw new ShellSyntaxError('unterminated quoted string');
  flush();
  return parts;
}

/** `$x`, `${x…}`, `$(…)` or a pair of backquotes; undefined when the dollar stands for itself. */
function parseExpansion(cursor: Cursor, quoted: boolean, substitution: SubstitutionParser): WordPart | undefined {
  if (cursor.peek() === '`') throw new UnsupportedSyntaxError('command substitution by backquotes');
  const next = cursor.peek(1);
  if (next === '(') {
    if (cursor.peek(2) === '(') throw new UnsupportedSyntaxError('arithmetic expansion');
    cursor.skip(2);
    return { kind: 'substitution', script: substitution(cursor), quoted };
  }
  if (next === '{') return parseBraced(cursor, quoted, substitution);
  if (nameStart.test(next)) {
    cursor.take();
    return { kind: 'parameter', name: cursor.takeWhile(name), quoted };
  }
  if (specialParameter.test(next)) {
    cursor.take();
    return { kind: 'parameter', name: cursor.take(), quoted };
  }
  return undefined;
}

function parseBraced(cursor: Cursor, quoted: boolean, substitution: SubstitutionParser): WordPart {
  cursor.skip(2);
  if (cursor.peek() === '#' && cursor.peek(1) !== '}') throw new UnsupportedSyntaxError('length of a parameter');
  const parameter = nameStart.test(cursor.peek()) ? cursor.takeWhile(name) : cursor.take();
  if (cursor.peek() === '}') {
    cursor.take();
    return { kind: 'parameter', name: parameter, quoted };
  }
  const operator = expansionOperators.find((candidate) => cursor.startsWith(candidate));
  if (operator === undefined) throw new UnsupportedSyntaxError(`expansion of \${${parameter}${cursor.peek()}…}`);
  cursor.skip(operator.length);
  const operand = parseWord(cursor, /}/, substitution);
  if (cursor.atEnd()) throw new ShellSyntaxError('missing }');
  cursor.take();
  return { kind: 'parameter', name: parameter, operator, operand, quoted };
}
