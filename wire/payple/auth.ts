// The tables of POST /php/auth.php and of the scripts' own POST /js/v1/auth: who asks, and where to
// go on (manual 004, 가맹점 인증).
import { orderNumber, secret, text, wonDigits } from '../field.ts';
import { message } from '../message.ts';
import { flag } from './field.ts';
import { cancelNames, monthlyNames, queryNames, wonLimit } from './words.ts';

// An order and an amount that a server names here bind the window that opens with the answer.
// biome-ignore format: a table
export const authRequest = message('auth request', [
  // wire              means          rule                presence    source      meaning
  ['cst_id',          'clientId',    text(255),          'required', 'manual',   '가맹점 ID', { example: 'demo' }],
  ['custKey',         'clientKey',   secret(255),        'required', 'manual',   '가맹점 비밀키', { masked: true, example: 'demo-payple-key' }],
  ['PCD_PAY_TYPE',    'paidBy',      text(20),           'optional', 'manual',   '결제수단 (card, transfer)', { example: 'card' }],
  [cancelNames[0],    'cancelling',  flag,               'optional', 'manual',   'Y: 다음 호출은 승인취소'],
  [queryNames[0],     'querying',    flag,               'optional', 'manual',   'Y: 다음 호출은 결제결과 조회', { aliases: queryNames.slice(1) }],
  [monthlyNames[0],   'monthly',     flag,               'optional', 'manual',   'Y: 다음 호출은 월 1회 정기결제', { aliases: monthlyNames.slice(1) }],
  ['PCD_SIMPLE_FLAG', 'simple',      flag,               'optional', 'manual',   'Y: 다음 호출은 횟수 제한 없는 정기결제'],
  ['PCD_PAY_WORK',    'work',        text(20),           'optional', 'manual',   '업무구분 (PUSERDEL, PUSERINFO, LINKREG, TSREG, TSCANCEL)', { example: 'PUSERDEL' }],
  ['PCD_PAY_OID',     'orderNumber', orderNumber(255),   'optional', 'inferred', '결제창을 이 주문번호로 고정'],
  ['PCD_PAY_TOTAL',   'amount',      wonDigits(wonLimit), 'optional', 'inferred', '결제창을 이 금액으로 고정'],
  ['payple_dir_path', 'directory',   text(255),          'ignored',  'public',   '이전 스크립트가 보내는 값'],
]);

// The first example of the manual calls host and path cPayHost and cPayUrl, all later ones PCD_….
// biome-ignore format: a table
export const authAnswer = message('auth answer', [
  // wire           means         rule          presence    source    meaning
  ['server_name',  'serverName', text(255),    'optional', 'public', '응답한 서버', { example: '127.0.0.1' }],
  ['result',       'result',     text(8),      'required', 'manual', '결과 (success, error)', { example: 'success' }],
  ['result_msg',   'message',    text(255),    'required', 'manual', '결과 메시지, 오류이면 코드로 시작', { example: '사용자 인증완료' }],
  ['cst_id',       'idToken',    secret(2048), 'optional', 'manual', '가맹점 ID Token', { masked: true }],
  ['custKey',      'keyToken',   secret(2048), 'optional', 'manual', '가맹점 비밀키 Token', { masked: true }],
  ['AuthKey',      'authKey',    secret(2048), 'optional', 'manual', '인증 Token, 30분간 여러 번 사용', { masked: true }],
  ['PCD_PAY_HOST', 'host',       text(255),    'optional', 'manual', '다음 호출의 서버', { example: 'http://127.0.0.1:8080' }],
  ['PCD_PAY_URL',  'path',       text(255),    'optional', 'manual', '다음 호출의 경로', { example: '/index.php?ACT_=PAYM' }],
  ['return_url',   'returnUrl',  text(512),    'optional', 'manual', '다음 호출의 주소. 바뀔 수 있으니 고정하지 마세요', { example: 'http://127.0.0.1:8080/index.php?ACT_=PAYM' }],
  ['cPayHost',     'host',       text(255),    'optional', 'manual', 'PCD_PAY_HOST와 같음', { example: 'http://127.0.0.1:8080' }],
  ['cPayUrl',      'path',       text(255),    'optional', 'manual', 'PCD_PAY_URL과 같음', { example: '/index.php?ACT_=PAYM' }],
]);

/** What a page sends that carries only the public key; its tokens open windows and nothing else. */
// biome-ignore format: a table
export const browserAuthRequest = message('browser auth request', [
  // wire            means          rule                 presence    source      meaning
  ['clientKey',     'browserKey',  text(255),           'required', 'inferred', '브라우저용 공개키', { example: 'test_DF55F29DA654A8CBC0F0A9DD4B556486', refusal: { kind: 'wrong-credentials' } }],
  ['PCD_PAY_OID',   'orderNumber', orderNumber(255),    'ignored',  'inferred', '페이지가 보내는 값은 주문을 고정하지 못함'],
  ['PCD_PAY_TOTAL', 'amount',      wonDigits(wonLimit), 'ignored',  'inferred', '페이지가 보내는 값은 금액을 고정하지 못함'],
]);
