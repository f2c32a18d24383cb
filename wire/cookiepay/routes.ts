// The table of routes of this dialect: what comes in, what goes out, what proves the caller.
import type { Gateway } from '../../core/merchant/merchant.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Message, Source } from '../message.ts';
import { cancelAnswer, cancelRequest } from './cancel.ts';
import { cancelAccountAnswer, cancelAccountRequest } from './cancel-account.ts';
import { keyinAnswer, keyinRequest } from './keyin.ts';
import { paycertAnswer, paycertRequest } from './paycert.ts';
import { paysearchElement, paysearchRefusal, paysearchRequest } from './paysearch.ts';
import { receiptRequest } from './receipt.ts';
import { resultOf, unknownPath } from './results.ts';
import { settlementRefusal, settlementRequest, settlementRow } from './settlement.ts';
import { tokenAnswer, tokenRequest } from './token.ts';

export type Proof = 'TOKEN' | 'ApiKey' | 'API_ID';

export interface Route {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly title: string;
  readonly proofs: readonly Proof[];
  readonly request: Message;
  /** A success: one message, an array of them, an object with them under DATA, or a page. */
  readonly answers: 'object' | 'array' | 'rows' | 'page';
  readonly answer: Message | null;
  /** The message that carries a refusal; other fields of it are empty. */
  readonly failure: Message;
  /** Wire names that may name a payment of somebody else (T25). */
  readonly ids: readonly string[];
  readonly source: Source;
  /** Only contracts of this gateway have it. */
  readonly gateway?: Gateway;
}

// biome-ignore format: a table
export const routes = [
  { name: 'token',     method: 'POST', path: '/payAuth/token',  title: '토큰 발급',      proofs: [],                            request: tokenRequest,     answers: 'object', answer: tokenAnswer,      failure: tokenAnswer,      ids: [],           source: 'manual' },
  { name: 'keyin',     method: 'POST', path: '/keyin/payment',  title: '비인증결제',     proofs: ['TOKEN', 'ApiKey', 'API_ID'], request: keyinRequest,     answers: 'object', answer: keyinAnswer,      failure: keyinAnswer,      ids: ['ORDERNO'],  source: 'manual' },
  { name: 'paycert',   method: 'POST', path: '/api/paycert',    title: '결제검증',       proofs: ['TOKEN'],                     request: paycertRequest,   answers: 'object', answer: paycertAnswer,    failure: paycertAnswer,    ids: ['tid'],      source: 'manual' },
  { name: 'cancel',    method: 'POST', path: '/api/cancel',     title: '결제취소',       proofs: ['TOKEN', 'ApiKey'],           request: cancelRequest,    answers: 'object', answer: cancelAnswer,     failure: cancelAnswer,     ids: ['tid'],      source: 'public' },
  { name: 'cancelAccount', method: 'POST', path: '/api/get_cancel_bank_account', title: '입금후 취소', proofs: ['TOKEN', 'ApiKey'], request: cancelAccountRequest, answers: 'object', answer: cancelAccountAnswer, failure: cancelAccountAnswer, ids: ['tid'], source: 'manual', gateway: 'kiwoom' },
  { name: 'paysearch', method: 'POST', path: '/api/paysearch',  title: '결제내역 조회',  proofs: ['TOKEN', 'API_ID'],           request: paysearchRequest, answers: 'array',  answer: paysearchElement, failure: paysearchRefusal, ids: ['TID'],      source: 'public' },
  { name: 'settlement', method: 'POST', path: '/api/settlement', title: '정산대사',       proofs: ['TOKEN', 'API_ID'],           request: settlementRequest, answers: 'rows', answer: settlementRow,    failure: settlementRefusal, ids: ['TID'],    source: 'manual', gateway: 'kiwoom' },
  { name: 'receipt',   method: 'GET',  path: '/api/receipt',    title: '매출전표',       proofs: [],                            request: receiptRequest,   answers: 'page',   answer: null,             failure: paysearchRefusal, ids: ['tid'],      source: 'public' },
] as const satisfies readonly Route[];

export type RouteName = (typeof routes)[number]['name'];

type Failing = Pick<Route, 'request' | 'failure'>;

/** What is known although the request was refused: the order number, the amount, the TID. */
export type Known<R extends Failing> = Parameters<R['failure']['renderPartly']>[0];

/** A refusal in the shape its route gives failures; HTTP 200, as clients expect of this dialect. */
export function renderRefusal<R extends Failing>(
  route: R,
  refusal: Refusal,
  known: Known<R> = {},
): Readonly<Record<string, string>> {
  const { code, message } = resultOf(refusal, route.request);
  const words = { code, message, resultCode: code, resultMessage: message };
  return route.failure.renderPartly({ ...known, ...words });
}

/** The body of a 404; the shape that most routes of this dialect share. */
export function renderUnknownPath(): Readonly<Record<string, string>> {
  return paysearchRefusal.render(unknownPath);
}
