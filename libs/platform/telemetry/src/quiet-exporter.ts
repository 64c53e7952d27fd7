import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Done = Parameters<SpanExporter['export']>[1];
/** `ExportResultCode.SUCCESS` of @opentelemetry/core. */
const SUCCESS: Parameters<Done>[0]['code'] = 0;

/** Tells once that spans are not delivered, and once that they are again: a collector that is down is no reason for a log a second. */
export class QuietExporter implements SpanExporter {
  #isTroubled = false;

  constructor(private readonly inner: SpanExporter, private readonly onTrouble: (why: string | undefined) => void) {}

  export(spans: ReadableSpan[], done: Done): void {
    this.inner.export(spans, (result) => {
      const isTrouble = result.code !== SUCCESS;
      if (isTrouble !== this.#isTroubled) this.onTrouble(isTrouble ? result.error?.message ?? 'refused' : undefined);
      this.#isTroubled = isTrouble;
      done({ code: SUCCESS }); // the spans are lost either way; the processor would only print an error
    });
  }

  forceFlush(): Promise<void> {
    return this.inner.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.inner.shutdown();
  }
}
