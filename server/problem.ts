// How the native API and the sandbox say no: RFC 9457 problem details, one table of kinds.
import type { FastifyReply } from 'fastify';
import type { Refusal, RefusalKind } from '../core/refusal.ts';
import { isoTime } from '../core/time/instant.ts';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

const kinds = {
  'unreadable-body': { status: 400, title: 'The body cannot be read.' },
  'token-refused': { status: 401, title: 'The key is missing or not valid.' },
  'wrong-credentials': { status: 401, title: 'The key is missing or not valid.' },
  'too-many-tries': { status: 429, title: 'Too many failed tries.' },
  'not-in-contract': { status: 403, title: 'The contract does not include this.' },
  'unfit-field': { status: 400, title: 'A field is missing or unfit.' },
  'test-cards-only': { status: 400, title: 'The sandbox takes test cards only.' },
  'payment-not-found': { status: 404, title: 'There is no such thing.' },
  'no-rows': { status: 404, title: 'There is no such thing.' },
  'order-number-used': { status: 409, title: 'The order number is already used.' },
  'already-cancelled': { status: 409, title: 'Already cancelled.' },
  'exceeds-cancellable': { status: 409, title: 'More than can be cancelled.' },
  'not-cancellable': { status: 409, title: 'It cannot be cancelled in this state.' },
  'cancels-used-up': { status: 409, title: 'Too many cancels in part; the rest can be cancelled.' },
  'payout-fixed': { status: 409, title: 'The payout is fixed; a deposit comes before a cancel.' },
  'payout-final': { status: 409, title: 'The payout is fixed; nothing can be cancelled after it.' },
  'cancel-works': { status: 409, title: 'An ordinary cancel still works.' },
  busy: { status: 503, title: 'Busy; nothing was done.' },
  'cancel-in-progress': { status: 409, title: 'Another cancel is in progress; nothing was done.' },
  'deposit-awaited': { status: 409, title: 'An account waits for a deposit of this amount.' },
  'result-unknown': { status: 202, title: 'The result is being checked.' },
  'key-reused': { status: 422, title: 'This Idempotency-Key belongs to another request.' },
  'key-in-flight': {
    status: 409,
    title: 'The first request with this Idempotency-Key still runs.',
  },
  declined: { status: 409, title: 'The issuer declined.' },
  'referer-refused': { status: 403, title: 'This referer is not registered.' },
  'origin-refused': { status: 403, title: 'This origin is not registered.' },
  'session-expired': { status: 401, title: 'The session has expired.' },
  'session-mismatch': { status: 409, title: 'This belongs to another session.' },
  'window-expired': { status: 409, title: 'The time for this window is over.' },
  'window-ended': { status: 409, title: 'This window has already ended.' },
  'attempts-used-up': { status: 409, title: 'Too many attempts in this window.' },
  'wrong-refund-key': { status: 401, title: 'The key is missing or not valid.' },
  'billing-key-not-found': { status: 404, title: 'There is no such thing.' },
  'wrong-payment-password': { status: 409, title: 'The payment password is wrong.' },
  'billing-key-locked': { status: 409, title: 'This billing key is locked.' },
  'amount-mismatch': { status: 409, title: 'The amount differs from the one that was fixed.' },
  'month-already-paid': { status: 409, title: 'This month is already paid.' },
  'already-confirmed': { status: 409, title: 'Already confirmed.' },
  'link-expired': { status: 409, title: 'The link has expired.' },
  'link-used': { status: 409, title: 'The link was already used.' },
  'cash-receipt-issued': { status: 409, title: 'A cash receipt was already issued.' },
  'cash-receipt-not-found': { status: 404, title: 'There is no such thing.' },
  'schedule-not-found': { status: 404, title: 'There is no such thing.' },
  'schedule-stopped': { status: 409, title: 'The schedule was stopped.' },
  'schedule-finished': { status: 409, title: 'The schedule has charged its last round.' },
  'round-not-due': { status: 409, title: 'No round waits to be charged.' },
  'limit-reached': { status: 429, title: 'A limit is reached; nothing was done.' },
} as const satisfies Record<RefusalKind, ProblemKind>;

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly field?: string;
}

export function problemOf(refusal: Refusal): Problem {
  const { title } = kinds[refusal.kind];
  const type = `urn:gyeol:${refusal.kind}`;
  return { type, title, status: statusOf(refusal), ...detailOf(refusal) };
}

/** One kind has a status of its own among its faults: HTTP names it, and proxies know it. */
function statusOf(refusal: Refusal): number {
  const isTooLarge = refusal.kind === 'unreadable-body' && refusal.fault === 'too-large';
  return isTooLarge ? 413 : kinds[refusal.kind].status;
}

/** What no rule of payment refuses: the path, the host, the bytes, or the role of a key. */
export const surfaceProblems = {
  'wrong-role': problem('wrong-role', 403, 'The key is of another role than this route asks for.'),
  'unknown-path': problem('path', 404, 'There is no such path.'),
  'unreadable-path': problem('path', 400, 'The path cannot be read.'),
  host: problem('host', 421, 'This server does not answer for that host.'),
} as const;

function problem(name: string, status: number, title: string): Problem {
  return { type: `urn:gyeol:${name}`, title, status };
}

function detailOf(refusal: Refusal): { detail?: string; field?: string } {
  switch (refusal.kind) {
    case 'unfit-field':
      return { field: refusal.field, detail: `${refusal.field}: ${wordsOf(refusal.problem)}` };
    case 'unreadable-body':
      return { detail: `${refusal.fault} at line ${refusal.line}, column ${refusal.column}` };
    case 'exceeds-cancellable':
      return { detail: `asked ${refusal.asked} won, ${refusal.free} won can be cancelled` };
    case 'not-cancellable':
      return { detail: `the payment is ${refusal.status}` };
    case 'declined':
      return { detail: refusal.reason };
    case 'schedule-stopped':
    case 'schedule-finished':
      return { detail: `since ${isoTime(refusal.at)}` };
    default:
      return {};
  }
}

function wordsOf(problem: Extract<Refusal, { kind: 'unfit-field' }>['problem']): string {
  switch (problem.is) {
    case 'too-long':
      return `longer than ${problem.limit} characters`;
    case 'malformed':
    case 'out-of-range':
      return `expected ${problem.expected}`;
    case 'forbidden-character':
      return `must not contain ${problem.character}`;
    default:
      return problem.is;
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}
