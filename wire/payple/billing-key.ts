// The tables of POST /php/cPayUser/api/cPayUserAct.php: a billing key removed, or looked up
// (manual 004, 등록카드 해지 and 등록카드 조회).
import { text } from '../field.ts';
import { message, type Row } from '../message.ts';
import { flag } from './field.ts';
import { accountHolder, authKey, clientId, clientKey, payType } from './words.ts';

// biome-ignore format: a table
const billingKey = [
  'PCD_PAYER_ID', 'billingKey', text(255), 'required', 'manual', '빌링키',
  { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' },
] as const satisfies Row;

// biome-ignore format: a table
export const keyRequest = message('billing key request', [
  // wire          means          rule       presence    source    meaning
  clientId,
  clientKey,
  authKey,
  billingKey,
  ['PCD_PAYER_NO', 'payerNumber', text(255), 'optional', 'manual', '가맹점의 고객 번호, 결과에 그대로 리턴', { number: true, example: '2324' }],
  ['PCD_PAY_WORK', 'work',        text(20),  'ignored',  'public', '업무구분. 경로의 ACT_가 없을 때 사용', { example: 'PUSERDEL' }],
]);

// biome-ignore format: a table
export const removeKeyAnswer = message('billing key removal', [
  // wire          means          rule       presence    source    meaning
  ['PCD_PAY_RST',  'result',      text(8),   'required', 'manual', '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE', 'code',        text(8),   'required', 'public', '결과 코드', { example: 'PUER0000' }],
  ['PCD_PAY_MSG',  'message',     text(255), 'required', 'manual', '결과 메시지', { example: '해지완료' }],
  ['PCD_PAY_TYPE', 'paidBy',      payType,   'required', 'manual', '결제수단'],
  ['PCD_PAY_WORK', 'work',        text(20),  'required', 'manual', '업무구분', { example: 'PUSERDEL' }],
  billingKey,
  ['PCD_PAYER_NO', 'payerNumber', text(255), 'optional', 'manual', '가맹점의 고객 번호', { number: true, example: '2324' }],
]);

// A card stands under the names of banks, as in the manual, and under names of its own, as later.
// biome-ignore format: a table
export const findKeyAnswer = message('billing key', [
  // wire                 means            rule           presence    source      meaning
  ['PCD_PAY_RST',         'result',        text(8),       'required', 'manual',   '결과 (success, error)', { example: 'success' }],
  ['PCD_PAY_CODE',        'code',          text(8),       'required', 'manual',   '결과 코드', { example: '0000' }],
  ['PCD_PAY_MSG',         'message',       text(255),     'required', 'manual',   '결과 메시지', { example: '카드조회 성공' }],
  ['PCD_PAY_TYPE',        'paidBy',        payType,       'required', 'manual',   '결제수단'],
  ['PCD_PAY_WORK',        'work',          text(20),      'required', 'public',   '업무구분', { example: 'PUSERINFO' }],
  ['PCD_PAY_BANKACCTYPE', 'accountHolder', accountHolder, 'optional', 'manual',   '개인, 법인', { example: '개인' }],
  billingKey,
  ['PCD_PAYER_NO',        'payerNumber',   text(255),     'optional', 'manual',   '가맹점의 고객 번호', { number: true, example: '2324' }],
  ['PCD_PAYER_NAME',      'buyerName',     text(100),     'optional', 'manual',   '결제자명', { example: '홍길동' }],
  ['PCD_PAYER_HP',        'maskedPhone',   text(20),      'optional', 'manual',   '휴대폰번호, 가운데 네 자리를 가림', { example: '010-****-3333' }],
  ['PCD_PAY_BANK',        'houseCode',     text(4),       'required', 'manual',   '카드사 또는 은행 코드', { example: '0200' }],
  ['PCD_PAY_BANKNAME',    'houseName',     text(100),     'required', 'manual',   '카드사명 또는 은행명', { example: 'BC카드' }],
  ['PCD_PAY_BANKNUM',     'maskedNumber',  text(20),      'required', 'manual',   '카드번호 또는 계좌번호, 가운데를 가림', { example: '1111-****-****-1111' }],
  ['PCD_PAY_CARD',        'issuerCode',    text(4),       'optional', 'public',   '카드사 코드', { example: '0200' }],
  ['PCD_PAY_CARDNAME',    'issuerName',    text(100),     'optional', 'public',   '카드사명', { example: 'BC카드' }],
  ['PCD_PAY_CARDNUM',     'maskedCard',    text(20),      'optional', 'public',   '카드번호', { example: '1111-****-****-1111' }],
  ['PCD_PAY_ISTAX',       'taxable',       flag,          'optional', 'public',   '과세 여부'],
]);
