import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceNames } from '@handoff/events';
import { install, whereParts } from '@handoff/real-parts';
import { DEPLOY } from '@handoff/real-plane';
import { z } from 'zod';

const execute = promisify(execFile);

const Config = z.object({
  services: z.record(z.string(), z.looseObject({
    command: z.array(z.string()).nullish(), network_mode: z.string().optional(), read_only: z.boolean().optional(),
    ports: z.array(z.looseObject({ host_ip: z.string().optional() })).optional(),
    environment: z.record(z.string(), z.string().nullable()).nullish(),
  })),
});

whereParts(describe, 'docker-compose')('docker-compose.yml', () => {
  let folder: string;
  let passwords: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handoff-compose-'));
    const { stdout } = await execute('sh', [join(DEPLOY, 'passwords.sh')]);
    passwords = join(folder, 'passwords.env');
    await writeFile(passwords, stdout, { mode: 0o600 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const config = async (envFile: string, ...more: string[]): Promise<string> => {
    const { path } = await install('docker-compose');
    const { stdout } = await execute(path, ['--env-file', envFile, '-f', join(DEPLOY, '..', 'docker-compose.yml'), 'config', ...more], {
      env: { ...process.env, GIT_REPOSITORY: folder },
    });
    return stdout;
  };

  it('is valid', async () => { await config(passwords, '--quiet'); });

  it('runs every service as its own NATS user, and nothing that it may write to or that is open to the network', async () => {
    const { services } = Config.parse(JSON.parse(await config(passwords, '--format', 'json')));
    for (const name of serviceNames) {
      expect(services[name]).toMatchObject({
        command: [name], read_only: true, environment: { NATS_USER: name, NATS_PASSWORD: expect.stringMatching(/^p[0-9a-f]{48}$/), HEALTH_HOST: '127.0.0.1' },
      });
    }
    expect(Object.keys(services)).toEqual(expect.arrayContaining(['nats', 'redis', 'jaeger', 'kube-apiserver', 'vcenter', 'guests']));
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published.map(({ host_ip }) => host_ip)).toEqual(['4222', '6379', '4318', '16686'].map(() => '127.0.0.1'));
    const ports = serviceNames.map((name) => services[name]?.environment?.['HEALTH_PORT']);
    expect(new Set(ports).size).toBe(serviceNames.length);
  });

  it('says how to make the passwords when there are none', async () => {
    const none = join(folder, 'none.env');
    await writeFile(none, '');
    await expect(config(none, '--quiet')).rejects.toThrow(/_PASSWORD.*run sh deploy.passwords\.sh/);
  });
});
