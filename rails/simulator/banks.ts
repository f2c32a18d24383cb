// The table of banks that a transfer may come from, by the three digits of their clearing code.
import type { Institution } from '../../core/payment/payment.ts';

// Names have at most ten characters and no quotes, like those of card companies. 031 was called
// Daegu Bank until 2024.
// biome-ignore format: a table
const names = {
  '004': '국민은행',
  '011': '농협은행',
  '020': '우리은행',
  '081': '하나은행',
  '088': '신한은행',
  '003': '기업은행',
  '071': '우체국',
  '045': '새마을금고',
  '031': 'iM뱅크',
  '034': '광주은행',
  '039': '경남은행',
  '002': '산업은행',
  '048': '신협',
  '007': '수협은행',
  '032': '부산은행',
  '090': '카카오뱅크',
  '092': '토스뱅크',
  '089': '케이뱅크',
} as const;

export type BankCode = keyof typeof names;

export const banks: readonly Institution[] = Object.entries(names).map(([code, name]) => ({
  code,
  name,
}));

const byCode = new Map(banks.map((bank) => [bank.code, bank]));

/** Null for a bank that the simulator does not play. */
export function bankOf(code: string): Institution | null {
  return byCode.get(code) ?? null;
}

export function bankNameOf(code: BankCode): string {
  return names[code];
}
