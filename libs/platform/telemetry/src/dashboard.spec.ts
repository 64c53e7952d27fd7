import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openMeter } from './adapters.js';
import { metrics } from './metrics.js';

const file = (path: string): Promise<string> => readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');

const Target = z.object({ refId: z.string(), expr: z.string() });
const Panel = z.object({
  id: z.int(), type: z.enum(['row', 'timeseries', 'stat']), title: z.string().min(1),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }), targets: z.array(Target).default([]),
});
const Dashboard = z.object({
  uid: z.string(), title: z.string(), schemaVersion: z.int(), panels: z.array(Panel), templating: z.object({ list: z.array(z.unknown()) }),
});

/** The names of metrics in a query; what follows in parentheses or braces of labels is none. */
const namesIn = (expr: string): string[] => expr.match(/\b(?:handoff|process|nodejs)_[a-z_]+/g) ?? [];

describe('deploy/grafana/handoff.json', () => {
  it('is a model of a dashboard whose panels have ids of their own and do not overlap', async () => {
    const { panels } = Dashboard.parse(JSON.parse(await file('deploy/grafana/handoff.json')));
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, cell) => `${String(x + cell % w)},${String(y + Math.floor(cell / w))}`));
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('asks only for metrics that there are, and shows every one of ours', async () => {
    const text = await (await openMeter('s')).text();
    const known = new Set([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]));
    const { panels } = Dashboard.parse(JSON.parse(await file('deploy/grafana/handoff.json')));
    const asked = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr))));
    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
    expect(metrics.map(({ name }) => name).filter((name) => !asked.has(name) && !asked.has(`${name}_bucket`))).toEqual([]);
  });
});

describe('docs/observability.md', () => {
  it('has a line for every metric, with its labels', async () => {
    const lines = (await file('docs/observability.md')).split('\n');
    for (const { name, labels } of metrics) {
      expect(lines.some((line) => line.startsWith(`| \`${name}\` | ${labels.join(', ')}`))).toBe(true);
    }
  });
});
