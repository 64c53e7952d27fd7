import { gunzipSync } from 'node:zlib';

/**
 * A document that the provisioner put into `guestinfo.<name>`, decoded as `guestinfo.<name>.encoding` says (base64, gzip+base64 or none).
 * Undefined where there is none.
 */
export function readGuestVariable(
  extraConfig: ReadonlyMap<string, string>,
  name: 'userdata' | 'metadata' | 'vendordata',
): string | undefined {
  const value = extraConfig.get(`guestinfo.${name}`);
  if (value === undefined || value === '' || value === '---') return undefined;
  switch (extraConfig.get(`guestinfo.${name}.encoding`) ?? '') {
    case 'base64':
    case 'b64':
      return Buffer.from(value, 'base64').toString('utf8');
    case 'gzip+base64':
    case 'gz+b64':
      return gunzipSync(Buffer.from(value, 'base64')).toString('utf8');
    default:
      return value;
  }
}
