import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { ConnectionError, ThumbprintMismatchError, UntrustedCertificateError } from '../errors/connection.js';
import type { TransportResponse } from './transport.js';
import { connectTransport, serverAddress, type TransportOptions } from './undici-transport.js';

describe('the transport to a vCenter', () => {
  let vcenter: VCenterSimulator;

  beforeAll(async () => {
    vcenter = await startVCenter({ templates: [] });
  });
  afterAll(() => vcenter[Symbol.asyncDispose]());

  const get = async (options: Partial<TransportOptions>, signal = new AbortController().signal): Promise<TransportResponse> => {
    await using transport = connectTransport({ server: vcenter.address, ...options });
    return await transport.send({ method: 'GET', path: '/sdk', headers: {} }, signal);
  };
  const refusal = (options: Partial<TransportOptions>): Promise<unknown> => get(options).catch((error: unknown) => error);

  it('accepts a pinned certificate by SHA-256 and by SHA-1, in any spelling', async () => {
    const spellings = [vcenter.thumbprint, vcenter.thumbprintSha1, vcenter.thumbprintSha1.toLowerCase(), vcenter.thumbprint.replaceAll(':', '')];
    for (const thumbprint of spellings) expect((await get({ thumbprint })).status).toBeGreaterThan(0);
  });

  it('accepts a certificate that a given CA vouches for, and then does not look at the thumbprint', async () => {
    const ca = vcenter.certificatePem;
    expect((await get({ ca })).status).toBeGreaterThan(0);
    expect((await get({ ca, thumbprint: 'AA:'.repeat(19) + 'AA' })).status).toBeGreaterThan(0);
  });

  it('refuses another certificate than the pinned one and names server, expected and actual thumbprint', async () => {
    const expected = 'AB:'.repeat(31) + 'AB';
    const error = await refusal({ thumbprint: expected });
    expect(error).toBeInstanceOf(ThumbprintMismatchError);
    expect(error).toMatchObject({ code: 'ThumbprintMismatch', retryable: false, expectedThumbprint: expected, actualThumbprint: vcenter.thumbprint });
    for (const part of [vcenter.address, expected, vcenter.thumbprint]) expect(String(error)).toContain(part);
  });

  it('refuses an unknown certificate when nothing is pinned, and shows what could be', async () => {
    const error = await refusal({});
    expect(error).toBeInstanceOf(UntrustedCertificateError);
    expect(error).toMatchObject({ code: 'UntrustedCertificate', actualThumbprint: vcenter.thumbprint });
  });

  it('refuses a thumbprint that is none before it dials', async () => {
    await expect(get({ thumbprint: 'AB:CD' })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  it('says what it could not reach', async () => {
    const error = await refusal({ server: '127.0.0.1:1' });
    expect(error).toBeInstanceOf(ConnectionError);
    expect(String(error)).toContain('127.0.0.1:1');
  });

  it('gives up with the reason of the one who wants it to', async () => {
    const caller = new AbortController();
    caller.abort(new Error('enough'));
    await expect(get({ thumbprint: vcenter.thumbprint }, caller.signal)).rejects.toThrow('enough');
  });

  it.each([
    ['vc.example.com', 'vc.example.com'],
    ['vc.example.com:8443', 'vc.example.com:8443'],
    ['https://vc.example.com/sdk', 'vc.example.com'],
    [' https://192.0.2.1:443/ ', '192.0.2.1:443'],
  ])('takes %j as the server %j', (given, server) => {
    expect(serverAddress(given)).toBe(server);
  });
});
