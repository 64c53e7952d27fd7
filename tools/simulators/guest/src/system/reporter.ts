import { bootstrapReportEntries, bootstrapReportKeys, type BootstrapReport } from '@handoff/kubeadm';
import { rfc3339, type Clock } from '@handoff/time';

/** Whether vendor data brings the bootstrap reporter: it writes the report's guest variables with the guest tools. */
export const bringsReporter = (vendorData: string): boolean =>
  vendorData.includes('vmware-rpctool') && vendorData.includes(bootstrapReportKeys.state.replace(/state$/, ''));

/** Sets guest variables of this VM, as vmware-rpctool's `info-set` does. */
export type SetVariables = (entries: Readonly<Record<string, string>>) => Promise<void>;

/** How often the reporter on a host looks for another step, in milliseconds: the `sleep` of its script. */
const roundMs = 2_000;

/**
 * The reporter on a host: tells how far cloud-init and kubeadm have come and what went wrong. As the script does, it tells every two
 * seconds of the step that it comes across, so a quick one may be left out, but never the last word, which goes out at once.
 */
export class Reporter {
  readonly #set: SetVariables | undefined;
  readonly #clock: Clock;
  readonly #power: AbortSignal;
  #pending: BootstrapReport | undefined;
  #last = '';
  #sending: Promise<void> | undefined;
  #round = new AbortController();
  #ending = false;

  /** Without `set` it says nothing: the vendor data brought no reporter. It ends with the power. */
  constructor(set: SetVariables | undefined, clock: Clock, power: AbortSignal) {
    this.#set = set;
    this.#clock = clock;
    this.#power = power;
  }

  report(state: BootstrapReport['state'], step: string, error?: string): void {
    if (this.#set === undefined) return;
    const text = `${state}|${step}|${error ?? ''}`;
    if (text === this.#last) return;
    this.#last = text;
    this.#pending = { state, step, at: rfc3339(this.#clock.now()), ...(error === undefined ? {} : { error: clean(error) }) };
    this.#sending ??= this.#send();
    if (state !== 'running') this.#round.abort();
  }

  /** Sends what is left; resolves when everything that was reported has been sent. */
  async flushed(): Promise<void> {
    this.#ending = true;
    this.#round.abort();
    await this.#sending;
  }

  async #send(): Promise<void> {
    while (this.#pending !== undefined) {
      const report = this.#pending;
      this.#pending = undefined;
      this.#round = new AbortController();
      await this.#set?.(Object.fromEntries(bootstrapReportEntries(report))).catch(() => undefined); // as silent as the guest tools
      if (report.state === 'running' && !this.#ending) await this.#clock.sleep(roundMs, this.#roundOrPower()).catch(() => undefined);
      if (this.#power.aborted) break;
    }
    this.#sending = undefined;
  }

  #roundOrPower(): AbortSignal {
    return AbortSignal.any([this.#round.signal, this.#power]);
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
