// The tables of POST /php/link/api/LinkRegAct.php, which makes a payment link, and of the page that
// a link leads to.
import { orderNumber, text, wonDigits, wonOrZero } from '../field.ts';
import { message } from '../message.ts';
import { expiry, flag, month, year } from './field.ts';
import {
  authKey,
  clientId,
  clientKey,
  linkCardVersion,
  linkPayType,
  monthlyNames,
  whenMonthly,
  wonLimit,
} from './words.ts';

// biome-ignore format: a table
const linkFields = [
  // wire                   means              rule                 presence     source    meaning
  ['PCD_PAY_TYPE',         'paidBy',          linkPayType,         'optional',  'public', '결제수단. 없으면 모두'],
  ['PCD_CARD_VER',         'cardUse',         linkCardVersion,     'optional',  'public', '01: 정기, 02: 일반, 01+02: 모두'],
  ['PCD_PAY_GOODS',        'goods',           text(2048),          'required',  'public', '상품명', { example: '정기구독' }],
  ['PCD_PAY_TOTAL',        'amount',          wonDigits(wonLimit), 'required',  'public', '결제금액. 카드 100원, 계좌 1,000원 이상', { number: true }],
  ['PCD_PAY_ISTAX',        'taxable',         flag,                'optional',  'public', '과세 Y, 비과세 N. 없으면 Y'],
  ['PCD_PAY_TAXTOTAL',     'vat',             wonOrZero(wonLimit), 'optional',  'public', '복합과세 부가세', { number: true, example: '10' }],
  ['PCD_TAXSAVE_FLAG',     'cashReceipt',     flag,                'optional',  'public', '계좌: 현금영수증 발행'],
  [monthlyNames[0],        'monthly',         flag,                'optional',  'public', 'Y: 빌링키, 연, 월마다 한 번만 결제', { aliases: monthlyNames.slice(1), example: 'N' }],
  ['PCD_PAY_YEAR',         'billingYear',     year,                whenMonthly, 'public', '결제 구분 년도'],
  ['PCD_PAY_MONTH',        'billingMonth',    month,               whenMonthly, 'public', '결제 구분 월'],
  ['PCD_LINK_EXPIREDATE',  'expiry',          expiry,              'optional',  'public', '만료일 또는 만료시각', { number: true, example: '20991231' }],
  ['PCD_LINK_MEMO',        'memo',            text(2048),          'optional',  'public', '메모'],
  ['PCD_PAY_GOODS_EXPLAIN', 'explanation',    text(2048),          'optional',  'public', '상품 설명'],
  ['PCD_LINK_PARAMETER',   'linkParameter',   text(2048),          'optional',  'public', '통지에 PCD_LINK_ADD_PARAM으로 전달'],
  ['PCD_LINK_NOTI_MSG',    'noticeText',      text(2048),          'optional',  'public', '구매자에게 보일 안내'],
] as const;

// biome-ignore format: a table
export const linkRequest = message('link request', [
  // wire          means       rule        presence    source    meaning
  clientId,
  clientKey,
  authKey,
  ['PCD_PAY_WORK', 'work',     text(20),   'ignored',  'public', '업무구분', { example: 'LINKREG' }],
  ...linkFields,
  ['PCD_LINK_URL', 'afterUrl', text(2048), 'optional', 'public', '결제 후 이동할 주소', { example: 'https://shop.example/thanks' }],
]);

// biome-ignore format: a table
export const linkAnswer = message('link answer', [
  // wire           means     rule       presence    source    meaning
  ['PCD_LINK_RST',  'result',  text(8),   'required', 'public', '결과 (success, error)', { example: 'success' }],
  ['PCD_LINK_MSG',  'message', text(255), 'required', 'public', '결과 메시지, 오류이면 코드로 시작', { example: '링크생성이 완료되었습니다.' }],
  ['PCD_PAY_WORK',  'work',    text(20),  'required', 'public', '업무구분', { example: 'LINKREG' }],
  ['PCD_LINK_KEY',  'linkKey', text(100), 'required', 'public', '링크의 키', { example: 'VGhlIGtleSBvZiBhIGxpbms' }],
  ['PCD_LINK_URL',  'linkUrl', text(512), 'required', 'public', '링크의 주소', { example: 'http://127.0.0.1:8080/php/link/?SID=VGhlIGtleSBvZiBhIGxpbms' }],
  ...linkFields,
]);

/** What stands behind the question mark of a link. */
// biome-ignore format: a table
export const linkPageRequest = message('link page request', [
  // wire means          rule              presence    source    meaning
  ['SID', 'linkKey',     text(100),        'required', 'public', '링크의 키', { place: 'query', example: 'VGhlIGtleSBvZiBhIGxpbms' }],
  ['OID', 'orderNumber', orderNumber(255), 'optional', 'public', '주문번호, 없으면 LINK…로 생성', { place: 'query' }],
]);
