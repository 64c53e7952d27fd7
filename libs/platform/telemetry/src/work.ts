import type { FinishedSpan, Part } from './span.js';

/** So many parts tell enough; a reconcile that does more is told as cut. */
const MOST_PARTS = 200;

/** A piece of work under way, and what it has done so far. Nothing is told of one that did nothing. */
export class Work {
  #parts: Part[] = [];
  #cut = 0;
  #isOver = false;

  /** @param context the traceparent under which the work will be told */
  constructor(readonly context: string) {}

  /** True when something was done that is worth a span. */
  get didSomething(): boolean {
    return this.#parts.length > 0;
  }

  /** How many parts were left out. */
  get cut(): number {
    return this.#cut;
  }

  /** Something was done. What arrives after the end belongs to nobody: a watch that was begun here lives on, and is not this work. */
  did(part: Part): void {
    if (this.#isOver) return;
    if (this.#parts.length < MOST_PARTS) this.#parts.push(part);
    else this.#cut += 1;
  }

  /** The work is over. @returns its parts as spans */
  end(): readonly FinishedSpan[] {
    this.#isOver = true;
    const parts = this.#parts;
    this.#parts = [];
    return parts.map((part) => ({ ...part, parent: this.context }));
  }
}
