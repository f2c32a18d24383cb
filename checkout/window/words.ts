// What the window says, in Korean and in English, as one table.

// biome-ignore format: a table
const table = {
  //                 Korean                                              English
  won:             ['원',                                                ' won'],
  registering:     ['결제수단 등록',                                     'Register a payment method'],
  buyer:           ['구매자',                                            'Buyer'],
  sandboxRibbon:   ['테스트 결제입니다. 실제로 출금되지 않습니다.',      'Test payment. No money moves.'],
  pay:             ['{amount}원 결제하기',                               'Pay {amount} won'],
  register:        ['등록하기',                                          'Register'],
  cancel:          ['취소',                                              'Cancel'],
  close:           ['창 닫기',                                           'Close this window'],
  back:            ['이전으로',                                          'Back'],
  language:        ['English',                                           '한국어'],
  waysLegend:      ['결제수단',                                          'How to pay'],
  'way-card':      ['카드번호 입력',                                     'Card number'],
  'way-app-card':  ['앱카드',                                            'Card app'],
  'way-transfer':  ['계좌이체',                                          'Bank transfer'],
  'way-registered': ['등록된 결제수단',                                  'Saved method'],

  number:          ['카드번호',                                          'Card number'],
  expiry:          ['유효기간',                                          'Expiry date'],
  expiryHint:      ['카드에 적힌 월/년 순서대로',                        'Month and year, as printed'],
  password:        ['카드 비밀번호',                                     'Card PIN'],
  passwordHint:    ['앞 두 자리',                                        'The first two digits'],
  birthDate:       ['생년월일 또는 사업자번호',                          'Birth date or business number'],
  birthDateHint:   ['주민번호 앞 6자리, 법인카드는 사업자번호 10자리',   'YYMMDD; ten digits for a company'],
  instalment:      ['할부',                                              'Instalments'],
  lumpSum:         ['일시불',                                            'Pay in full'],
  months:          ['{n}개월',                                           '{n} months'],
  monthsFree:      ['{n}개월 무이자',                                    '{n} months, interest-free'],
  newPassword:     ['결제 비밀번호',                                     'Payment password'],
  newPasswordHint: ['다음 결제에 쓸 숫자 6자리',                         'Six digits for your next payment'],
  repeat:          ['결제 비밀번호 확인',                                'Repeat the password'],
  paymentPassword: ['결제 비밀번호',                                     'Payment password'],
  sixDigits:       ['숫자 6자리',                                        'Six digits'],

  bank:            ['은행',                                              'Bank'],
  chooseBank:      ['은행을 선택하세요',                                 'Choose your bank'],
  accountNumber:   ['계좌번호',                                          'Account number'],
  digitsOnly:      ['숫자만 입력하세요',                                 'Digits only'],
  holder:          ['예금주',                                            'Account holder'],
  trade:           ['현금영수증',                                        'Cash receipt'],
  tradeNone:       ['신청 안 함',                                        'None'],
  tradePersonal:   ['소득공제용',                                        'For income deduction'],
  tradeCompany:    ['지출증빙용',                                        'For business expenses'],
  identity:        ['휴대폰번호 또는 사업자번호',                        'Mobile or business number'],

  chooseCard:      ['휴대폰에 있는 카드',                                'Cards on your phone'],
  otherCards:      ['다르게 동작하는 테스트 카드',                       'Test cards that go wrong'],
  'note-decline-limit':       ['한도 초과',                              'Over limit'],
  'note-decline-balance':     ['잔액 부족',                              'No balance'],
  'note-decline-suspended':   ['정지된 카드',                            'Suspended'],
  'note-issuer-maintenance':  ['카드사 점검',                            'Maintenance'],
  'note-answer-lost':         ['응답 유실',                              'Answer lost'],
  'note-request-lost':        ['요청 유실',                              'Request lost'],
  'note-answer-late':         ['응답 지연',                              'Late answer'],
  simulated:       ['모의 화면',                                         'Simulated'],
  phoneTitle:      ['{issuer} 결제 승인',                                '{issuer}: approve a payment'],
  phoneText:       ['아래 결제를 승인할까요?',                           'Do you approve this payment?'],
  arsTitle:        ['출금 동의 전화',                                    'A call to approve the transfer'],
  arsText:         ['ARS 전화가 왔다고 생각하세요. 안내에 따라 인증번호 {code}번을 누르면 출금에 동의하게 됩니다.', 'Imagine that the bank calls you. Pressing {code} on your phone approves the transfer.'],
  approve:         ['승인',                                              'Approve'],
  decline:         ['거절',                                              'Decline'],

  fillTest:        ['테스트 값 채우기',                                  'Fill in test values'],
  testHint:        ['테스트 카드·계좌로만 결제됩니다.',                  'Only test cards and accounts work here.'],
  termsLegend:     ['약관 동의',                                         'Terms'],
  termsAll:        ['필수 약관에 모두 동의합니다',                       'I agree to all required terms'],
  termsList:       ['약관 {n}개 보기',                                   'Read the {n} terms'],
  termsRead:       ['내용',                                              'Text'],
  termsNeeded:     ['필수 약관에 동의해 주세요.',                        'Please agree to the required terms.'],

  working:         ['승인을 요청하고 있습니다. 창을 닫지 마세요.',       'Asking for approval. Please keep this window open.'],
  closing:         ['취소하고 있습니다.',                                'Cancelling.'],
  checking:        ['연결이 끊겼습니다. 결제됐는지 확인하고 있습니다.',  'The connection was lost. Checking what became of it.'],
  checkNow:        ['지금 다시 확인',                                    'Check again now'],
  notSent:         ['연결이 끊겨 요청이 처리되지 않았습니다. 결제되지 않았으니 다시 시도해 주세요.', 'The connection was lost and nothing was paid. Please try again.'],
  offline:         ['인터넷에 연결되어 있지 않습니다. 연결한 뒤 다시 눌러 주세요.', 'You are offline. Please connect and press again.'],
  timeLeft:        ['남은 시간 {n}초',                                   '{n} seconds left'],
  triesLeft:       ['{n}번 더 시도할 수 있습니다.',                      '{n} tries left.'],
  refused:         ['승인되지 않았습니다 ({code}).',                     'This was not approved ({code}).'],
  missing:         ['입력해 주세요.',                                    'Please fill this in.'],
  chosenNot:       ['선택해 주세요.',                                    'Please choose.'],
  unfitNumber:     ['카드번호를 끝까지 입력해 주세요.',                  'Please type the whole card number.'],
  unfitExpiry:     ['월/년을 네 자리로 입력해 주세요. 예: 09/28',        'Please type month and year, 09/28 for example.'],
  unfitPassword:   ['두 자리를 입력해 주세요.',                          'Please type two digits.'],
  unfitBirthDate:  ['6자리 또는 10자리로 입력해 주세요.',                'Please type six or ten digits.'],
  unfitSix:        ['숫자 6자리를 입력해 주세요.',                       'Please type six digits.'],
  unequal:         ['두 비밀번호가 다릅니다.',                           'The two passwords differ.'],
  unfitAccount:    ['계좌번호를 10~14자리로 입력해 주세요.',             'Account numbers have 10 to 14 digits.'],
  unfitIdentity:   ['10자리 또는 11자리로 입력해 주세요.',               'Please type 10 or 11 digits.'],

  expiredTitle:    ['결제 시간이 지났습니다',                            'The time is over'],
  expiredText:     ['결제되지 않았습니다. 상점에서 처음부터 다시 진행해 주세요.', 'Nothing was paid. Please begin again at the shop.'],
  goneTitle:       ['결제창을 찾을 수 없습니다',                         'This payment window does not exist'],
  goneText:        ['상점으로 돌아가 처음부터 다시 진행해 주세요.',      'Please go back to the shop and begin again.'],
  errorTitle:      ['결제창을 열 수 없습니다',                           'The payment window cannot be opened'],
  paidTitle:       ['결제가 완료되었습니다',                             'Payment complete'],
  certifiedTitle:  ['인증이 완료되었습니다',                             'Card confirmed'],
  registeredTitle: ['등록이 완료되었습니다',                             'Registered'],
  closedTitle:     ['결제를 취소했습니다',                               'You cancelled'],
  failedTitle:     ['결제되지 않았습니다',                               'Nothing was paid'],
  returning:       ['상점으로 돌아가고 있습니다.',                       'Taking you back to the shop.'],
  mayClose:        ['이 창을 닫아도 됩니다.',                            'You may close this window.'],
  afterwards:      ['상점으로 이동',                                     'Continue to the shop'],
} as const satisfies Readonly<Record<string, readonly [korean: string, english: string]>>;

export type Word = keyof typeof table;

export const wordsOfAll = Object.keys(table) as readonly Word[];
export type Language = 'ko' | 'en';

/** A word with its figures filled in. */
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

export function sayIn(language: Language): Say {
  return (word, values = {}) => {
    const text: string = table[word][language === 'ko' ? 0 : 1];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

export function isWord(name: string): name is Word {
  return Object.hasOwn(table, name);
}

/** Korean unless the browser asks for something else first. */
export function languageOf(preferred: readonly string[]): Language {
  return (preferred[0] ?? 'ko').toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
