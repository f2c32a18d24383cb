// The tables of codes: what each family of operations begins its codes with, which of its codes are
// known in public, and what success is called.

/** One for each kind of operation that has codes of its own. */
// biome-ignore format: a table
export const families = {
  'auth':             { prefix: 'AUTH', title: '가맹점 인증' },
  'window-card':      { prefix: 'CPCA', title: '결제창, 카드' },
  'window-account':   { prefix: 'CPAY', title: '결제창, 계좌' },
  'register-card':    { prefix: 'CDAU', title: '결제창, 카드 등록' },
  'register-account': { prefix: 'BKAU', title: '결제창, 계좌 등록' },
  'confirm-card':     { prefix: 'CPCA', title: '최종승인, 카드' },
  'confirm-account':  { prefix: 'CPAY', title: '최종승인, 계좌' },
  'charge-card':      { prefix: 'SPCD', title: '빌링키 결제, 카드' },
  'monthly-card':     { prefix: 'RPCD', title: '월 1회 빌링키 결제, 카드' },
  'charge-account':   { prefix: 'SPAY', title: '빌링키 결제, 계좌' },
  'monthly-account':  { prefix: 'RPAY', title: '월 1회 빌링키 결제, 계좌' },
  'cancel':           { prefix: 'PAYC', title: '승인취소' },
  'query':            { prefix: 'PCHK', title: '결제결과 조회' },
  'remove-key':       { prefix: 'PUER', title: '빌링키 해지' },
  'find-key':         { prefix: 'PUIN', title: '빌링키 조회' },
  'link':             { prefix: 'LINK', title: '결제 링크' },
  'cash-receipt':     { prefix: 'TSRG', title: '현금영수증' },
} as const satisfies Readonly<Record<string, { prefix: string; title: string }>>;

export type Family = keyof typeof families;

/** Known from the manual (the first two) or from public pages; every other code is our own. */
// biome-ignore format: a table
const published: ReadonlyMap<string, readonly string[]> = new Map([
  ['AUTH', ['0001', '0002', '0003', '0004', '0005', '0006', '0007', '0008']],
  ['ARSA', ['0001']],
  ['CPCA', ['0001', '0002', '0004', '0005', '0006', '0010', '0011', '0018', '0024', '0201', '0202', '9997', '9998', '9999']],
  ['CBIL', ['0001', '0002', '0003']],
  ['CPAY', ['0018', '0202']],
  ['CDAU', ['0000', '0001', '0002', '0007', '9991', '9998', '9999', 'CK01', 'CK02', 'CK03', 'CK04', 'CK05', 'CK06']],
  ['BKAU', ['9998']],
  ['SPCD', ['0000', '0001', '0002', '0003', '0004', '0007', '0009', '0011', '0014', '0018', '1001', '9991', '9998', '9999']],
  ['RPCD', ['0001', '0002', '0003', '0004', '0005', '0006', '0007', '0009', '0011', '0015', '0019', '1001', '9991', '9998', '9999']],
  ['SPAY', ['0001', '0005', '0011', '0019', '0021', '0023', '0024']],
  ['RPAY', ['0008', '0021', '0023', '0024', '0025', '0026']],
  ['PAYC', ['0000', '0001', '0002', '0007', '0011']],
  ['PCHK', ['0000']],
  ['PUER', ['0000']],
  ['TSRG', ['0000']],
]);

export function isPublished(code: string): boolean {
  return code === '0000' || (published.get(code.slice(0, 4))?.includes(code.slice(4)) ?? false);
}

export interface Success {
  readonly result: 'success';
  readonly code: string;
  readonly message: string;
}

/** What was done, and how a shop hears that it was. */
// biome-ignore format: a table
const successes = {
  'auth':                { code: '',         message: '사용자 인증완료' },
  'register-card':       { code: 'CDAU0000', message: '카드등록완료' },
  'register-account':    { code: 'BKAU0000', message: '계좌등록완료' },
  'certify-card':        { code: '0000',     message: '카드인증완료' },
  'certify-account':     { code: '0000',     message: '계좌인증완료' },
  'pay-card':            { code: '0000',     message: '카드결제완료' },
  'pay-account':         { code: '0000',     message: '출금이체완료' },
  'charge':              { code: 'SPCD0000', message: '결제완료' },
  'cancel':              { code: 'PAYC0000', message: '환불성공' },
  'query':               { code: 'PCHK0000', message: '조회완료' },
  'remove-key':          { code: 'PUER0000', message: '해지완료' },
  'find-card':           { code: '0000',     message: '카드조회 성공' },
  'find-account':        { code: '0000',     message: '계좌조회 성공' },
  'link':                { code: '',         message: '링크생성이 완료되었습니다.' },
  'cash-receipt':        { code: 'TSRG0000', message: '현금영수증 발행완료' },
  'cancel-cash-receipt': { code: 'TSRG0000', message: '현금영수증 발행취소 완료' },
} as const;

export type Operation = keyof typeof successes;

export const operations = Object.keys(successes) as readonly Operation[];

/** Registration of a card and an account differ, a confirmed window and one that paid do not. */
export function successOf(operation: Operation): Success {
  return { result: 'success', ...successes[operation] };
}

/** A buyer who left: no refusal, and no answer of ours either. */
export const closed = {
  result: 'close',
  code: '',
  message: '결제를 종료하였습니다.',
} as const;
