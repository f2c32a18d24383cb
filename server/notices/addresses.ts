// Which addresses a notice may be sent to: looked up once, all of them checked, one of them used.
import { BlockList, isIP } from 'node:net';
import type { Mode } from '../../storage/installation.ts';

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** A name service, as `dns.promises.lookup` with `all` is one. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

// Nobody's receiver: this network, link-local (and the metadata of clouds), multicast, broadcast,
// and forms of IPv6 that carry another address inside.
// biome-ignore format: a table
const never: readonly (readonly [net: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0',         8,  'ipv4'],
  ['169.254.0.0',     16, 'ipv4'],
  ['192.0.0.0',       24, 'ipv4'],
  ['224.0.0.0',       4,  'ipv4'],
  ['240.0.0.0',       4,  'ipv4'],
  ['::',              128, 'ipv6'],
  ['fe80::',          10, 'ipv6'],
  ['ff00::',          8,  'ipv6'],
  ['64:ff9b::',       96, 'ipv6'],
  ['64:ff9b:1::',     48, 'ipv6'],
  ['2002::',          16, 'ipv6'],
  ['2001::',          32, 'ipv6'],
];

// The operator's own house: fine for a developer's machine, never from a live server.
// biome-ignore format: a table
const inside: typeof never = [
  ['127.0.0.0',       8,  'ipv4'],
  ['10.0.0.0',        8,  'ipv4'],
  ['172.16.0.0',      12, 'ipv4'],
  ['192.168.0.0',     16, 'ipv4'],
  ['100.64.0.0',      10, 'ipv4'],
  ['198.18.0.0',      15, 'ipv4'],
  ['::1',             128, 'ipv6'],
  ['fc00::',          7,  'ipv6'],
];

function listOf(rows: typeof never): BlockList {
  const list = new BlockList();
  for (const [net, bits, family] of rows) list.addSubnet(net, bits, family);
  return list;
}

const lists: Readonly<Record<Mode, BlockList>> = {
  sandbox: listOf(never),
  live: listOf([...never, ...inside]),
};

/** IPv4 written as IPv6 counts as the IPv4 that it is. */
export function isAllowed({ address, family }: Address, mode: Mode): boolean {
  if (isIP(address) !== family) return false;
  return !lists[mode].check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * The address to connect to, or null. All that a name stands for must be allowed: a name with one
 * good and one bad address is somebody's try (T57).
 */
export async function addressOf(url: URL, mode: Mode, resolve: Resolve): Promise<Address | null> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = isIP(host);
  const found = literal === 0 ? await resolve(host) : [{ address: host, family: literal as 4 | 6 }];
  const [first] = found;
  return first !== undefined && found.every((each) => isAllowed(each, mode)) ? first : null;
}

/** Checked when an endpoint is saved; a name may lead elsewhere by the time it is used. */
export function isFitUrl(text: string, mode: Mode): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (url.protocol !== 'https:' && !(mode === 'sandbox' && url.protocol === 'http:')) return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = isIP(host);
  return literal === 0 || isAllowed({ address: host, family: literal as 4 | 6 }, mode);
}
