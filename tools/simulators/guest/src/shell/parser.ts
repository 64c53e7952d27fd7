import {
  ShellSyntaxError,
  UnsupportedSyntaxError,
  type AndOr,
  type Command,
  type Pipeline,
  type Redirection,
  type Script,
  type SimpleCommand,
  type Word,
} from './ast.js';
import { Cursor } from './cursor.js';
import { parseQuotedText, parseWord } from './word-parser.js';

const wordEnd = /[\s;&|<>()]/;
const reserved = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', '}', 'esac', 'in']);

interface PendingHereDocument {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
  readonly fill: (body: Word) => void;
}

/**
 * Parses a shell script.
 * Throws ShellSyntaxError for what a real shell refuses and UnsupportedSyntaxError for what is not played.
 */
export function parseScript(text: string): Script {
  const parser = new ScriptParser(new Cursor(text));
  const script = parser.list(() => false);
  parser.expectEnd();
  return script;
}

class ScriptParser {
  readonly #cursor: Cursor;
  #pending: PendingHereDocument[] = [];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  expectEnd(): void {
    this.#skipSeparators();
    if (!this.#cursor.atEnd()) throw new ShellSyntaxError(`syntax error near unexpected token \`${this.#cursor.peek()}'`);
  }

  /** Commands up to the end of the text or until `stop` says that the next word closes the list. */
  list(stop: () => boolean): Script {
    const items: AndOr[] = [];
    for (;;) {
      this.#skipSeparators();
      if (this.#cursor.atEnd() || this.#cursor.peek() === ')' || stop()) return items;
      const from = this.#cursor.offset;
      const first = this.#pipeline();
      const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
      for (let operator = this.#andOr(); operator !== undefined; operator = this.#andOr()) {
        this.#skipSeparators(true);
        rest.push({ operator, pipeline: this.#pipeline() });
      }
      this.#skipBlanks();
      const background = this.#cursor.peek() === '&' && this.#cursor.peek(1) !== '&';
      const source = this.#cursor.text.slice(from, this.#cursor.offset).trim();
      if (background) this.#cursor.take();
      items.push({ first, rest, background, source });
      if (!background) this.#expectSeparator();
    }
  }

  #andOr(): '&&' | '||' | undefined {
    this.#skipBlanks();
    const operator = (['&&', '||'] as const).find((candidate) => this.#cursor.startsWith(candidate));
    if (operator !== undefined) this.#cursor.skip(2);
    return operator;
  }

  #expectSeparator(): void {
    this.#skipBlanks();
    const next = this.#cursor.peek();
    if (next === '' || next === '\n' || next === ';' || next === ')') return;
    throw new ShellSyntaxError(`syntax error near unexpected token \`${next}'`);
  }

  #pipeline(): Pipeline {
    const negated = this.#keyword('!');
    const commands = [this.#command()];
    for (;;) {
      this.#skipBlanks();
      if (this.#cursor.peek() !== '|' || this.#cursor.peek(1) === '|') return { negated, commands };
      this.#cursor.take();
      this.#skipSeparators(true);
      commands.push(this.#command());
    }
  }

  #command(): Command {
    this.#skipBlanks();
    const from = this.#cursor.offset;
    const redirections: Redirection[] = [];
    const body = this.#compound() ?? this.#simple(redirections);
    while (this.#redirection(redirections));
    return { ...body, redirections, source: this.#cursor.text.slice(from, this.#cursor.offset).trim() };
  }

  #compound(): Exclude<CommandBody, SimpleCommand> | undefined {
    if (this.#keyword('if')) return this.#if();
    if (this.#keyword('for')) return this.#for();
    if (this.#keyword('while')) return this.#loop(false);
    if (this.#keyword('until')) return this.#loop(true);
    if (this.#keyword('{')) return { kind: 'group', subshell: false, body: this.#until('}') };
    if (this.#keyword('case') || this.#keyword('select')) throw new UnsupportedSyntaxError('case and select');
    if (this.#keyword('function')) throw new UnsupportedSyntaxError('the keyword function');
    if (this.#cursor.peek() === '(') {
      if (this.#cursor.peek(1) === '(') throw new UnsupportedSyntaxError('arithmetic command');
      this.#cursor.take();
      return { kind: 'group', subshell: true, body: this.#parenthesized() };
    }
    return this.#functionDefinition();
  }

  #functionDefinition(): Extract<CommandBody, { kind: 'function' }> | undefined {
    const header = /^([A-Za-z_][A-Za-z0-9_]*)[ \t]*\(\)\s*\{(?=\s)/.exec(this.#cursor.text.slice(this.#cursor.offset));
    if (header?.[1] === undefined) return undefined;
    this.#cursor.skip(header[0].length);
    return { kind: 'function', functionName: header[1], body: this.#until('}') };
  }

  #if(): Extract<CommandBody, { kind: 'if' }> {
    const branches: { condition: Script; body: Script }[] = [];
    for (;;) {
      const condition = this.#until('then');
      let closing = '';
      const body = this.list(() => {
        closing = ['elif', 'else', 'fi'].find((word) => this.#keyword(word)) ?? '';
        return closing !== '';
      });
      branches.push({ condition, body });
      if (closing === 'fi') return { kind: 'if', branches };
      if (closing === 'else') return { kind: 'if', branches, otherwise: this.#until('fi') };
      if (closing === '') throw new ShellSyntaxError('syntax error: unexpected end of file (expecting "fi")');
    }
  }

  #for(): Extract<CommandBody, { kind: 'for' }> {
    this.#skipBlanks();
    const variable = this.#cursor.takeWhile(/[A-Za-z0-9_]/);
    if (variable === '') throw new ShellSyntaxError('syntax error: bad for loop variable');
    this.#skipSeparators(true);
    if (!this.#keyword('in')) throw new UnsupportedSyntaxError('for without a list');
    const items: Word[] = [];
    for (this.#skipBlanks(); !/[\n;]/.test(this.#cursor.peek()) && !this.#cursor.atEnd(); this.#skipBlanks()) items.push(this.#word());
    this.#skipSeparators();
    if (!this.#keyword('do')) throw new ShellSyntaxError('syntax error: expecting "do"');
    return { kind: 'for', variable, items, body: this.#until('done') };
  }

  #loop(until: boolean): Extract<CommandBody, { kind: 'loop' }> {
    const condition = this.#until('do');
    return { kind: 'loop', until, condition, body: this.#until('done') };
  }

  #until(word: string): Script {
    let closed = false;
    const body = this.list(() => (closed = this.#keyword(word)));
    if (!closed) throw new ShellSyntaxError(`syntax error: unexpected end of file (expecting "${word}")`);
    return body;
  }

  #parenthesized(): Script {
    const body = this.list(() => false);
    if (this.#cursor.take() !== ')') throw new ShellSyntaxError('syntax error: unexpected end of file (expecting ")")');
    return body;
  }

  #simple(redirections: Redirection[]): SimpleCommand {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    for (;;) {
      this.#skipBlanks();
      const next = this.#cursor.peek();
      if (next === '' || next === '\n' || ';&|)'.includes(next)) break;
      if (this.#redirection(redirections)) continue;
      if (next === '(') throw new ShellSyntaxError("syntax error near unexpected token `('");
      const assignment = words.length === 0 ? this.#assignment() : undefined;
      if (assignment !== undefined) assignments.push(assignment);
      else words.push(this.#word());
      if (words.length === 1 && isText(words[0], '[[')) this.#conditionWords(words);
    }
    const only = words[0];
    if (only !== undefined && only.length === 1 && only[0]?.kind === 'text' && !only[0].quoted && reserved.has(only[0].text)) {
      throw new ShellSyntaxError(`syntax error near unexpected token \`${only[0].text}'`);
    }
    if (words.length === 0 && assignments.length === 0 && redirections.length === 0) {
      throw new ShellSyntaxError(`syntax error near unexpected token \`${this.#cursor.peek() || 'newline'}'`);
    }
    return { kind: 'simple', assignments, words };
  }

  /** Inside `[[ ]]` the characters < > & | ( ) are operators of the condition, not of the shell. */
  #conditionWords(words: Word[]): void {
    while (!isText(words.at(-1), ']]')) {
      this.#cursor.takeWhile(/\s/);
      if (this.#cursor.atEnd()) throw new ShellSyntaxError('syntax error in conditional expression');
      words.push(parseWord(this.#cursor, words.length > 1 && isText(words.at(-1), '=~') ? /\s/ : /[\s;]/, this.#substitution));
    }
  }

  #assignment(): { name: string; value: Word } | undefined {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(this.#cursor.text.slice(this.#cursor.offset, this.#cursor.offset + 256));
    if (match?.[1] === undefined) return undefined;
    this.#cursor.skip(match[0].length);
    if (this.#cursor.peek() === '(') throw new UnsupportedSyntaxError('arrays');
    return { name: match[1], value: this.#word() };
  }

  #redirection(into: Redirection[]): boolean {
    this.#skipBlanks();
    const match = /^([012]?)(>>|>&|>\||>|<<-|<<<|<<|<)|^(&>>?)/.exec(this.#cursor.text.slice(this.#cursor.offset, this.#cursor.offset + 4));
    if (match === null) return false;
    this.#cursor.skip(match[0].length);
    this.#skipBlanks();
    const operator = match[2] ?? match[3] ?? '';
    const descriptor = match[1] === undefined || match[1] === '' ? (operator.startsWith('<') ? 0 : 1) : Number(match[1]);
    if (operator === '<<<') throw new UnsupportedSyntaxError('here-strings');
    if (operator.startsWith('<<')) {
      this.#hereDocument(into, descriptor, operator === '<<-');
      return true;
    }
    const target = this.#word();
    if (target.length === 0) throw new ShellSyntaxError("syntax error near unexpected token `newline'");
    if (operator.startsWith('&>')) {
      into.push({ kind: operator === '&>' ? 'write' : 'append', descriptor: 1, target });
      into.push({ kind: 'duplicate', descriptor: 2, target: [{ kind: 'text', text: '1', quoted: false }] });
    } else into.push({ kind: redirectionKind(operator), descriptor, target });
    return true;
  }

  #hereDocument(into: Redirection[], descriptor: number, stripTabs: boolean): void {
    const word = this.#word();
    const delimiter = word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    const literal = word.some((part) => part.quoted);
    const index = into.push({ kind: 'here', descriptor, target: [] }) - 1;
    this.#pending.push({ delimiter, literal, stripTabs, fill: (target) => (into[index] = { kind: 'here', descriptor, target }) });
  }

  #readHereDocuments(): void {
    for (const { delimiter, literal, stripTabs, fill } of this.#pending) {
      const lines: string[] = [];
      while (!this.#cursor.atEnd()) {
        const raw = this.#cursor.takeLine();
        const line = stripTabs ? raw.replace(/^\t+/, '') : raw;
        if (line === delimiter) break;
        lines.push(`${line}\n`);
      }
      const text = lines.join('');
      fill(literal ? [{ kind: 'text', text, quoted: true }] : parseQuotedText(new Cursor(text), undefined, this.#substitution));
    }
    this.#pending = [];
  }

  #word(): Word {
    return parseWord(this.#cursor, wordEnd, this.#substitution);
  }

  readonly #substitution = (cursor: Cursor): Script => new ScriptParser(cursor).#parenthesized();

  /** Takes a reserved word when it is the next whole word. */
  #keyword(word: string): boolean {
    this.#skipBlanks();
    if (!this.#cursor.startsWith(word)) return false;
    const after = this.#cursor.peek(word.length);
    if (after !== '' && !/[\s;&|()<>]/.test(after)) return false;
    this.#cursor.skip(word.length);
    return true;
  }

  #skipBlanks(): void {
    for (;;) {
      this.#cursor.takeWhile(/[ \t\r]/);
      if (this.#cursor.startsWith('\\\n')) this.#cursor.skip(2);
      else if (this.#cursor.peek() === '#') this.#cursor.takeWhile(/[^\n]/);
      else return;
    }
  }

  #skipSeparators(newlinesOnly = false): void {
    for (;;) {
      this.#skipBlanks();
      const next = this.#cursor.peek();
      if (next !== '\n' && (newlinesOnly || next !== ';')) return;
      this.#cursor.take();
      if (next === '\n') this.#readHereDocuments();
    }
  }
}

type CommandBody = Command extends infer C ? (C extends Command ? Omit<C, 'redirections' | 'source'> : never) : never;

function redirectionKind(operator: string): Redirection['kind'] {
  if (operator === '>>') return 'append';
  if (operator === '>&') return 'duplicate';
  return operator === '<' ? 'read' : 'write';
}

function isText(word: Word | undefined, text: string): boolean {
  const part = word?.[0];
  return word?.length === 1 && part?.kind === 'text' && !part.quoted && part.text === text;
}
