import { collectDefaultMetrics, Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry } from 'prom-client';
import type { Counter, Gauge, Histogram, Labels } from './metrics.js';
import { metrics } from './metrics.js';
import type { ScrapedMeter } from './adapters.js';

interface Reading {
  readonly labels: Labels<string>;
  readonly read: () => number;
}

/** Numbers as Prometheus reads them: one registry per service, with all of our metrics from the start, and those of the process. */
export class PrometheusMeter implements ScrapedMeter {
  readonly isOn = true;
  readonly #registry = new Registry();
  readonly #counters = new Map<string, PromCounter>();
  readonly #histograms = new Map<string, PromHistogram>();
  readonly #readings = new Map<string, Set<Reading>>();

  /** @param service becomes the label `service` of every sample */
  constructor(service: string) {
    const registers = [this.#registry];
    this.#registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.#registry });
    for (const { type, name, help, labels, ...more } of metrics) {
      const options = { name, help, labelNames: [...labels], registers };
      if (type === 'counter') this.#counters.set(name, new PromCounter(options));
      else if (type === 'histogram') this.#histograms.set(name, new PromHistogram({ ...options, ...('buckets' in more ? { buckets: [...more.buckets] } : {}) }));
      else this.#readings.set(name, this.#gauge(options));
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  count<L extends string>({ name }: Counter<L>, labels: Labels<L>, by = 1): void {
    this.#counters.get(name)?.inc(labels, by);
  }

  observe<L extends string>({ name }: Histogram<L>, labels: Labels<L>, value: number): void {
    this.#histograms.get(name)?.observe(labels, value);
  }

  gauge<L extends string>({ name }: Gauge<L>, labels: Labels<L>, read: () => number): Disposable {
    const reading = { labels, read };
    this.#readings.get(name)?.add(reading);
    return { [Symbol.dispose]: () => this.#readings.get(name)?.delete(reading) };
  }

  #gauge(options: ConstructorParameters<typeof PromGauge>[0]): Set<Reading> {
    const readings = new Set<Reading>();
    new PromGauge({
      ...options,
      collect() {
        this.reset();
        for (const { labels, read } of readings) this.set(labels, read());
      },
    });
    return readings;
  }
}
