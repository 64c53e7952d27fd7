import type { Clock } from '../clock.js';
import { encode } from '../codec/encode.js';
import { escapeXml } from '../xml/text.js';
import type { Inventory } from '../model/inventory.js';
import { ManagedObject } from '../model/managed-object.js';
import type { MoRef } from '../model/moref.js';
import { invalidArgument, invalidCollectorVersion, requestCanceled } from '../soap/faults.js';
import type { Change, PropertyFilter } from './filter.js';
import type { ObjectContent } from './retrieve.js';

export interface WaitOptions {
  readonly maxWaitSeconds?: number;
  readonly maxObjectUpdates?: number;
}

/** A reply that is XML already: the filters keep values serialized. */
export class RawXml {
  constructor(readonly xml: string) {}
}

/** RetrieveResult. */
export interface Page {
  readonly objects: readonly ObjectContent[];
  /** What asks for the next page; absent on the last. */
  readonly token?: string;
}

interface Report {
  readonly filter: PropertyFilter;
  readonly change: Change;
}

/**
 * A property collector of one session: its filters, its versions, and at most one long poll at a time.
 * Every version ever handed out stays valid, so that a client whose reply was lost asks again with the one it knows.
 */
export class PropertyCollector extends ManagedObject {
  readonly #filters = new Map<string, PropertyFilter>();
  readonly #pages = new Map<string, readonly ObjectContent[]>();
  readonly #unsubscribe: () => void;
  #version = 0;
  #waiter: AbortController | undefined;
  #wake: (() => void) | undefined;
  #pageSequence = 0;

  constructor(
    ref: MoRef,
    readonly sessionKey: string,
    readonly inventory: Inventory,
    readonly clock: Clock,
  ) {
    super(ref);
    this.#unsubscribe = inventory.onChange((touched) => this.#noteTouched(touched));
  }

  /** Ends a pending wait and stops listening; the filters go too. */
  dispose(): void {
    this.cancel();
    this.#unsubscribe();
    for (const filter of this.filter) this.inventory.remove(filter);
    this.inventory.remove(this.ref);
  }

