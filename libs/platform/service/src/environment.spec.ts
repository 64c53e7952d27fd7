import { describe, expect, it } from '@jest/globals';
import { asError } from '@handoff/time';
import { EnvironmentError, readEnvironment, readWholeEnvironment } from './environment.js';
import { startHealth } from './health.js';

describe('readEnvironment', () => {
  it('fills in what is left out', () => {
    expect(readEnvironment({ POD_NAME: 'pod', UNRELATED: 'x' })).toEqual({
      LOG_LEVEL: 'info', HEALTH_PORT: 8081, HEALTH_HOST: '0.0.0.0', LEADER_ELECTION: true, POD_NAME: 'pod', POD_NAMESPACE: 'handoff-system',
    });
  });

  it('names everything that is wrong at once', () => {
    const wrong = { LOG_LEVEL: 'loud', HEALTH_PORT: '70000', REDIS_URL: 'http://:hunter2@host', LEADER_ELECTION: 'yes' };
    expect(() => readEnvironment(wrong)).toThrow(EnvironmentError);
    for (const name of Object.keys(wrong)) expect(() => readEnvironment(wrong)).toThrow(name);
    expect(() => readEnvironment(wrong)).not.toThrow('hunter2');
  });

  it('names with them what the bus and the traces read, and no secret', async () => {
    const wrong = { HEALTH_PORT: 'x', NATS_URL: 'http://u:hunter2@host', OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' };
    const { message } = await readWholeEnvironment(wrong).catch(asError) as Error;
    for (const name of Object.keys(wrong)) expect(message).toContain(`\n  ${name}: `);
    expect(message).not.toContain('hunter2');
  });

  it('takes what is empty for unset', () => {
    expect(readEnvironment({ HEALTH_PORT: '', REDIS_URL: '', KUBECONFIG: '', LOG_LEVEL: '' })).toMatchObject({ HEALTH_PORT: 8081, LOG_LEVEL: 'info' });
  });
});

describe('the health endpoints', () => {
  it('tell life from readiness', async () => {
    let isReady = false;
    await using health = await startHealth({ host: '127.0.0.1', port: 0 }, () => isReady);
    const ask = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${String(health.port)}${path}`)).status;
    expect([await ask('/livez'), await ask('/readyz'), await ask('/metrics')]).toEqual([200, 503, 404]);
    isReady = true;
    expect(await ask('/readyz')).toBe(200);
  });
});
