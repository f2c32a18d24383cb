// The table of POST /payAuth/token: an id and a key in, a TOKEN for an hour out (manual 000).
// The paycert part of the manual swaps the two descriptions; every client puts the id in pay2_id.
import { secret, text } from '../field.ts';
import { message } from '../message.ts';

// biome-ignore format: a table
export const tokenRequest = message('token request', [
  // wire       means        rule        presence    source    meaning
  ['pay2_id',  'clientId',  text(30),   'required', 'manual', 'cookiepayments에서 발급받은 ID', { example: 'demo' }],
  ['pay2_key', 'clientKey', secret(50), 'required', 'manual', 'cookiepayments에서 발급받은 연동키', { masked: true }],
]);

// biome-ignore format: a table
export const tokenAnswer = message('token answer', [
  // wire      means      rule          presence    source    meaning
  ['RTN_CD',  'code',    text(4),      'required', 'manual', '결과 코드 (성공시 0000)', { example: '0000' }],
  ['RTN_MSG', 'message', text(100),    'required', 'public', '결과 메시지', { example: '성공' }],
  ['TOKEN',   'token',   secret(8192), 'optional', 'manual', '인증 TOKEN, 성공시에만 값이 있음', { masked: true }],
]);
