import { describe, expect, it } from '@jest/globals';
import { openMeter } from './adapters.js';
import { metrics, Metrics } from './metrics.js';

describe('the registry of a service', () => {
  it('has every metric of the catalogue with its help, and those of the process', async () => {
    const text = await (await openMeter('capv')).text();
    for (const { name, help, type } of metrics) {
      expect(text).toContain(`# HELP ${name} ${help}`);
      expect(text).toContain(`# TYPE ${name} ${type}`);
    }
    expect(text).toMatch(/process_resident_memory_bytes\{service="capv"\} \d+/);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('counts, observes and asks gauges when somebody looks', async () => {
    const meter = await openMeter('ipam');
    let depth = 3;
    meter.count(Metrics.reconciles, { controller: 'claim', outcome: 'done' });
    meter.count(Metrics.reconciles, { controller: 'claim', outcome: 'done' }, 2);
    meter.observe(Metrics.milestoneSeconds, { controller: 'claim', milestone: 'address' }, 0.2);
    const gauge = meter.gauge(Metrics.queueDepth, { controller: 'claim' }, () => depth);
    expect(await meter.text()).toContain('handoff_queue_depth{controller="claim",service="ipam"} 3');
    depth = 1;
    const text = await meter.text();
    expect(text).toContain('handoff_reconciles_total{controller="claim",outcome="done",service="ipam"} 3');
    expect(text).toContain('handoff_milestone_seconds_sum{service="ipam",controller="claim",milestone="address"} 0.2');
    expect(text).toContain('handoff_queue_depth{controller="claim",service="ipam"} 1');
    gauge[Symbol.dispose]();
    expect(await meter.text()).not.toContain('handoff_queue_depth{');
  });

  it('keeps the numbers of two services of one process apart', async () => {
    const [one, other] = [await openMeter('one'), await openMeter('other')];
    one.count(Metrics.handoffsPublished, { event: 'core.machine-created', outcome: 'ok' });
    expect(await other.text()).not.toContain('handoff_handoffs_published_total{');
  });
});

describe('names', () => {
  it('are of Prometheus\' style: a prefix, a unit, and _total for what only grows', () => {
    for (const { name, type } of metrics) {
      expect(name).toMatch(/^handoff_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
  });
});
