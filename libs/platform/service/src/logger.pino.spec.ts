import { describe, expect, it } from '@jest/globals';
import { pinoLogger } from './logger.pino.js';

const SECRET = 'hunter2';

/** What is logged by `act`, line by line. */
function logged(act: (log: ReturnType<typeof pinoLogger>) => void, level?: 'debug' | 'warn'): string[] {
  const lines: string[] = [];
  act(pinoLogger({ destination: { write: (line) => { lines.push(line); } }, ...(level === undefined ? {} : { level }) }));
  return lines;
}

describe('pinoLogger', () => {
  it.each([
    { password: SECRET },
    { vcenter: { server: 'vc', password: SECRET } },
    { secret: { metadata: { name: 's' }, data: { value: SECRET } } },
    { machine: { bootstrap: { token: SECRET } } },
    { items: [{ spec: { privateKey: SECRET } }] },
    { request: { headers: { authorization: `Bearer ${SECRET}` } } },
  ])('never tells a secret, wherever it stands: %j', (fields) => {
    const [line] = logged((log) => { log.info(fields, 'about it'); });
    expect(line).not.toContain(SECRET);
    expect(line).toContain('[redacted]');
  });

  it('keeps secrets out of what all lines of a child say', () => {
    const [line] = logged((log) => { log.child({ cluster: 'c', login: { token: SECRET } }).warn({}, 'about it'); });
    expect(line).toContain('"cluster":"c"');
    expect(line).not.toContain(SECRET);
  });

  it('leaves what was logged as it was', () => {
    const fields = { vcenter: { password: SECRET } };
    logged((log) => { log.info(fields, 'about it'); });
    expect(fields.vcenter.password).toBe(SECRET);
  });

  it('writes one JSON object a line, with its level in words and its time', () => {
    const [line = '', ...more] = logged((log) => { log.debug({}, 'quiet'); log.error({ name: 'a' }, 'broken'); }, 'warn');
    expect(more).toEqual([]);
    expect(JSON.parse(line)).toEqual({ level: 'error', time: expect.stringMatching(/^\d{4}-.*Z$/), name: 'a', msg: 'broken' });
  });
});
