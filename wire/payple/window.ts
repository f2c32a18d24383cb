// The tables of POST /index.php?ACT_=PAYM: what a page asks of the payment window, and what the
// window tells the page in the end (manual 004, 결제요청 and 결제결과 수신).
import { orderNumber, secret, text, wireInstant, wonDigits, wonOrZero } from '../field.ts';
import { type Condition, message } from '../message.ts';
import { flag, isSet, month, year } from './field.ts';
import { accountFields, cardFields, olderCardFields } from './paid.ts';
import {
  authKey,
  cardVersion,
  clientId,
  clientKey,
  monthlyNames,
  payType,
  payWork,
  wonLimit,
} from './words.ts';

const registers = /^AUTH(REG)?$/;

function workOf(body: Parameters<Condition['holds']>[1]): string {
  return body.get('PCD_PAY_WORK')?.text ?? '';
}

const unlessRegistering: Condition = {
  says: 'PCD_PAY_WORK가 AUTH가 아니면 필수',
  holds: (_, body) => !registers.test(workOf(body)),
};

const whenMonthlyPaid: Condition = {
  says: 'PCD_REGULER_FLAG가 Y인 결제이면 필수',
  holds: (_, body) => isSet(monthlyNames, body) && !registers.test(workOf(body)),
};

/** In direct mode the page has the AuthKey alone; it leads to the merchant by itself. */
const [idName, idMeans, idRule, , , idMeaning, idTraits] = clientId;
const [keyName, keyMeans, keyRule, , , keyMeaning, keyTraits] = clientKey;

