import ipaddr from 'ipaddr.js';
import { isAddress, isCidr } from '../validate/formats.js';
import type { Environment } from '@marcbachmann/cel-js';

type Parsed = ReturnType<typeof ipaddr.parse>;

/** An IPv4 address in the clothes of an IPv6 address is not accepted. */
const isPlainAddress = (text: string): boolean => isAddress(text) && !/^::ffff:\d+\./i.test(text);

/** What `ip.isCanonical` is called on. */
class Addresses {
  readonly name = 'ip';
}

/** An address inside a rule. */
class Ip {
  readonly parsed: Parsed;

  constructor(text: string) {
    if (!isPlainAddress(text)) throw new Error(`IP Address "${text}" parse error during conversion from string`);
    this.parsed = ipaddr.parse(text);
  }

  get family(): bigint {
    return this.parsed.kind() === 'ipv4' ? 4n : 6n;
  }

  isIn(...ranges: string[]): boolean {
    return ranges.includes(this.parsed.range());
  }

  get isGlobalUnicast(): boolean {
    return !this.isIn('unspecified', 'loopback', 'linkLocal', 'multicast', 'broadcast');
  }

  /** Multicast that stays on the link: 224.0.0.0/24 and ff02::/16. */
  get isLinkLocalMulticast(): boolean {
    const [a, b, c] = this.parsed.toByteArray();
    return this.family === 4n ? a === 224 && b === 0 && c === 0 : a === 0xff && ((b ?? 0) & 0x0f) === 0x02;
  }

  toString(): string {
    return this.parsed.toString();
  }
}

/** A range of addresses inside a rule. */
class Cidr {
  readonly address: Ip;
  readonly bits: number;

  constructor(readonly text: string) {
    if (!isCidr(text)) throw new Error(`network address parse error during conversion from string: ${text}`);
    const [address = '', bits = ''] = text.split('/');
    this.address = new Ip(address);
    this.bits = Number(bits);
  }

  contains(ip: Ip): boolean {
    if (ip.family !== this.address.family) return false;
    const range = ipaddr.parse(this.address.toString());
    return ip.parsed.match([range, this.bits] as never);
  }

  containsRange(other: Cidr): boolean {
    return other.bits >= this.bits && this.contains(other.address);
  }

  masked(): Cidr {
    const width = this.address.family === 4n ? ipaddr.IPv4 : ipaddr.IPv6;
    return new Cidr(`${width.networkAddressFromCIDR(this.text).toString()}/${String(this.bits)}`);
  }

  toString(): string {
    return `${this.address.toString()}/${String(this.bits)}`;
  }
}

function addAddresses(environment: Environment): void {
  environment.registerType('net.IP', Ip)
    .registerType('Addresses', Addresses).registerConstant('ip', 'Addresses', new Addresses())
    .registerFunction('Addresses.isCanonical(string): bool', (_: Addresses, text: string) => new Ip(text).toString() === text)
    .registerFunction('isIP(string): bool', isPlainAddress)
    .registerFunction('ip(string): net.IP', (text: string) => new Ip(text))
    .registerFunction('string(net.IP): string', (ip: Ip) => ip.toString())
    .registerFunction('net.IP.family(): int', (ip: Ip) => ip.family)
    .registerFunction('net.IP.isUnspecified(): bool', (ip: Ip) => ip.isIn('unspecified'))
    .registerFunction('net.IP.isLoopback(): bool', (ip: Ip) => ip.isIn('loopback'))
    .registerFunction('net.IP.isLinkLocalMulticast(): bool', (ip: Ip) => ip.isLinkLocalMulticast)
    .registerFunction('net.IP.isLinkLocalUnicast(): bool', (ip: Ip) => ip.isIn('linkLocal'))
    .registerFunction('net.IP.isGlobalUnicast(): bool', (ip: Ip) => ip.isGlobalUnicast)
    .registerOperator('net.IP == net.IP', (a: Ip, b: Ip) => a.toString() === b.toString());
}

function addRanges(environment: Environment): void {
  environment.registerType('net.CIDR', Cidr)
    .registerFunction('isCIDR(string): bool', isCidr)
    .registerFunction('cidr(string): net.CIDR', (text: string) => new Cidr(text))
    .registerFunction('string(net.CIDR): string', (range: Cidr) => range.toString())
    .registerFunction('net.CIDR.containsIP(string): bool', (range: Cidr, ip: string) => range.contains(new Ip(ip)))
    .registerFunction('net.CIDR.containsIP(net.IP): bool', (range: Cidr, ip: Ip) => range.contains(ip))
    .registerFunction('net.CIDR.containsCIDR(string): bool', (range: Cidr, other: string) => range.containsRange(new Cidr(other)))
    .registerFunction('net.CIDR.containsCIDR(net.CIDR): bool', (range: Cidr, other: Cidr) => range.containsRange(other))
    .registerFunction('net.CIDR.ip(): net.IP', (range: Cidr) => range.address)
    .registerFunction('net.CIDR.masked(): net.CIDR', (range: Cidr) => range.masked())
    .registerFunction('net.CIDR.prefixLength(): int', (range: Cidr) => BigInt(range.bits))
    .registerOperator('net.CIDR == net.CIDR', (a: Cidr, b: Cidr) => a.toString() === b.toString());
}

/** A URL, or an absolute path, inside a rule. */
class Url {
  readonly parsed: URL;

  constructor(readonly text: string) {
    if (!isUrl(text)) throw new Error(`URL parse error during conversion from string: parse "${text}": invalid URI for request`);
    this.parsed = new URL(text, 'path:///');
  }

  get isPath(): boolean {
    return this.text.startsWith('/');
  }

  /** The authority as it was written: the parser drops a port that is the scheme's own. */
  get host(): string {
    return this.isPath ? '' : (/^[^:]+:\/\/(?:[^@/?#]*@)?([^/?#]*)/.exec(this.text)?.[1] ?? '');
  }

  get query(): Map<string, string[]> {
    const query = new Map<string, string[]>();
    for (const [key, value] of this.parsed.searchParams) query.set(key, [...(query.get(key) ?? []), value]);
    return query;
  }
}

const isUrl = (text: string): boolean => text.startsWith('/') || (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text) && URL.canParse(text));

function addUrls(environment: Environment): void {
  environment.registerType('kubernetes.URL', Url)
    .registerFunction('isURL(string): bool', isUrl)
    .registerFunction('url(string): kubernetes.URL', (text: string) => new Url(text))
    .registerFunction('kubernetes.URL.getScheme(): string', (url: Url) => (url.isPath ? '' : url.parsed.protocol.slice(0, -1)))
    .registerFunction('kubernetes.URL.getHost(): string', (url: Url) => url.host)
    .registerFunction('kubernetes.URL.getHostname(): string', (url: Url) => url.host.replace(/:\d*$/, '').replace(/^\[|\]$/g, ''))
    .registerFunction('kubernetes.URL.getPort(): string', (url: Url) => /:(\d+)$/.exec(url.host)?.[1] ?? '')
    .registerFunction('kubernetes.URL.getEscapedPath(): string', (url: Url) => url.parsed.pathname)
    .registerFunction('kubernetes.URL.getQuery(): map<string, list<string>>', (url: Url) => url.query);
}

/** Addresses, ranges of addresses and URLs, as the API server adds them to CEL. */
export function addNetworkFunctions(environment: Environment): void {
  addAddresses(environment);
  addRanges(environment);
  addUrls(environment);
}
