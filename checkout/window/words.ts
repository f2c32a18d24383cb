// What the window says, in Korean and in English, as one table.

// biome-ignore format: a table
const table = {
  //                 Korean                                              English
  pay:             ['{amount}원 결제하기',                               'Pay {amount} won'],
  certify:         ['{amount}원 결제 요청',                              'Confirm {amount} won'],
  register:        ['등록하기',                                          'Register'],
  cancel:          ['취소',                                              'Cancel'],
  back:            ['이전',                                              'Back'],
  waysLegend:      ['결제 수단',                                         'How to pay'],
  'way-card':      ['카드번호 입력',                                     'Card number'],
  'way-app-card':  ['카드 앱으로 결제',                                  'Card app'],
  'way-transfer':  ['계좌이체',                                          'Bank transfer'],
  'way-registered': ['등록된 결제수단',                                  'Registered'],
  number:          ['카드번호',                                          'Card number'],
  accountNumber:   ['계좌번호',                                          'Account number'],
  expiry:          ['유효기간',                                          'Expiry date'],
  expiryHint:      ['월/년 (MM/YY)',                                     'MM/YY'],
  password:        ['카드 비밀번호 앞 두 자리',                          'First two digits of the card password'],
  birthDate:       ['생년월일 6자리 또는 사업자번호 10자리',             'Birth date (YYMMDD) or business number'],
  instalment:      ['할부',                                              'Instalments'],
  lumpSum:         ['일시불',                                            'Pay in full'],
  months:          ['{n}개월',                                           '{n} months'],
  newPassword:     ['결제 비밀번호 6자리 만들기',                        'New six-digit payment password'],
  repeatPassword:  ['결제 비밀번호 확인',                                'Repeat the payment password'],
  paymentPassword: ['결제 비밀번호 6자리',                               'Six-digit payment password'],
  bank:            ['은행',                                              'Bank'],
  chooseBank:      ['은행을 선택하세요',                                 'Choose your bank'],
  holder:          ['예금주',                                            'Account holder'],
  receipt:         ['현금영수증',                                        'Cash receipt'],
  receiptNone:     ['신청 안 함',                                        'None'],
  receiptPersonal: ['소득공제',                                          'Income deduction'],
  receiptCompany:  ['지출증빙',                                          'Expense proof'],
  identity:        ['휴대폰번호 또는 사업자번호',                        'Mobile or business number'],
  chooseCard:      ['결제할 카드를 선택하세요',                          'Choose a card'],
  phoneTitle:      ['휴대폰의 카드 앱 (모의 화면)',                      "Your phone's card app (simulated)"],
  phoneAsks:       ['{shop}에서 {amount}원을 결제할까요?',               'Pay {amount} won at {shop}?'],
  approve:         ['승인',                                              'Approve'],
  decline:         ['거절',                                              'Decline'],
  arsTitle:        ['전화 승인 (모의 화면)',                             'Call to approve (simulated)'],
  arsAsks:         ['걸려 온 전화에서 인증번호 {code}을(를) 누르면 출금이 승인됩니다.', 'The call asks for {code}; pressing it approves the transfer.'],
  terms:           ['결제 서비스 이용약관과 개인정보 수집·이용에 동의합니다', 'I agree to the terms of payment and the use of personal data'],
  termsMore:       ['내용 보기',                                         'Read them'],
  termsText:       ['결제를 처리하기 위해 결제수단 정보와 구매자 정보를 카드사·은행에 전달하며, 카드번호와 비밀번호는 저장하지 않습니다. 거래 기록은 관련 법령이 정한 기간 동안 보관합니다.', 'To process the payment, your payment details are passed to the card company or bank. Card numbers and passwords are not stored. Records of the transaction are kept as the law requires.'],
  termsNeeded:     ['약관에 동의해 주세요.',                             'Please agree to the terms.'],
  working:         ['승인을 요청하고 있습니다. 창을 닫지 마세요.',       'Asking for approval. Please keep this window open.'],
  offline:         ['연결이 끊겼습니다. 결제 여부를 확인한 뒤 이어 갑니다.', 'The connection was lost. We will check before going on.'],
  timeLeft:        ['남은 시간 {n}초',                                   '{n} seconds left'],
  triesLeft:       ['{n}번 더 시도할 수 있습니다.',                      '{n} tries left.'],
  missing:         ['{field}을(를) 입력해 주세요.',                      'Please enter: {field}.'],
  unequal:         ['두 비밀번호가 다릅니다.',                           'The two passwords differ.'],
  expiredTitle:    ['결제 시간이 지났습니다',                            'The time is over'],
  goneTitle:       ['결제창을 찾을 수 없습니다',                         'This payment window does not exist'],
  goneText:        ['상점으로 돌아가 처음부터 다시 진행해 주세요.',      'Please go back to the shop and begin again.'],
  errorTitle:      ['결제창을 열 수 없습니다',                           'The payment window cannot be opened'],
  doneTitle:       ['완료되었습니다',                                    'Done'],
  doneText:        ['결과를 상점에 전달했습니다. 이 창을 닫아도 됩니다.', 'The shop has been told. You may close this window.'],
  failedTitle:     ['완료되지 않았습니다',                               'Not completed'],
  failedText:      ['결제되지 않았습니다.',                              'Nothing was paid.'],
  afterwards:      ['상점으로 이동',                                     'Continue to the shop'],
  fillTest:        ['테스트 값 채우기',                                  'Fill in test values'],
  language:        ['English',                                           '한국어'],
} as const satisfies Readonly<Record<string, readonly [korean: string, english: string]>>;

export type Word = keyof typeof table;
export type Language = 'ko' | 'en';

/** A word with its figures filled in. */
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

export function sayIn(language: Language): Say {
  return (word, values = {}) => {
    const text: string = table[word][language === 'ko' ? 0 : 1];
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}

/** Korean unless the browser asks for something else first. */
export function languageOf(preferred: readonly string[]): Language {
  return (preferred[0] ?? 'ko').toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
