import { ShellSyntaxError, UnsupportedSyntaxError, type Redirection, type Word } from './ast.js';
import { Cursor } from './cursor.js';
import { parseQuotedText, parseWord, type SubstitutionParser } from './word-parser.js';

const wordEnd = /[\s;&|<>()]/;

interface PendingHereDocument {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
  readonly fill: (body: Word) => void;
}

/** The words of a script and what stands between them: blanks, reserved words, assignments, redirections with their here-documents. */
export class TokenReader {
  #pending: PendingHereDocument[] = [];

  constructor(
    readonly cursor: Cursor,
    readonly substitution: SubstitutionParser,
  ) {}

  /** Takes `name=value` where a command may begin. */
  assignment(): { name: string; value: Word } | undefined {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(this.cursor.text.slice(this.cursor.offset, this.cursor.offset + 256));
    if (match?.[1] === undefined) return undefined;
    this.cursor.skip(match[0].length);
    if (this.cursor.peek() === '(') throw new UnsupportedSyntaxError('arrays');
    return { name: match[1], value: this.word() };
  }

  /** Takes a redirection, if the next thing is one. */
  redirection(into: Redirection[]): boolean {
    this.skipBlanks();
    const match = /^([012]?)(>>|>&|>\||>|<<-|<<<|<<|<)|^(&>>?)/.exec(this.cursor.text.slice(this.cursor.offset, this.cursor.offset + 4));
    if (match === null) return false;
    this.cursor.skip(match[0].length);
    this.skipBlanks();
    const operator = match[2] ?? match[3] ?? '';
    const descriptor = match[1] === undefined || match[1] === '' ? (operator.startsWith('<') ? 0 : 1) : Number(match[1]);
    if (operator === '<<<') throw new UnsupportedSyntaxError('here-strings');
    if (operator.startsWith('<<')) {
      this.#hereDocument(into, descriptor, operator === '<<-');
      return true;
    }
    const target = this.word();
    if (target.length === 0) throw new ShellSyntaxError("syntax error near unexpected token `newline'");
    if (operator.startsWith('&>')) {
      into.push({ kind: operator === '&>' ? 'write' : 'append', descriptor: 1, target });
      into.push({ kind: 'duplicate', descriptor: 2, target: [{ kind: 'text', text: '1', quoted: false }] });
    } else into.push({ kind: redirectionKind(operator), descriptor, target });
    return true;
  }

  #hereDocument(into: Redirection[], descriptor: number, stripTabs: boolean): void {
    const word = this.word();
    const delimiter = word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    const literal = word.some((part) => part.quoted);
    const index = into.push({ kind: 'here', descriptor, target: [] }) - 1;
    this.#pending.push({ delimiter, literal, stripTabs, fill: (target) => (into[index] = { kind: 'here', descriptor, target }) });
  }

  #readHereDocuments(): void {
    for (const { delimiter, literal, stripTabs, fill } of this.#pending) {
      const lines: string[] = [];
      while (!this.cursor.atEnd()) {
        const raw = this.cursor.takeLine();
        const line = stripTabs ? raw.replace(/^\t+/, '') : raw;
        if (line === delimiter) break;
        lines.push(`${line}\n`);
      }
      const text = lines.join('');
      fill(literal ? [{ kind: 'text', text, quoted: true }] : parseQuotedText(new Cursor(text), undefined, this.substitution));
    }
    this.#pending = [];
  }

  /** Takes a word as it stands; it is empty where none begins. */
  word(): Word {
    return parseWord(this.cursor, wordEnd, this.substitution);
  }

  /** Takes a reserved word when it is the next whole word. */
  keyword(word: string): boolean {
    this.skipBlanks();
    if (!this.cursor.startsWith(word)) return false;
    const after = this.cursor.peek(word.length);
    if (after !== '' && !/[\s;&|()<>]/.test(after)) return false;
    this.cursor.skip(word.length);
    return true;
  }

  /** Skips blanks, comments and continued line ends. */
  skipBlanks(): void {
    for (;;) {
      this.cursor.takeWhile(/[ \t\r]/);
      if (this.cursor.startsWith('\\\n')) this.cursor.skip(2);
      else if (this.cursor.peek() === '#') this.cursor.takeWhile(/[^\n]/);
      else return;
    }
  }

  /** Skips everything that may stand between commands, and reads the here-documents that a line's end begins. */
  skipSeparators(newlinesOnly = false): void {
    for (;;) {
      this.skipBlanks();
      const next = this.cursor.peek();
      if (next !== '\n' && (newlinesOnly || next !== ';')) return;
      this.cursor.take();
      if (next === '\n') this.#readHereDocuments();
    }
  }
}

function redirectionKind(operator: string): Redirection['kind'] {
  if (operator === '>>') return 'append';
  if (operator === '>&') return 'duplicate';
  return operator === '<' ? 'read' : 'write';
}
