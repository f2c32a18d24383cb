// The page of the sandbox: test cards, ranges and accounts, faults, control calls, credentials.
import {
  accountLengths,
  testAccountsBeginWith,
  transferLimit,
} from '../../rails/simulator/accounts.ts';
import {
  type AccountBehaviour,
  accountBehaviours,
  behaviours,
  effects,
} from '../../rails/simulator/behaviours.ts';
import {
  consequenceOf,
  describeAccounts,
  describeCards,
  describeRanges,
} from '../../rails/simulator/describe.ts';
import { faultPoints } from '../../rails/simulator/faults.ts';
import { appCards } from '../../rails/simulator/wallet.ts';
import { answersTo } from '../../server/sandbox/card-answers.ts';
import {
  demoCredentials,
  demoMerchantKey,
  demoOperatorKey,
} from '../../server/sandbox/demo-world.ts';
import { sandboxRoutes } from '../../server/sandbox/routes.ts';
import { results } from '../../wire/cookiepay/results.ts';
import { block, code, type Page, table } from './markdown.ts';
import { fieldParts, routeTable } from './native.ts';

type Behaviour = keyof typeof behaviours;
type Effect = (typeof effects)[number];
type FaultPoint = (typeof faultPoints)[number];

const lineWords: Readonly<Record<Effect, string>> = {
  'answer-lost': 'The bank does it, and its answer never comes.',
  'request-lost': 'The bank never hears of it.',
  'answer-late': 'The bank does it, and answers after ten seconds.',
  'answer-duplicated': 'The request reaches the bank twice; it has one effect.',
  decline: 'The bank refuses; an inquiry or a net cancel breaks off instead.',
  'connection-reset': 'The bank does it, and the connection breaks before the answer.',
};

const pointWords: Readonly<Record<FaultPoint, string>> = {
  'rail.authorise': 'the call that charges a card or an account',
  'rail.cancel': 'the call that cancels, in whole or in part',
  'rail.inquire': 'the question what became of a charge or a cancel',
  'rail.net-cancel': 'the call that undoes a charge whose outcome is unknown',
  'bank.deposit': 'the word of the bank that money came in: lost, it is asked for within the hour',
  'bank.account': 'issuing, asking about and closing an account for a deposit',
  'bank.transfer':
    'a payout, or money that goes back: `decline` bounces it; `tid` is the id of the payout',
  'notice.deliver': "delivery to a merchant's endpoint; no key-in payment passes here",
};

const opening = `The sandbox takes these card numbers and no others; any other number is refused
before anything is stored. Expiry, password and birth date: "any" takes whatever fits the field and,
for the expiry, has not passed. The same list as JSON: ${code('GET /sandbox/cards')}.`;

const ranges = `Every number of these ranges with a right check digit is an approving test card: for
load, and for tests that want a fresh card each time. A number of a range with a wrong check digit
is declined as mistyped.`;

const lost = answersTo('request-lost');

const answersNote = `For Payple, this is what a charge by billing key answers, and for a card that
gets none, what its registration is told.`;

const checkedCodes = [lost.cookiepay, lost.payple].map(code).join(', ');

const lineNote = `The gateway asks once what became of a charge when no answer came in eight
seconds. So a card whose answer is lost or late is still answered as approved; only a request that
never arrived is told as being checked (${checkedCodes}). To lose sight of an approval for good,
order a fault for the question, too: see [provoke failures](../guides/provoke-failures.md).`;

const apps = `A simulated phone holds these cards in the apps of their issuers; it is the same phone
for every buyer, and the limit of ${code('local-small-limit')} is 50,000 won. A card in an app is
charged without a number, an expiry or a password being typed.`;

const digits = `${accountLengths.least} to ${accountLengths.most} digits`;
const most = `${transferLimit.toLocaleString('en')} won`;

const accounts = `Account numbers of ${digits} that begin with ${testAccountsBeginWith} are test
accounts; any other number is refused before anything is stored. The number decides, at whichever
bank it is used; one that this table does not name approves. Holder: "any" takes whatever fits the
field. One transfer takes at most ${most}, and is declined as over the limit above that.`;

const holderNote = `Before money moves, the issuer or bank may be asked only whether the holder is
who he says: it compares what was typed and answers for behaviours that make a card unusable.
Limits, balance and instalments are no matter then, and what a card does to the line happens when it
is charged.`;

export function sandboxPage(): Page {
  const control = sandboxRoutes({ moveTo: async () => ({ ran: 0, left: 0 }) });
  return {
    name: 'sandbox.md',
    title: 'Sandbox',
    from: 'rails/simulator/ and server/sandbox/',
    parts: [
      '## Credentials',
      credentialTable(),
      '## Control',
      'Keys as for the [native API](native-api.md). These routes exist in sandbox mode only.',
      routeTable(control),
      ...control.flatMap(fieldParts),
      '## Faults',
      ...faultParts(),
      '## Test cards',
      opening,
      cardTable(),
      '## Behaviours',
      behaviourTable(),
      answersNote,
      lineNote,
      holderNote,
      '## Test ranges',
      ranges,
      rangeTable(),
      '## Cards in an app',
      apps,
      appTable(),
      '## Test accounts',
      accounts,
      accountTable(),
      accountBehaviourTable(),
    ],
  };
}

