import { UnsupportedSyntaxError } from '../ast.js';
import type { Program } from '../interpreter.js';
import { parseOptions } from './options.js';
import { basicToExtended, inputOf, linesOf } from './text.js';

type Edit = (line: string) => string | undefined;

/** `sed` with the commands `s` (flags g, i, I) and `d`, each optionally behind a `/pattern/` address; `-i`, `-E`, `-r`, `-e`. */
const sed: Program = (args, io, shell) => {
  const { flags, values, operands } = parseOptions(splitInPlace(args), 'e');
  const [first, ...rest] = operands;
  const explicit = values.get('e') ?? [];
  const extended = flags.has('E') || flags.has('r');
  const edits = (explicit.length > 0 ? explicit : [first ?? '']).flatMap((script) => parseSedScript(script, extended));
  const files = explicit.length > 0 ? operands : rest;
  if (!flags.has('i')) {
    io.stdout.write(applyEdits(inputOf(files, io.stdin, shell), edits));
    return 0;
  }
  for (const path of files) {
    const target = shell.resolve(path);
    if (shell.host.files.file(target) === undefined) {
      io.stderr.write(`sed: can't read ${path}: No such file or directory\n`);
      return 2;
    }
    shell.host.files.write(target, applyEdits(shell.host.files.read(target), edits));
  }
  return 0;
};

/** `-i.bak` names a backup, it is no group of letters. The backup itself is of no use here. */
function splitInPlace(args: readonly string[]): string[] {
  return args.map((arg) => (/^-i\W/.test(arg) ? '-i' : arg));
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text).flatMap((line) => {
    const edited = edits.reduce<string | undefined>((current, edit) => (current === undefined ? undefined : edit(current)), line);
    return edited === undefined ? [] : [edited];
  });
  return lines.length === 0 ? '' : lines.join('\n') + (text.endsWith('\n') ? '\n' : '');
}

function parseSedScript(script: string, extended: boolean): Edit[] {
  const edits: Edit[] = [];
  let rest = script.trim();
  while (rest !== '') {
    const address = /^\/((?:[^/\\]|\\.)*)\/\s*/.exec(rest);
    const matches = address === null ? undefined : expression(address[1] ?? '', extended, '');
    rest = address === null ? rest : rest.slice(address[0].length);
    const { edit, length } = parseSedCommand(rest, extended);
    edits.push(matches === undefined ? edit : (line) => (matches.test(line) ? edit(line) : line));
    rest = rest.slice(length).replace(/^\s*;?\s*/, '');
  }
  return edits;
}

function parseSedCommand(text: string, extended: boolean): { edit: Edit; length: number } {
  if (text.startsWith('d')) return { edit: () => undefined, length: 1 };
  if (!text.startsWith('s')) throw new UnsupportedSyntaxError(`sed command ${text}`);
  const delimiter = text.charAt(1);
  const [pattern, afterPattern] = takeDelimited(text, 2, delimiter);
  const [replacement, afterReplacement] = takeDelimited(text, afterPattern, delimiter);
  const flags = /^[gIi]*/.exec(text.slice(afterReplacement))?.[0] ?? '';
  const regexp = expression(pattern, extended, (flags.includes('g') ? 'g' : '') + (/[iI]/.test(flags) ? 'i' : ''));
  const edit: Edit = (line) => line.replace(regexp, (...groups: unknown[]) => fillReplacement(replacement, groups.map(String)));
  return { edit, length: afterReplacement + flags.length };
}

/** Text up to the next unescaped delimiter; an escaped delimiter stands for itself. */
function takeDelimited(text: string, from: number, delimiter: string): [string, number] {
  let taken = '';
  for (let index = from; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === delimiter) return [taken, index + 1];
    if (char === '\\') {
      index += 1;
      taken += text.charAt(index) === delimiter ? delimiter : `\\${text.charAt(index)}`;
    } else taken += char;
  }
  throw new UnsupportedSyntaxError(`sed expression without an end: ${text}`);
}

function expression(pattern: string, extended: boolean, flags: string): RegExp {
  return new RegExp(extended ? pattern : basicToExtended(pattern), flags);
}

function fillReplacement(replacement: string, groups: readonly string[]): string {
  return replacement.replace(/\\(.)|&/g, (token, escaped: string | undefined) => {
    if (token === '&') return groups[0] ?? '';
    if (escaped !== undefined && /\d/.test(escaped)) return groups[Number(escaped)] ?? '';
    return escaped === 'n' ? '\n' : (escaped ?? '');
  });
}

/** The stream editor. */
export const sedPrograms: ReadonlyMap<string, Program> = new Map([['sed', sed]]);
