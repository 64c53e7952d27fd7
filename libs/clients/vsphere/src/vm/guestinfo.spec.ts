import { gunzipSync } from 'node:zlib';
import { seededRandom } from '@handoff/time';
import { describe, expect, it } from '@jest/globals';
import { guestinfo } from './guestinfo.js';

const decode = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');

describe('guestinfo', () => {
  it('hands documents over in base64, each with its encoding, and nothing for those that are absent', () => {
    const config = guestinfo({ userdata: '#cloud-config\n', metadata: 'local-hostname: é\n' });
    expect([...config.keys()]).toEqual(['guestinfo.userdata', 'guestinfo.userdata.encoding', 'guestinfo.metadata', 'guestinfo.metadata.encoding']);
    expect(config.get('guestinfo.metadata.encoding')).toBe('base64');
    expect(decode(config.get('guestinfo.metadata')).toString('utf8')).toBe('local-hostname: é\n');
  });

  it('compresses a document from the size on where base64 would exceed 48 KiB, and not before', () => {
    const largest = 'x'.repeat((48 * 1024 * 3) / 4);
    expect(guestinfo({ userdata: largest }).get('guestinfo.userdata.encoding')).toBe('base64');
    const config = guestinfo({ userdata: `${largest}x` });
    expect(config.get('guestinfo.userdata.encoding')).toBe('gzip+base64');
    expect(gunzipSync(decode(config.get('guestinfo.userdata'))).toString()).toBe(`${largest}x`);
  });

  it('refuses what does not fit even so, without showing it', () => {
    const incompressible = Buffer.from(seededRandom(1).bytes(60_000)).toString('hex');
    expect(() => guestinfo({ vendordata: incompressible })).toThrow(/^guestinfo\.vendordata is too large for vSphere: 120000 bytes, \d+ when/);
    try {
      guestinfo({ vendordata: incompressible });
    } catch (error) {
      expect(String(error)).not.toContain(incompressible.slice(0, 16));
    }
  });
});
