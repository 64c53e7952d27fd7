import { describe, expect, it } from '@jest/globals';
import { Metrics, openMeter } from '@handoff/telemetry';
import { startHealth } from './health.js';

const get = async (port: number, path: string): Promise<[number, string]> => {
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
  return [response.status, await response.text()];
};

describe('the health port', () => {
  it('tells life, readiness and numbers, and nothing else', async () => {
    let ready = false;
    const meter = await openMeter('ipam');
    meter.count(Metrics.reconciles, { controller: 'ipaddressclaim', outcome: 'done' });
    await using health = await startHealth({ host: '127.0.0.1', port: 0 }, () => ready, meter);
    expect(await get(health.port, '/livez')).toEqual([200, 'ok']);
    expect(await get(health.port, '/readyz')).toEqual([503, 'not ready']);
    ready = true;
    expect(await get(health.port, '/readyz')).toEqual([200, 'ok']);
    const [status, text] = await get(health.port, '/metrics');
    expect(status).toBe(200);
    expect(text).toContain('handoff_reconciles_total{controller="ipaddressclaim",outcome="done",service="ipam"} 1');
    expect((await get(health.port, '/other'))[0]).toBe(404);
  });

  it('answers 500 with the reason when numbers cannot be had, and 404 where there are none', async () => {
    const broken = { contentType: 'text/plain', text: () => Promise.reject(new Error('no numbers')) };
    await using health = await startHealth({ host: '127.0.0.1', port: 0 }, () => true, broken);
    expect(await get(health.port, '/metrics')).toEqual([500, 'no numbers']);
    await using without = await startHealth({ host: '127.0.0.1', port: 0 }, () => true);
    expect((await get(without.port, '/metrics'))[0]).toBe(404);
  });
});
