import type { Clock } from '@handoff/time';
import { DisposedError, TimeoutError } from '../errors/connection.js';
import type { ErrorContext } from '../errors/base.js';
import { abortReason } from '../abort.js';
import type { CallOptions } from './soap-client.js';

/** Told of every call that went to vCenter: name of method or REST operation, how long it took, whether it succeeded. */
export type OnCall = (method: string, ms: number, ok: boolean) => void;

/** What every call has in common, SOAP or REST: a time limit, cancellation, the end of the client, and being counted. */
export class Exchange {
  readonly #end = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    private readonly onCall: OnCall | undefined,
  ) {}

  /** Ends every call under way and refuses new ones. */
  dispose(): void {
    this.#end.abort(new DisposedError('the vSphere client was disposed'));
  }

  async run<T>(method: string, options: CallOptions, context: ErrorContext, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const started = this.clock.now();
    const timer = new AbortController();
    const limit = options.timeoutMs ?? this.timeoutMs;
    const signal = AbortSignal.any([this.#end.signal, timer.signal, ...(options.signal ? [options.signal] : [])]);
    if (signal.aborted) throw abortReason(signal);
    const expiry = new AbortController();
    this.clock.sleep(limit, expiry.signal).then(
      () => timer.abort(new TimeoutError(`${method} on ${context.server ?? 'vCenter'}: no reply within ${limit / 1000} s`, context)),
      () => undefined, // the call ended first
    );
    let ok = false;
    try {
      const result = await call(signal);
      ok = true;
      return result;
    } finally {
      expiry.abort();
      this.onCall?.(method, this.clock.now() - started, ok);
    }
  }
}