function credentialTable(): string {
  const shops = demoCredentials.map(({ dialect, gateway, publicId, secret, ...more }) => {
    const keys = [publicId, secret, more.refundKey, more.clientKey].filter((key) => key !== null);
    const isTest = more.policy.verifiesHolder === false;
    const nature = isTest ? 'test account: no partial cancel of cards' : 'as a live account';
    return [
      dialectNames[dialect],
      dialect === gateway ? nature : `gateway ${gateway}`,
      keysOf(keys),
    ];
  });
  const ours = [
    ['native API', 'merchant', keysOf([demoMerchantKey])],
    ['native API', 'operator', keysOf([demoOperatorKey])],
  ];
  return table(['For', 'Of', 'Id, key, refund key, client key'], [...shops, ...ours]);
}

const dialectNames = { cookiepay: 'CookiePay', payple: 'Payple' };

function keysOf(keys: readonly string[]): string {
  return keys.map(code).join(' / ');
}

const faultExample = `{
  "at": "rail.authorise",
  "effect": "answer-lost",
  "times": 1,
  "match": { "orderNumber": "A-1001" }
}`;

function faultParts(): string[] {
  return [
    block('json', faultExample),
    `${code('times')} is 1 to 10,000, once when it is left out. ${code('match')} may name
${code('orderNumber')}, ${code('tid')}, ${code('endpoint')}; all that are named must be equal, and
none matches everything of the merchant. The oldest fault that fits is used first, and before what
the card itself would do.`,
    table(
      [code('at'), 'Is'],
      faultPoints.map((point) => [code(point), pointWords[point]]),
    ),
    table(
      [code('effect'), 'What happens'],
      effects.map((effect) => [code(effect), lineWords[effect]]),
    ),
  ];
}

function cardTable(): string {
  return table(
    ['Number', 'Brand', 'Issuer', 'Acquirer', 'Behaviour', 'Expiry', 'Password', 'Birth date'],
    describeCards().map((card) => [
      code(card.number),
      card.brand,
      card.issuer,
      code(card.acquirer),
      code(card.behaviour),
      card.expiry,
      card.password,
      card.birthDate,
    ]),
  );
}

function behaviourTable(): string {
  return table(
    ['Behaviour', 'CookiePay answers', 'Payple answers', 'What happens'],
    (Object.keys(behaviours) as Behaviour[]).map((behaviour) => {
      const { decline, line } = consequenceOf({ behaviour });
      const words = line === null ? declineWords(decline) : lineWords[line];
      const { cookiepay, payple } = answersTo(behaviour);
      return [code(behaviour), code(cookiepay), code(payple), words];
    }),
  );
}

function declineWords(decline: ReturnType<typeof consequenceOf>['decline']): string {
  return decline === null ? 'Approved.' : results[`declined/${decline}`].message;
}

function rangeTable(): string {
  return table(
    ['Begins with', 'Digits', 'Brand', 'Issuer', 'Acquirer'],
    describeRanges().map(({ bin, length, brand, issuer, acquirer }) => [
      code(bin),
      String(length),
      brand,
      issuer,
      code(acquirer),
    ]),
  );
}

function appTable(): string {
  return table(
    ['Card', 'Issuer', 'Ends with', 'Behaviour'],
    appCards.map(({ id, issuer, lastFour, behaviour }) => {
      return [code(id), issuer, code(lastFour), code(behaviour)];
    }),
  );
}

function accountTable(): string {
  return table(
    ['Number', 'Bank', 'Name', 'Behaviour', 'Holder'],
    describeAccounts().map(({ number, bank, bankName, behaviour, holder }) => {
      return [code(number), code(bank), bankName, code(behaviour), holder];
    }),
  );
}

const accountWords: Readonly<Record<AccountBehaviour, string>> = {
  approve: 'Approved.',
  'account-number': 'No such account exists: refused when it is registered.',
  'decline-suspended': 'The account is suspended.',
  'decline-holder': 'The birth date or business number is never the right one.',
  'decline-balance': 'The balance is too low.',
  'issuer-maintenance': 'The bank is under maintenance.',
  'answer-lost': lineWords['answer-lost'],
  'request-lost': lineWords['request-lost'],
  'answer-late': lineWords['answer-late'],
};

function accountBehaviourTable(): string {
  return table(
    ['Behaviour', 'What happens'],
    (Object.keys(accountBehaviours) as AccountBehaviour[]).map((behaviour) => {
      return [code(behaviour), accountWords[behaviour]];
    }),
  );
}
