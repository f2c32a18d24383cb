// The table of routes of this dialect: what comes in, what goes out, what proves the caller.
import type { Message, Source } from '../message.ts';
import { authAnswer, authRequest, browserAuthRequest } from './auth.ts';
import { findKeyAnswer, keyRequest, removeKeyAnswer } from './billing-key.ts';
import { cancelAnswer, cancelRequest } from './cancel.ts';
import { cashReceiptAnswer, cashReceiptRequest } from './cash-receipt.ts';
import { chargeAnswer, chargeRequest } from './charge.ts';
import type { Family } from './codes.ts';
import { confirmAnswer, confirmRequest } from './confirm.ts';
import { linkAnswer, linkPageRequest, linkRequest } from './link.ts';
import { queryAnswer, queryRequest } from './query.ts';
import { windowRequest, windowResult } from './window.ts';

/** `window` takes tokens of either class, `server` those that no page has seen, or the raw key. */
export type Proof = 'none' | 'window' | 'server';

export interface Route {
  readonly name: string;
  readonly methods: readonly ('GET' | 'POST')[];
  /** The first is the one that is given out; the others stand in documents and old clients. */
  readonly paths: readonly string[];
  /** What stands in the query as ACT_; clients may leave it out. */
  readonly act: string | null;
  readonly title: string;
  readonly request: Message;
  readonly answers: 'object' | 'page';
  readonly answer: Message | null;
  /** The message that carries a refusal; other fields of it are empty. */
  readonly failure: Message;
  /** What each of its answers says, refusals too. */
  readonly says: Readonly<Record<string, string>>;
  readonly family: Family;
  readonly proof: Proof;
  readonly refundKey: boolean;
  /** Wire names that may name something of somebody else (T25). */
  readonly ids: readonly string[];
  readonly source: Source;
}

const both = ['POST', 'GET'] as const;
const post = ['POST'] as const;
const user = '/php/cPayUser/api/cPayUserAct.php';
const receipts = '/php/taxsave/api/tsAct.php';
const queries = '/php/PayChkAct.php';

const confirming = {
  request: confirmRequest,
  answer: confirmAnswer,
  failure: confirmAnswer,
} as const;
const charging = { request: chargeRequest, answer: chargeAnswer, failure: chargeAnswer } as const;
const cancelling = { request: cancelRequest, answer: cancelAnswer, failure: cancelAnswer } as const;
const querying = { request: queryRequest, answer: queryAnswer, failure: queryAnswer } as const;
const removing = {
  request: keyRequest,
  answer: removeKeyAnswer,
  failure: removeKeyAnswer,
} as const;
const finding = { request: keyRequest, answer: findKeyAnswer, failure: findKeyAnswer } as const;
const linking = { request: linkRequest, answer: linkAnswer, failure: linkAnswer } as const;
const receipting = {
  request: cashReceiptRequest,
  answer: cashReceiptAnswer,
  failure: cashReceiptAnswer,
} as const;

