import { mkdtemp, rm, stat } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadOrCreateCertificate } from './certificate.js';

describe('the certificate of a state folder', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vcenter-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('is made once and found again', async () => {
    const stateDir = join(folder, 'state');
    const made = await loadOrCreateCertificate(stateDir);
    expect(await loadOrCreateCertificate(stateDir)).toEqual(made);
  });

  it('is for loopback, and its thumbprints are those of its bytes', async () => {
    const made = await loadOrCreateCertificate(folder);
    const certificate = new X509Certificate(made.certificatePem);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(made.thumbprint).toBe(certificate.fingerprint256);
    expect(made.thumbprintSha1).toBe(certificate.fingerprint);
  });

  it('keeps its key to its owner', async () => {
    await loadOrCreateCertificate(folder);
    expect((await stat(join(folder, 'vcenter.key'))).mode & 0o077).toBe(0);
  });
});
