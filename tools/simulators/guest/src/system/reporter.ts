import { bootstrapReportEntries, bootstrapReportKeys, type BootstrapReport } from '@handoff/kubeadm';
import { rfc3339, type Clock } from '@handoff/time';

/** Whether vendor data brings the bootstrap reporter: it writes the report's guest variables with the guest tools. */
export const bringsReporter = (vendorData: string): boolean =>
  vendorData.includes('vmware-rpctool') && vendorData.includes(bootstrapReportKeys.state.replace(/state$/, ''));

/** Sets guest variables of this VM, as vmware-rpctool's `info-set` does. */
export type SetVariables = (entries: Readonly<Record<string, string>>) => Promise<void>;

/**
 * The reporter on a host: tells how far cloud-init and kubeadm have come and what went wrong. What happens while a report is on its way
 * goes out with the next one, so a step may be left out, but never the last word.
 */
export class Reporter {
  readonly #set: SetVariables | undefined;
  readonly #clock: Clock;
  #pending: BootstrapReport | undefined;
  #last = '';
  #sending: Promise<void> | undefined;

  /** Without `set` it says nothing: the vendor data brought no reporter. */
  constructor(set: SetVariables | undefined, clock: Clock) {
    this.#set = set;
    this.#clock = clock;
  }

  report(state: BootstrapReport['state'], step: string, error?: string): void {
    if (this.#set === undefined) return;
    const text = `${state}|${step}|${error ?? ''}`;
    if (text === this.#last) return;
    this.#last = text;
    this.#pending = { state, step, at: rfc3339(this.#clock.now()), ...(error === undefined ? {} : { error: clean(error) }) };
    this.#sending ??= this.#send();
  }

  /** Resolves when everything that was reported has been sent. */
  async flushed(): Promise<void> {
    await this.#sending;
  }

  async #send(): Promise<void> {
    while (this.#pending !== undefined) {
      const report = this.#pending;
      this.#pending = undefined;
      await this.#set?.(Object.fromEntries(bootstrapReportEntries(report))).catch(() => undefined); // as silent as the guest tools
    }
    this.#sending = undefined;
  }
}

/** One line of bounded length, without bootstrap tokens. */
export function clean(text: string): string {
  return text
    .replace(/[\s\0-\x1f]+/g, ' ')
    .replace(/(^|[^a-z0-9])[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9])/g, '$1[token]')
    .trim()
    .slice(0, 1_000);
}
