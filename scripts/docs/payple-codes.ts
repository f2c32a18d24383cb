// The page of Payple codes, and a table of when each refusal is heard.
import {
  type Family,
  families,
  isPublished,
  operations,
  successOf,
} from '../../wire/payple/codes.ts';
import { fieldCodes, type ResultName, results } from '../../wire/payple/results.ts';
import { routeNamed, routes } from '../../wire/payple/routes.ts';
import { code, type Page, table } from './markdown.ts';

// biome-ignore format: a table
const when: Readonly<Record<ResultName, string>> = {
  'unreadable-body':         'The body is none of the forms that are read; the message says line, column and fault, and never quotes the body.',
  'wrong-credentials':       'Id and key do not match, or are of nobody; one answer for all of them.',
  'too-many-tries':          'Too many failed proofs from one address for one id within a minute.',
  'referer-refused':         'The merchant lets servers of its own domains call only, and the Referer is of none of them.',
  'origin-refused':          'The merchant lets its own pages open windows only, and this page is of none of them.',
  'token-refused':           'The credential was changed while the request ran.',
  'session-expired':         'The AuthKey is missing, forged or older than thirty minutes, the tokens are of two authentications, or a page\'s tokens were sent where a server\'s are needed.',
  'session-mismatch':        'The key of the window is missing, unknown, or of another window than the AuthKey.',
  'wrong-refund-key':        'The refund key is missing or wrong.',
  'not-in-contract':         'The contract does not allow this, as cancels in part by the manual\'s test account.',
  'unfit-field':             'A field is missing, too long or malformed, or out of its range; the message begins with its name.',
  'test-cards-only':         'The number is none of the sandbox\'s test cards and accounts.',
  'limit-reached':           'Too many declines; the bank is not asked.',
  'key-reused':              'This Idempotency-Key was sent before with another body or path.',
  'key-in-flight':           'The first request with this Idempotency-Key still runs.',
  'window-expired':          'The buyer took longer than three minutes for a step, or the shop longer than thirty for its word.',
  'window-ended':            'The window was closed, or is done.',
  'attempts-used-up':        'The buyer\'s fifth attempt failed, too.',
  'billing-key-not-found':   'No billing key of this merchant and of this means of payment has this id, or it was removed.',
  'wrong-payment-password':  'The six digits are not those that the buyer chose.',
  'billing-key-locked':      'Five wrong passwords: the key no longer pays in the window.',
  'link-expired':            'The day or hour of the link has passed.',
  'link-used':               'The link was paid.',
  'amount-mismatch':         'The amount is not the one that a server named, or not the window\'s. Nothing was charged.',
  'payment-not-found':       'No payment of this merchant has this order number on this day.',
  'no-rows':                 'Nothing was found.',
  'already-confirmed':       'The key of this window was used, whatever came of it.',
  'month-already-paid':      'This billing key has paid for this year and month, or is about to.',
  'order-number-used':       'A payment of this order number was made, or is being made. A declined one does not count.',
  'already-cancelled':       'Nothing is left to cancel.',
  'exceeds-cancellable':     'More was asked for than is left; the message says how much that is.',
  'not-cancellable':         'The payment is not approved: its result is unknown, it was declined or net-cancelled.',
  'cancels-used-up':         'A payment takes 900 cancels in part, refused ones among them; then only one of all that is left.',
  'payout-fixed':            'The payout of the sale is fixed or paid, and its contract asks for a deposit before a cancel.',
  'payout-final':            'The payout of the sale is fixed or paid, and its contract refuses cancels then.',
  'cancel-works':            'A deposit was asked about although an ordinary cancel still works.',
  'cash-receipt-issued':     'This payment has a cash receipt.',
  'cash-receipt-not-found':  'This payment has no cash receipt.',
  'schedule-not-found':      'No schedule of this merchant has this id; no message of this dialect asks for one.',
  'schedule-stopped':        'The schedule was stopped before; the message begins with when.',
  'schedule-finished':       'The last round of the schedule has ended; the message begins with when.',
  'round-not-due':           'Every round of the schedule that fell due is charged.',
  'busy':                    'Nothing was done and nothing is reserved; the same request may be sent again.',
  'cancel-in-progress':      'Another cancel of this payment was still open after five seconds; this one was not begun.',
  'deposit-awaited':         'An account was issued for a cancel of this amount, and waits for its deposit until its last day.',
  'result-unknown/approval': 'The rail gave no usable answer in time. The payment will end as not charged.',
  'result-unknown/cancel':   'The rail gave no usable answer to the cancel. It is finished without another call.',
  'declined/limit':          'The bank: over a limit.',
  'declined/balance':        'The bank: not enough money.',
  'declined/lost-or-stolen': 'The issuer: reported lost or stolen.',
  'declined/expired':        'The issuer: expired, or not the expiry of this card.',
  'declined/password':       'The issuer: wrong card password.',
  'declined/holder':         'The bank: wrong birth date or business number.',
  'declined/instalment':     'The issuer: no instalments for this card or amount.',
  'declined/maintenance':    'The bank is down for maintenance.',
  'declined/suspended':      'The bank: suspended, or locked after wrong tries.',
  'declined/other':          'The bank, without a reason.',
  'declined/card-number':    'A mistyped number within a test range; heard before the order number is taken.',
  'declined/account-number': 'The bank: no such account.',
  'declined/buyer-declined': 'The buyer declined in the app of the card.',
};

