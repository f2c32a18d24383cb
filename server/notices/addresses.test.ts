// The table of addresses that a notice may go to, with names that answer this and that.
import { describe, expect, test } from 'vitest';
import { type Address, addressOf, isFitUrl } from './addresses.ts';

const nobody = async (): Promise<readonly Address[]> => [];
const v4 = (address: string): Address => ({ address, family: 4 });
const v6 = (address: string): Address => ({ address, family: 6 });

// biome-ignore format: a table
const literals: readonly (readonly [url: string, sandbox: boolean, live: boolean])[] = [
  ['https://93.184.216.34/',        true,  true],
  ['https://[2606:2800:220::1]/',   true,  true],
  ['https://127.0.0.1/',            true,  false],
  ['https://127.1/',                true,  false],
  ['https://0x7f.1/',               true,  false],
  ['https://2130706433/',           true,  false],
  ['https://[::1]/',                true,  false],
  ['https://[::ffff:7f00:1]/',      true,  false],
  ['https://10.1.2.3/',             true,  false],
  ['https://172.16.0.1/',           true,  false],
  ['https://192.168.0.1/',          true,  false],
  ['https://100.64.0.1/',           true,  false],
  ['https://[fc00::1]/',            true,  false],
  ['https://[fd12:3456::1]/',       true,  false],
  ['https://169.254.169.254/',      false, false],
  ['https://[::ffff:a9fe:a9fe]/',   false, false],
  ['https://[fe80::1]/',            false, false],
  ['https://[ff02::1]/',            false, false],
  ['https://[64:ff9b::7f00:1]/',    false, false],
  ['https://[2002:7f00:1::]/',      false, false],
  ['https://0.0.0.0/',              false, false],
  ['https://[::]/',                 false, false],
  ['https://224.0.0.1/',            false, false],
  ['https://255.255.255.255/',      false, false],
];

describe('T56', () => {
  test.each(literals)('%s in the sandbox: %s, live: %s', async (url, sandbox, live) => {
    expect(isFitUrl(url, 'sandbox')).toBe(sandbox);
    expect(isFitUrl(url, 'live')).toBe(live);
    expect((await addressOf(new URL(url), 'sandbox', nobody)) !== null).toBe(sandbox);
    expect((await addressOf(new URL(url), 'live', nobody)) !== null).toBe(live);
  });

  // biome-ignore format: a table
  test.each([
    ['http://shop.example/',            true,  false],
    ['https://shop.example/notices?a=1', true, true],
    ['https://user:pass@shop.example/', false, false],
    ['https://shop.example/#part',      false, false],
    ['javascript:alert(1)',             false, false],
    ['file:///etc/passwd',              false, false],
    ['//shop.example/',                 false, false],
  ])('%s may be saved in the sandbox: %s, live: %s', (url, sandbox, live) => {
    expect(isFitUrl(url, 'sandbox')).toBe(sandbox);
    expect(isFitUrl(url, 'live')).toBe(live);
  });
});

describe('T57', () => {
  const url = new URL('https://shop.example/');

  test('one bad address among good ones, and nobody is told', async () => {
    const mixed = async () => [v4('93.184.216.34'), v4('127.0.0.1')];
    expect(await addressOf(url, 'live', mixed)).toBeNull();
    expect(await addressOf(url, 'sandbox', async () => [v4('169.254.169.254')])).toBeNull();
    expect(await addressOf(url, 'live', async () => [v6('::ffff:10.0.0.1')])).toBeNull();
  });

  test('the address that was checked is the one that is used, whatever the name says next', async () => {
    let asked = 0;
    const alternating = async () => {
      asked += 1;
      return [asked === 1 ? v4('93.184.216.34') : v4('127.0.0.1')];
    };
    expect(await addressOf(url, 'live', alternating)).toEqual(v4('93.184.216.34'));
    expect(asked).toBe(1);
    expect(await addressOf(url, 'live', alternating)).toBeNull();
  });

  test('a name that stands for nothing', async () => {
    expect(await addressOf(url, 'sandbox', nobody)).toBeNull();
  });
});