// biome-ignore format: a table
export const routes = [
  { name: 'auth',                methods: both, paths: ['/php/auth.php'],                                act: null,        title: '가맹점 인증',              request: authRequest, answers: 'object', answer: authAnswer, failure: authAnswer, says: {},                                        family: 'auth',            proof: 'none',   refundKey: false, ids: ['PCD_PAY_OID'],                                    source: 'manual' },
  { name: 'browser-auth',        methods: post, paths: ['/js/v1/auth'],                                  act: null,        title: '브라우저 인증',            request: browserAuthRequest, answers: 'object', answer: authAnswer, failure: authAnswer, says: {},                                 family: 'auth',            proof: 'none',   refundKey: false, ids: [],                                                 source: 'inferred' },
  { name: 'window',              methods: post, paths: ['/index.php', '/php/', '/php/PayAct.php'],       act: 'PAYM',      title: '결제창',                   request: windowRequest, answers: 'page', answer: windowResult, failure: windowResult, says: { paidBy: 'card' },                     family: 'window-card',     proof: 'window', refundKey: false, ids: ['PCD_PAY_OID', 'PCD_PAYER_ID'],                    source: 'manual' },
  { name: 'confirm-card',        methods: both, paths: ['/php/PayCardConfirmAct.php'],                   act: 'PAYM',      title: '최종승인, 카드',           ...confirming, answers: 'object', says: { paidBy: 'card' },    family: 'confirm-card',    proof: 'server', refundKey: false, ids: ['PCD_PAY_REQKEY', 'PCD_PAYER_ID', 'PCD_PAY_OID'],  source: 'manual' },
  { name: 'confirm-account',     methods: both, paths: ['/php/PayConfirmAct.php'],                       act: 'PAYM',      title: '최종승인, 계좌',           ...confirming, answers: 'object', says: { paidBy: 'account' }, family: 'confirm-account', proof: 'server', refundKey: false, ids: ['PCD_PAY_REQKEY', 'PCD_PAYER_ID', 'PCD_PAY_OID'],  source: 'manual' },
  { name: 'monthly-card',        methods: both, paths: ['/php/RePayCardAct.php'],                        act: 'PAYM',      title: '월 1회 빌링키 결제, 카드', ...charging,   answers: 'object', says: { paidBy: 'card' },    family: 'monthly-card',    proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID', 'PCD_PAY_OID'],                    source: 'manual' },
  { name: 'charge-card',         methods: both, paths: ['/php/SimplePayCardAct.php'],                    act: 'PAYM',      title: '빌링키 결제, 카드',        ...charging,   answers: 'object', says: { paidBy: 'card' },    family: 'charge-card',     proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID', 'PCD_PAY_OID'],                    source: 'public' },
  { name: 'monthly-account',     methods: both, paths: ['/php/RePayAct.php'],                            act: 'PAYM',      title: '월 1회 빌링키 결제, 계좌', ...charging,   answers: 'object', says: { paidBy: 'account' }, family: 'monthly-account', proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID', 'PCD_PAY_OID'],                    source: 'public' },
  { name: 'charge-account',      methods: both, paths: ['/php/SimplePayAct.php'],                        act: 'PAYM',      title: '빌링키 결제, 계좌',        ...charging,   answers: 'object', says: { paidBy: 'account' }, family: 'charge-account',  proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID', 'PCD_PAY_OID'],                    source: 'public' },
  { name: 'cancel',              methods: both, paths: ['/php/account/api/cPayCAct.php', queries],       act: null,        title: '승인취소',                 ...cancelling, answers: 'object', says: {},                    family: 'cancel',          proof: 'server', refundKey: true,  ids: ['PCD_PAY_OID'],                                    source: 'manual' },
  { name: 'query',               methods: both, paths: [queries],                                        act: null,        title: '결제결과 조회',            ...querying,   answers: 'object', says: {},                    family: 'query',           proof: 'server', refundKey: false, ids: ['PCD_PAY_OID'],                                    source: 'manual' },
  { name: 'remove-key',          methods: both, paths: [user],                                           act: 'PUSERDEL',  title: '빌링키 해지',              ...removing,   answers: 'object', says: { work: 'PUSERDEL' },  family: 'remove-key',      proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID'],                                   source: 'manual' },
  { name: 'find-key',            methods: both, paths: [user],                                           act: 'PUSERINFO', title: '빌링키 조회',              ...finding,    answers: 'object', says: { work: 'PUSERINFO' }, family: 'find-key',        proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID'],                                   source: 'manual' },
  { name: 'link',                methods: both, paths: ['/php/link/api/LinkRegAct.php'],                 act: 'LINKREG',   title: '결제 링크',                ...linking,    answers: 'object', says: { work: 'LINKREG' },   family: 'link',            proof: 'server', refundKey: false, ids: [],                                                 source: 'public' },
  { name: 'link-page',           methods: both, paths: ['/php/link/', '/php/link/payAuth.php'],          act: null,        title: '결제 링크의 화면',         request: linkPageRequest, answers: 'page', answer: null, failure: linkAnswer, says: {},                                       family: 'link',            proof: 'none',   refundKey: false, ids: ['SID', 'OID'],                                     source: 'public' },
  { name: 'cash-receipt',        methods: both, paths: [receipts],                                       act: 'TSREG',     title: '현금영수증 발행',          ...receipting, answers: 'object', says: { work: 'TSREG' },     family: 'cash-receipt',    proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID', 'PCD_PAY_OID'],                    source: 'public' },
  { name: 'cancel-cash-receipt', methods: both, paths: [receipts],                                       act: 'TSCANCEL',  title: '현금영수증 발행취소',      ...receipting, answers: 'object', says: { work: 'TSCANCEL' },  family: 'cash-receipt',    proof: 'server', refundKey: false, ids: ['PCD_PAYER_ID', 'PCD_PAY_OID'],                    source: 'public' },
] as const satisfies readonly Route[];

export type RouteName = (typeof routes)[number]['name'];

export function routeNamed<Name extends RouteName>(
  name: Name,
): Extract<(typeof routes)[number], { readonly name: Name }> {
  const found = routes.find((route) => route.name === name);
  return found as Extract<(typeof routes)[number], { readonly name: Name }>;
}

/** The address that a partner is sent to: our path, with the ACT_ that its clients expect. */
export function givenPath({ paths, act }: Pick<Route, 'paths' | 'act'>): string {
  return act === null ? (paths[0] ?? '') : `${paths[0]}?ACT_=${act}`;
}