const opening = `A code is four letters of the operation and four characters of the reason. The
message of a refusal begins with its code in brackets, because two answers have no field for it.
Where a code is known in public it is that one; every other is our own, 8 and three digits behind the
operation's letters, and the same in all of them.`;

const precedence = `In order of precedence: where several would fit, a request hears the upper one.
The answers of the bank come last, because it is asked only when nothing else is wrong.`;

const fields = `A field that is missing or unfit has a code of its own where one is known; all
others have ${code('8002')} behind the operation's letters.`;

export function paypleCodesPage(): Page {
  return {
    name: 'payple-codes.md',
    title: 'Payple result codes',
    from: 'wire/payple/codes.ts, wire/payple/results.ts and core/refusal.ts',
    parts: [
      opening,
      familyTable(),
      '## Success',
      successTable(),
      '## Refusals',
      precedence,
      refusalTable(),
      '## Fields',
      fields,
      fieldCodeTable(),
    ],
  };
}

function familyTable(): string {
  const titles = new Map<string, string[]>();
  for (const { prefix, title } of Object.values(families)) {
    titles.set(prefix, [...(titles.get(prefix) ?? []), title]);
  }
  const rows = [...titles].map(([prefix, of]) => [code(prefix), of.join('; ')]);
  return table(
    ['Begins with', 'Operation'],
    [...rows, [`${code('CBIL')}, ${code('ARSA')}`, '최종승인과 결제창의 일부 오류']],
  );
}

function successTable(): string {
  const rows = operations.map((operation) => {
    const { code: number, message } = successOf(operation);
    return [operation, code(number), message];
  });
  return table(
    ['Operation', 'Code', 'Message'],
    [...rows, ['window closed by the buyer', '', '결제를 종료하였습니다.']],
  );
}

function refusalTable(): string {
  const names = Object.keys(results) as ResultName[];
  return table(
    ['Message', 'When', 'Known codes', 'Elsewhere'],
    names.map((name) => {
      const { own, known, message } = results[name];
      const codes: readonly string[] = [...new Set(Object.values(known))];
      return [message, when[name], codes.map(marked).join(', '), code(own)];
    }),
  );
}

/** A code that stands among public ones but is a conclusion from them. */
function marked(each: string): string {
  return isPublished(each) ? code(each) : `${code(each)} (inferred)`;
}

function fieldCodeTable(): string {
  const rows = Object.entries(fieldCodes).flatMap(([family, codes]) =>
    Object.entries(codes ?? {}).map(([means, number]) => [
      families[family as Family].title,
      fieldNamed(family as Family, means),
      code(number),
    ]),
  );
  return table(['Operation', 'Field', 'Code'], rows);
}

/** What a buyer types in the window is no field of a message, and has its meaning for a name. */
function fieldNamed(family: Family, means: string): string {
  const own = routes.filter((route) => route.family === family);
  const name = [...own, routeNamed('window')]
    .map(({ request }) => request.wireNameOf(means))
    .find((each) => each !== undefined);
  return name === undefined ? `${means}, typed in the window` : code(name);
}
