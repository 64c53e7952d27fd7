/** A position in a text. Reading past the end gives empty strings. */
export class Cursor {
  #offset = 0;

  constructor(readonly text: string) {}

  get offset(): number {
    return this.#offset;
  }

  atEnd(): boolean {
    return this.#offset >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text.charAt(this.#offset + ahead);
  }

  take(): string {
    const char = this.text.charAt(this.#offset);
    this.#offset += 1;
    return char;
  }

  skip(count: number): void {
    this.#offset += count;
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.#offset);
  }

  takeWhile(pattern: RegExp): string {
    const from = this.#offset;
    while (!this.atEnd() && pattern.test(this.peek())) this.#offset += 1;
    return this.text.slice(from, this.#offset);
  }

  /** Takes the rest of the line and its end. */
  takeLine(): string {
    const from = this.#offset;
    const end = this.text.indexOf('\n', from);
    this.#offset = end < 0 ? this.text.length : end + 1;
    return this.text.slice(from, end < 0 ? undefined : end);
  }
}