// Whatever else the page's object holds is posted, too: unknown names are no fields of ours.
// biome-ignore format: a table
export const windowRequest = message('window request', [
  // wire                means            rule                 presence           source      meaning
  [idName,               idMeans,         idRule,              'optional',        'manual',   idMeaning, idTraits],
  [keyName,              keyMeans,        keyRule,             'optional',        'manual',   keyMeaning, keyTraits],
  authKey,
  ['PCD_PAY_TYPE',       'paidBy',        payType,             'required',        'manual',   '결제수단'],
  ['PCD_PAY_WORK',       'work',          payWork,             'required',        'manual',   '결제요청 방식. AUTH: 등록만, CERT: 가맹점 최종승인 후 결제, PAY: 즉시 결제', { example: 'CERT' }],
  ['PCD_CARD_VER',       'cardUse',       cardVersion,         'optional',        'manual',   '01: 정기 (빌링키), 02: 일반 (앱카드). 없으면 01', { example: '02' }],
  ['PCD_PAYER_NO',       'payerNumber',   text(255),           'optional',        'manual',   '가맹점의 고객 번호', { example: '2335' }],
  ['PCD_PAYER_NAME',     'buyerName',     text(100),           'optional',        'manual',   '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',       'buyerPhone',    text(20),            'optional',        'manual',   '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL',    'buyerEmail',    text(100),           'optional',        'manual',   '고객 이메일', { example: 'buyer@example.com' }],
  ['PCD_PAY_GOODS',      'goods',         text(2048),          unlessRegistering, 'manual',   '상품명', { example: '휴대폰' }],
  ['PCD_PAY_TOTAL',      'amount',        wonDigits(wonLimit), unlessRegistering, 'manual',   '결제금액. 카드 100원, 계좌 1,000원 이상'],
  ['PCD_PAY_ISTAX',      'taxable',       flag,                'optional',        'manual',   '과세 Y, 비과세 N. 없으면 Y'],
  ['PCD_PAY_TAXTOTAL',   'vat',           wonOrZero(wonLimit), 'optional',        'manual',   '복합과세 부가세', { example: '10' }],
  ['PCD_PAY_OID',        'orderNumber',   orderNumber(255),    'optional',        'manual',   '주문번호, 없으면 생성'],
  [monthlyNames[0],      'monthly',       flag,                'optional',        'manual',   'Y: 빌링키, 연, 월마다 한 번만 결제', { aliases: monthlyNames.slice(1), example: 'N' }],
  ['PCD_PAY_YEAR',       'billingYear',   year,                whenMonthlyPaid,   'manual',   '정기결제 적용연도'],
  ['PCD_PAY_MONTH',      'billingMonth',  month,               whenMonthlyPaid,   'manual',   '정기결제 적용월'],
  ['PCD_SIMPLE_FLAG',    'simple',        flag,                'optional',        'public',   'Y: 등록된 결제수단으로 결제 (PCD_PAYER_ID)'],
  ['PCD_PAYER_ID',       'billingKey',    text(255),           'optional',        'public',   '빌링키'],
  ['PCD_PAYER_AUTHTYPE', 'payerProof',    text(20),            'optional',        'public',   'pwd: 여섯 자리 결제 비밀번호', { example: 'pwd' }],
  ['PCD_PAY_METHOD',     'wallet',        text(20),            'optional',        'public',   '간편결제 종류 (appCard, naverPay, kakaoPay)', { example: 'appCard' }],
  ['PCD_TAXSAVE_FLAG',   'cashReceipt',   flag,                'optional',        'public',   '계좌: 현금영수증 발행'],
  ['PCD_USER_DEFINE1',   'extra1',        text(2048),          'optional',        'public',   '가맹점 입력값 1, 결과에 그대로 리턴'],
  ['PCD_USER_DEFINE2',   'extra2',        text(2048),          'optional',        'public',   '가맹점 입력값 2, 결과에 그대로 리턴'],
  ['PCD_RST_URL',        'resultUrl',     text(2048),          'optional',        'manual',   '결과를 받을 주소. 절대경로이면 화면 전체가 이동', { example: '/order_result.html' }],
  ['PCD_CPAY_VER',       'version',       text(20),            'ignored',         'manual',   '결제창 버전'],
  ['PCD_HTTP_REFERER',   'page',          text(2048),          'ignored',         'public',   '페이지 주소. 믿을 수 없으므로 쓰지 않음'],
  ['PCD_PAY_HOST',       'host',          text(255),           'ignored',         'public',   '스크립트가 쓰는 값'],
  ['PCD_PAY_URL',        'path',          text(512),           'ignored',         'public',   '스크립트가 쓰는 값'],
  ['callbackFunction',   'callback',      text(1),             'ignored',         'public',   '이전 스크립트가 보내는 함수의 글. 읽지 않음'],
  ['payple_auth_file',   'authFile',      text(1),             'ignored',         'manual',   '스크립트가 쓰는 값'],
  ['payple_dir_path',    'directory',     text(1),             'ignored',         'public',   '스크립트가 쓰는 값'],
  ['clientKey',          'browserKey',    text(1),             'ignored',         'public',   '스크립트가 쓰는 값'],
]);

