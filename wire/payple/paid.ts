// The tables of fields that say what paid, shared by every answer that tells of a payment.
import { quota, text } from '../field.ts';
import type { Row } from '../message.ts';
import { flag } from './field.ts';
import { accountHolder } from './words.ts';

// biome-ignore format: a table
export const cardFields = [
  // wire                   means             rule        presence    source    meaning
  ['PCD_PAY_CARDNAME',     'issuerName',     text(100),  'optional', 'manual', '카드사명', { example: 'BC카드' }],
  ['PCD_PAY_CARDNUM',      'maskedCard',     text(20),   'optional', 'manual', '카드번호, 앞뒤 네 자리', { example: '1111-****-****-4444' }],
  ['PCD_PAY_CARDQUOTA',    'instalment',     quota,      'optional', 'public', '할부개월 (00: 일시불)'],
  ['PCD_PAY_CARDTRADENUM', 'tid',            text(50),   'optional', 'manual', '거래 키', { example: '260131093000A1B2C3D4' }],
  ['PCD_PAY_CARDAUTHNO',   'approvalNumber', text(128),  'optional', 'manual', '승인번호', { example: '98123445' }],
  ['PCD_PAY_CARDRECEIPT',  'receiptUrl',     text(1024), 'optional', 'manual', '매출전표 출력 링크', { example: 'http://127.0.0.1:8080/api/receipt?tid=…' }],
] as const satisfies readonly Row[];

/** The names that the window's result and the query of manual 004 have for the same. */
// biome-ignore format: a table
export const olderCardFields = [
  // wire              means         rule       presence    source    meaning
  ['PCD_CARDNAME',     'issuerName', text(100), 'optional', 'manual', '카드사명', { example: 'BC카드' }],
  ['PCD_CARDNUM',      'maskedCard', text(20),  'optional', 'manual', '카드번호, 앞뒤 네 자리', { example: '1111-****-****-4444' }],
  ['PCD_CARDTRADENUM', 'tid',        text(50),  'optional', 'manual', '거래번호', { example: '260131093000A1B2C3D4' }],
] as const satisfies readonly Row[];

// biome-ignore format: a table
export const accountFields = [
  // wire                  means              rule           presence    source    meaning
  ['PCD_PAY_BANK',        'bankCode',         text(4),       'optional', 'public', '은행코드'],
  ['PCD_PAY_BANKNAME',    'bankName',         text(100),     'optional', 'public', '은행명'],
  ['PCD_PAY_BANKNUM',     'maskedAccount',    text(20),      'optional', 'public', '계좌번호, 앞뒤 세 자리'],
  ['PCD_PAY_BANKACCTYPE', 'accountHolder',    accountHolder, 'optional', 'public', '개인, 법인'],
  ['PCD_TAXSAVE_FLAG',    'cashReceipt',      flag,          'optional', 'public', '현금영수증 요청'],
  ['PCD_TAXSAVE_RST',     'cashReceiptDone',  flag,          'optional', 'public', '현금영수증 발행'],
] as const satisfies readonly Row[];
