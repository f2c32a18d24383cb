// What is sold, as a table. Each offer is paid in another way, so that one can look at all of them.
import { clientKey } from './payple.mjs';

// `asks` goes to the payment window. `proof` is how the page proves whose shop it is: by a path of
// our own server that gets the tokens (manual 004, payple_auth_file), or by a key that may be
// public. `result` is how the window's answer comes back: to a function of the page, as a form of
// the page, or as a form of the window when that is the whole page.
const card = { PCD_PAY_TYPE: 'card', PCD_CARD_VER: '02' };
const byProxy = { proof: 'proxy', script: 'cpay.payple.1.0.1.js' };
const byKey = { proof: 'client key', script: 'v1/payment.js' };

export const offers = [
  {
    ...{ id: 'cert', goods: '결 텀블러', amount: 18_000, way: 'CERT', ...byProxy },
    ...{ asks: { ...card, PCD_PAY_WORK: 'CERT' }, result: 'callback' },
    says: '결제창에서 인증하고, 상점이 금액을 확인한 뒤 최종 승인합니다.',
    english: 'The window authenticates; the shop checks the amount and confirms.',
  },
  {
    ...{ id: 'pay', goods: '원두 선물 세트', amount: 52_000, way: 'PAY', ...byKey },
    ...{ asks: { ...card, PCD_PAY_WORK: 'PAY', clientKey }, result: 'form' },
    says: '결제창이 바로 결제합니다. 50,000원부터 할부를 고를 수 있습니다.',
    english: 'The window charges at once; instalments from 50,000 won.',
  },
  {
    ...{ id: 'transfer', goods: '드립백 한 상자', amount: 9_000, way: '계좌이체', ...byKey },
    ...{ asks: { PCD_PAY_TYPE: 'transfer', PCD_PAY_WORK: 'PAY', clientKey }, result: 'direct' },
    says: '화면 전체가 결제창으로 바뀌고, 은행 계좌에서 이체합니다.',
    english: 'The whole page becomes the window; money leaves a bank account.',
  },
  {
    ...{ id: 'monthly', goods: '커피 정기구독', amount: 9_900, way: '정기결제', ...byProxy },
    asks: { PCD_PAY_TYPE: 'card', PCD_CARD_VER: '01', PCD_PAY_WORK: 'AUTH' },
    result: 'callback',
    says: '카드를 한 번 등록하고, 상점이 달마다 한 번 결제합니다.',
    english: 'The card is registered once; the shop charges it once a month.',
  },
  {
    ...{ id: 'link', goods: '원데이 클래스', amount: 35_000, way: '링크결제', asks: card },
    says: '결제 링크를 만들어 보냅니다. 결과는 통지로만 옵니다.',
    english: 'A link to send; the result comes by webhook only.',
  },
];
