// The table of GET /api/receipt: the slip of one card payment, as a page.
import { inBase64, text } from '../field.ts';
import { message } from '../message.ts';

// biome-ignore format: a table
export const receiptRequest = message('receipt request', [
  // wire   means        rule                 presence    source      meaning
  ['tid',  'tid',       inBase64(text(100)), 'required', 'public',   'PG 거래 고유번호 (base64)', { place: 'query' }],
  ['sig',  'signature', text(200),           'optional', 'inferred', '전체 전표를 여는 서명 (RECEIPT_URL에 포함)', { place: 'query', masked: true }],
]);