// All values are text, as a form carries them. Card data stand under both of their names.
// biome-ignore format: a table
export const windowResult = message('window result', [
  // wire                   means             rule                 presence    source    meaning
  ['PCD_PAY_RST',          'result',         text(8),             'required', 'manual', '결과 (success, error, close)', { example: 'success' }],
  ['PCD_PAY_CODE',         'code',           text(8),             'optional', 'public', '결과 코드', { example: '0000' }],
  ['PCD_PAY_MSG',          'message',        text(255),           'required', 'manual', '결과 메시지', { example: '카드결제완료' }],
  ['PCD_AUTH_KEY',         'authKey',        secret(2048),        'optional', 'manual', '최종승인에 쓰는 Transaction 키', { masked: true }],
  ['PCD_PAY_REQKEY',       'requestKey',     secret(2048),        'optional', 'manual', '최종승인에 쓰는 키, 한 번만 사용', { masked: true }],
  ['PCD_PAY_COFURL',       'confirmUrl',     text(512),           'optional', 'manual', '최종승인 요청 주소', { example: 'http://127.0.0.1:8080/php/PayCardConfirmAct.php?ACT_=PAYM' }],
  ['PCD_PAY_OID',          'orderNumber',    orderNumber(255),    'optional', 'manual', '주문번호'],
  ['PCD_PAY_TYPE',         'paidBy',         payType,             'required', 'manual', '결제수단'],
  ['PCD_PAY_WORK',         'work',           payWork,             'optional', 'manual', '결제요청 방식', { example: 'PAY' }],
  ['PCD_CARD_VER',         'cardUse',        cardVersion,         'optional', 'public', '01: 정기, 02: 일반', { example: '01' }],
  ['PCD_PAYER_ID',         'billingKey',     text(255),           'optional', 'manual', '빌링키', { example: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09' }],
  ['PCD_PAYER_NO',         'payerNumber',    text(255),           'optional', 'manual', '가맹점의 고객 번호', { example: '2335' }],
  ['PCD_PAYER_NAME',       'buyerName',      text(100),           'optional', 'public', '고객 이름', { example: '홍길동' }],
  ['PCD_PAYER_HP',         'buyerPhone',     text(20),            'optional', 'public', '고객 휴대폰번호', { example: '01012345678' }],
  ['PCD_PAYER_EMAIL',      'buyerEmail',     text(100),           'optional', 'public', '고객 이메일', { example: 'buyer@example.com' }],
  ['PCD_REGULER_FLAG',     'monthly',        flag,                'optional', 'manual', '월 1회 정기결제 여부', { example: 'N' }],
  ['PCD_SIMPLE_FLAG',      'simple',         flag,                'optional', 'public', '등록된 결제수단으로 결제', { example: 'N' }],
  ['PCD_PAY_YEAR',         'billingYear',    year,                'optional', 'manual', '정기결제 적용연도'],
  ['PCD_PAY_MONTH',        'billingMonth',   month,               'optional', 'manual', '정기결제 적용월'],
  ['PCD_PAY_GOODS',        'goods',          text(2048),          'optional', 'manual', '상품명', { example: '휴대폰' }],
  ['PCD_PAY_TOTAL',        'amount',         wonDigits(wonLimit), 'optional', 'manual', '결제금액'],
  ['PCD_PAY_AMOUNT',       'amount',         wonDigits(wonLimit), 'optional', 'public', '요청금액'],
  ['PCD_PAY_DISCOUNT',     'discount',       wonOrZero(wonLimit), 'optional', 'public', '이벤트 할인, 0', { example: '0' }],
  ['PCD_PAY_AMOUNT_REAL',  'amount',         wonDigits(wonLimit), 'optional', 'public', '할인을 뺀 금액'],
  ['PCD_PAY_ISTAX',        'taxable',        flag,                'optional', 'public', '과세 여부'],
  ['PCD_PAY_TAXTOTAL',     'vat',            wonOrZero(wonLimit), 'optional', 'public', '부가세', { example: '91' }],
  ['PCD_PAY_TIME',         'paidAt',         wireInstant(14),     'optional', 'manual', '결제 또는 인증 시간'],
  ['PCD_PAY_REQ_TIME',     'requestedAt',    wireInstant(14),     'optional', 'public', '요청 시간'],
  ...cardFields,
  ...olderCardFields,
  ...accountFields,
  ['PCD_PAY_METHOD',       'wallet',         text(20),            'optional', 'public', '간편결제 종류'],
  ['PCD_EASY_PAY_METHOD',  'wallet',         text(20),            'optional', 'public', '간편결제 종류'],
  ['PCD_USER_DEFINE1',     'extra1',         text(2048),          'optional', 'public', '가맹점 입력값 1'],
  ['PCD_USER_DEFINE2',     'extra2',         text(2048),          'optional', 'public', '가맹점 입력값 2'],
  ['PCD_RST_URL',          'resultUrl',      text(2048),          'optional', 'manual', '결과를 받을 주소'],
  ['PCD_PAY_HOST',         'host',           text(255),           'optional', 'public', '최종승인의 서버', { example: 'http://127.0.0.1:8080' }],
  ['PCD_PAY_URL',          'path',           text(512),           'optional', 'public', '최종승인의 경로', { example: '/php/PayCardConfirmAct.php?ACT_=PAYM' }],
  ['PCD_TX_KEY',           'tid',            text(50),            'optional', 'public', '거래번호'],
]);
