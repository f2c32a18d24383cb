// The table of card companies: who issues a card, and the one company that acquires its sales.
import type { Institution } from '../../core/payment/payment.ts';

/** Codes as the settlement manual prints them (CookiePay 정산대사, field ACQUIRER). */
// biome-ignore format: a table
export const acquirers = {
  CCLG: { code: 'CCLG', name: '신한카드' },
  CCBC: { code: 'CCBC', name: 'BC카드' },
  CCKM: { code: 'CCKM', name: '국민카드' },
  CCSS: { code: 'CCSS', name: '삼성카드' },
  CCDI: { code: 'CCDI', name: '현대카드' },
  CCLO: { code: 'CCLO', name: '롯데카드' },
  CCKE: { code: 'CCKE', name: '외환카드' },
  CCHN: { code: 'CCHN', name: '하나카드' },
  CCNH: { code: 'CCNH', name: 'NH농협카드' },
} as const satisfies Record<string, Institution>;

export type AcquirerCode = keyof typeof acquirers;

export interface Issuer extends Institution {
  readonly acquirer: AcquirerCode;
  readonly domestic: boolean;
}

// Codes follow the two-digit crosswalk of Korean issuers; 39 and 40 are ours, because the
// crosswalk has no code for them. Names have at most ten characters and no quotes: receivers store
// them in columns of ten and join them into SQL. Which company acquires for
// KakaoBank is sourced; for the other banks without a network of their own it is our assumption.
// biome-ignore format: a table
const rows = {
  //            code  name            acquirer  domestic
  bc:          ['01', 'BC카드',       'CCBC',   true],
  kb:          ['02', 'KB국민카드',   'CCKM',   true],
  keb:         ['03', '외환카드',     'CCKE',   true],
  samsung:     ['04', '삼성카드',     'CCSS',   true],
  shinhan:     ['06', '신한카드',     'CCLG',   true],
  hyundai:     ['07', '현대카드',     'CCDI',   true],
  lotte:       ['08', '롯데카드',     'CCLO',   true],
  citi:        ['11', '씨티카드',     'CCBC',   true],
  nh:          ['12', 'NH농협카드',   'CCNH',   true],
  suhyup:      ['13', '수협카드',     'CCBC',   true],
  cu:          ['14', '신협카드',     'CCBC',   true],
  woori:       ['15', '우리카드',     'CCBC',   true],
  hana:        ['16', '하나카드',     'CCHN',   true],
  kwangju:     ['21', '광주카드',     'CCKM',   true],
  jeonbuk:     ['22', '전북카드',     'CCKM',   true],
  jeju:        ['23', '제주카드',     'CCLG',   true],
  postOffice:  ['32', '우체국카드',   'CCBC',   true],
  savings:     ['33', '저축은행카드', 'CCBC',   true],
  mg:          ['35', '새마을금고',   'CCBC',   true],
  kdb:         ['36', '산업은행카드', 'CCBC',   true],
  kakaoBank:   ['37', '카카오뱅크',   'CCKM',   true],
  kBank:       ['38', '케이뱅크',     'CCBC',   true],
  tossBank:    ['39', '토스뱅크',     'CCHN',   true],
  visa:        ['25', '해외비자',     'CCKE',   false],
  mastercard:  ['26', '해외마스터',   'CCKE',   false],
  diners:      ['27', '해외다이너스', 'CCDI',   false],
  amex:        ['28', '해외아멕스',   'CCLO',   false],
  jcb:         ['29', '해외JCB',      'CCBC',   false],
  unionPay:    ['34', '은련카드',     'CCBC',   false],
  discover:    ['40', '디스커버',     'CCBC',   false],
} as const satisfies Record<string, readonly [string, string, AcquirerCode, boolean]>;

export type IssuerName = keyof typeof rows;

export const issuerNames = Object.keys(rows) as readonly IssuerName[];

export function issuerOf(issuer: IssuerName): Issuer {
  const [code, name, acquirer, domestic] = rows[issuer];
  return { code, name, acquirer, domestic };
}