  get filter(): readonly MoRef[] {
    return [...this.#filters.values()].map((filter) => filter.ref);
  }


  addFilter(filter: PropertyFilter): void {
    this.#filters.set(filter.ref.id, filter);
    this.#wake?.();
  }

  removeFilter(ref: MoRef): boolean {
    return this.#filters.delete(ref.id);
  }

  /** Hears of every touched object; wakes the long poll when a filter may care. */
  #noteTouched(ref: MoRef): void {
    let cares = false;
    for (const filter of this.#filters.values()) cares = filter.noteTouched(ref) || cares;
    if (cares) this.#wake?.();
  }

  /** Ends a pending long poll with the given fault. */
  cancel(reason: Error = requestCanceled()): void {
    this.#waiter?.abort(reason);
  }

  /**
   * Answers as soon as there is something newer than `version`, or with nothing after `maxWaitSeconds`; waits for ever without it.
   *
   * @throws VimFault InvalidCollectorVersion, or RequestCanceled when cancelled or overtaken by another wait
   */
  async waitForUpdates(version: string, options: WaitOptions, signal: AbortSignal): Promise<RawXml | undefined> {
    const known = this.#parseVersion(version);
    if (options.maxObjectUpdates !== undefined && options.maxObjectUpdates <= 0) throw invalidArgument('options.maxObjectUpdates');
    if (options.maxWaitSeconds !== undefined && options.maxWaitSeconds < 0) throw invalidArgument('options.maxWaitSeconds');
    this.cancel();
    const waiter = new AbortController();
    this.#waiter = waiter;
    const aborted = AbortSignal.any([waiter.signal, signal]);
    try {
      const timeout = options.maxWaitSeconds === undefined ? undefined : this.clock.now() + options.maxWaitSeconds * 1000;
      return await this.#poll(known, options, timeout, aborted);
    } finally {
      if (this.#waiter === waiter) this.#waiter = undefined;
      waiter.abort(requestCanceled());
    }
  }

  /** Cuts a list of results into pages; the first is returned with the token of the next. */
  page(results: readonly ObjectContent[], size: number | undefined): Page {
    if (size === undefined || results.length <= size) return { objects: results };
    if (size <= 0) throw invalidArgument('options.maxObjects');
    this.#pageSequence += 1;
    const token = `${this.#pageSequence}:${size}`;
    this.#pages.set(token, results.slice(size));
    return { objects: results.slice(0, size), token };
  }

  /** The next page, which a token gives once. */
  continue(token: string): Page {
    const rest = this.#pages.get(token);
    if (!rest) throw invalidArgument('token');
    this.#pages.delete(token);
    return this.page(rest, Number(token.slice(token.indexOf(':') + 1)));
  }

  dropPages(token: string): void {
    if (!this.#pages.delete(token)) throw invalidArgument('token');
  }

  #parseVersion(version: string): number {
    if (version === '') return 0;
    if (!/^\d+$/.test(version) || Number(version) > this.#version) throw invalidCollectorVersion();
    return Number(version);
  }

  async #poll(known: number, options: WaitOptions, timeout: number | undefined, aborted: AbortSignal): Promise<RawXml | undefined> {
    for (;;) {
      aborted.throwIfAborted();
      const woken = Promise.withResolvers<undefined>();
      this.#wake = () => woken.resolve(undefined);
      aborted.addEventListener('abort', () => woken.resolve(undefined), { once: true });
      const reports = this.#collect(known);
      if (reports.length > 0) return new RawXml(this.#updateSet(reports, options.maxObjectUpdates));
      const left = timeout === undefined ? undefined : timeout - this.clock.now();
      if (left !== undefined && left <= 0) return undefined;
      await this.#sleep(woken.promise, left);
    }
  }

  async #sleep(woken: Promise<undefined>, left: number | undefined): Promise<void> {
    if (left === undefined) {
      await woken;
      return;
    }
    const done = new AbortController();
    const timer = this.clock.sleep(left, done.signal).catch(() => undefined);
    await Promise.race([woken, timer]);
    done.abort();
  }

  #collect(known: number): Report[] {
    const nextVersion = () => (this.#version += 1);
    const reports: Report[] = [];
    for (const filter of this.#filters.values()) {
      filter.refresh(nextVersion);
      for (const change of filter.changesSince(known)) reports.push({ filter, change });
    }
    return reports.sort((a, b) => a.change.version - b.change.version);
  }

  /** Serializes an UpdateSet; cut off after `limit` objects, its version is that of the last one in it. */
  #updateSet(reports: readonly Report[], limit: number | undefined): string {
    const truncated = limit !== undefined && reports.length > limit;
    const sent = truncated ? reports.slice(0, limit) : reports;
    const version = truncated ? (sent.at(-1)?.change.version ?? 0) : this.#version;
    const filters = [...new Set(sent.map((report) => report.filter))];
    const filterSets = filters.map((filter) => {
      const objects = sent.filter((report) => report.filter === filter).map((report) => objectUpdate(report.change));
      return `<filterSet><filter type="PropertyFilter">${filter.ref.id}</filter>${objects.join('')}</filterSet>`;
    });
    return `<returnval><version>${version}</version>${filterSets.join('')}${truncated ? '<truncated>true</truncated>' : ''}</returnval>`;
  }
}

const reference = { type: 'ManagedObject', reference: true, array: false };

function objectUpdate({ kind, obj, changes }: Change): string {
  const changeSet = changes.map(({ name, xml }) => `<changeSet><name>${escapeXml(name)}</name><op>assign</op>${xml}</changeSet>`);
  return `<objectSet><kind>${kind}</kind>${encode('obj', reference, obj)}${changeSet.join('')}</objectSet>`;
}
