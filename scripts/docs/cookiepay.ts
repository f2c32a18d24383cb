// The CookiePay pages: every route with its fields, and the result codes in order of precedence.
import type { BodyFault } from '../../core/refusal.ts';
import { testCards } from '../../rails/simulator/cards.ts';
import { approvalNotice, cancelNotice } from '../../wire/cookiepay/notice.ts';
import { resultOf, results, succeeded, unknownPath } from '../../wire/cookiepay/results.ts';
import {
  type Proof,
  type Route,
  type RouteName,
  renderRefusal,
  routes,
} from '../../wire/cookiepay/routes.ts';
import { settlementFrame } from '../../wire/cookiepay/settlement.ts';
import { describeFields, type FieldDescription } from '../../wire/description.ts';
import type { Message } from '../../wire/message.ts';
import { block, code, json, type Page, table } from './markdown.ts';
import { fieldTable, presences, sources } from './messages.ts';
import { bodyFaults, fieldProblems, heard } from './refusals.ts';

const opening = `Requests are JSON or forms, by their first character rather than by their content
type. Numbers may be sent as JSON numbers or as text; everything that comes back is text. An empty
field is an absent one. Answers have HTTP status 200, also refusals: the code says what happened
([codes](cookiepay-codes.md)). Every field of an answer is always there, empty when it has no value.
Times are fourteen digits in Seoul. Lengths count characters, not bytes.`;

/** What shows the shape of a failed answer best, route by route. */
const failures: Readonly<Record<RouteName, keyof typeof heard>> = {
  token: 'wrong-credentials',
  keyin: 'order-number-used',
  paycert: 'payment-not-found',
  cancel: 'already-cancelled',
  cancelAccount: 'cancel-works',
  paysearch: 'no-rows',
  settlement: 'no-rows',
  receipt: 'no-rows',
};

export function cookiepayPage(): Page {
  const list = table(
    ['Route', 'Is', 'Proofs'],
    routes.map((route) => [
      `[${code(`${route.method} ${route.path}`)}](#${route.name})`,
      route.title,
      proofsOf(route.proofs),
    ]),
  );
  return {
    name: 'cookiepay.md',
    title: 'CookiePay messages',
    from: 'wire/cookiepay/',
    parts: [
      ...[opening, presences, sources, list],
      ...routes.flatMap(routeParts),
      '## Notices (통지전문)',
      'POST requests to the endpoints of a contract, with JSON bodies in which everything is text.',
      ...notices.flatMap(noticeParts),
    ],
  };
}

// biome-ignore format: a table
const notices: readonly (readonly [string, string, Message])[] = [
  ['Approval', 'A payment that was approved, however it was made.', approvalNotice],
  ['Cancel',   'A cancel, in lower case: shops take capitals for an approval.', cancelNotice],
];

function noticeParts([title, words, message]: (typeof notices)[number]): string[] {
  return [`### ${title}`, words, fieldTable(message), json(answerExample(message))];
}

const answerWords = {
  object: '**Answer**',
  array: '**Answer**: an array of',
  rows: '**Answer**: code and message as in every answer, and `DATA`, an array of',
  page: '',
} as const satisfies Readonly<Record<Route['answers'], string>>;

function answerOf(answers: Route['answers'], example: Readonly<Record<string, string>>): unknown {
  if (answers === 'array') return [example];
  const { before, after } = settlementFrame('object');
  return answers === 'rows' ? JSON.parse(before + JSON.stringify(example) + after) : example;
}

function proofsOf(proofs: readonly Proof[]): string {
  return proofs.map(code).join(', ') || 'none';
}

function routeParts(route: Route & { name: RouteName }): string[] {
  const parts = [
    `<a id="${route.name}"></a>\n\n## ${route.title}: ${code(`${route.method} ${route.path}`)}`,
    `Proofs: ${proofsOf(route.proofs)}. Source of the route: ${route.source}.`,
    '**Request**',
    fieldTable(route.request),
    requestExample(route),
  ];
  if (route.answer === null) {
    return [...parts, 'The answer is an HTML page; an unknown TID is a page with status 404.'];
  }
  const refused = renderRefusal(route, heard[failures[route.name]].refusal);
  return [
    ...parts,
    answerWords[route.answers],
    fieldTable(route.answer),
    json(answerOf(route.answers, answerExample(route.answer))),
    `**Refused**, for example (${code(heard[failures[route.name]].refusal.kind)}):`,
    json(refused),
  ];
}

/** Examples must pay, so the card is the first approving one and not just a fitting number. */
const payingCard = testCards.find((card) => card.behaviour === 'approve')?.number ?? '';

function requestExample({ method, path, request }: Route): string {
  const fields = describeFields(request).filter(
    ({ presence }) => presence !== '선택' && presence !== '무시',
  );
  const inPlace = (place: FieldDescription['place']) =>
    fields.filter((field) => field.place === place);
  const exampleOf = ({ wireName, example }: FieldDescription): string =>
    wireName === 'CARDNO' ? payingCard : wireName === 'TOKEN' ? 'eyJhbGciOi…' : example;
  const query = inPlace('query').map((field) => `${field.wireName}=${exampleOf(field)}`);
  const headers = inPlace('header').map((field) => `${field.wireName}: ${exampleOf(field)}`);
  const body = Object.fromEntries(inPlace('body').map((each) => [each.wireName, exampleOf(each)]));
  const lines = [`${method} ${path}${query.length > 0 ? `?${query.join('&')}` : ''}`, ...headers];
  if (method === 'POST') lines.push('', JSON.stringify(body, null, 2));
  return block('http', lines.join('\n'));
}

const anyText = '가나다';

/** Required fields have an example; optional ones only where the table gives one of its own. */
function answerExample(message: Message): Readonly<Record<string, string>> {
  return Object.fromEntries(
    message.rows.map(([wireName, , rule, presence, , , traits]) => {
      const fitting = presence === 'required' ? rule.example : '';
      const value = traits?.example ?? (fitting === anyText ? '' : fitting);
      return [wireName, traits?.masked === true ? 'eyJhbGciOi…' : value];
    }),
  );
}

const precedence = `In order of precedence: where several would fit, a request hears the upper one.
The answers of the issuer come last, because the bank is asked only when nothing else is wrong.`;

/** Which field of which answer carries the code; a page carries none. */
function places(): string {
  const carriers = routes.filter(({ answers }) => answers !== 'page');
  return table(
    ['Route', 'The code is in', 'The message is in'],
    carriers.map(({ path, failure }: Route) => [
      code(path),
      code(failure.wireNameOf('code') ?? ''),
      code(failure.wireNameOf('message') ?? ''),
    ]),
  );
}

export function codesPage(): Page {
  const names = Object.keys(results) as (keyof typeof results)[];
  const rows = names.map((name) => {
    const { code: number, message } = results[name];
    return [code(number), message, heard[name].when];
  });
  const successes = [code(succeeded.code), succeeded.message, 'Done.'];
  const unknown = [code(unknownPath.code), unknownPath.message, 'No such path; HTTP status 404.'];
  return {
    name: 'cookiepay-codes.md',
    title: 'CookiePay result codes',
    from: 'wire/cookiepay/results.ts and core/refusal.ts',
    parts: [
      precedence,
      places(),
      table(['Code', 'Message', 'When'], [successes, ...rows, unknown]),
      '## What E001 says',
      faultTable(),
      '## What E004 says',
      problemTable(),
    ],
  };
}

function faultTable(): string {
  const faults = Object.keys(bodyFaults) as BodyFault[];
  return table(
    ['Message', 'When'],
    faults.map((fault) => [
      resultOf({ kind: 'unreadable-body', fault, line: 3, column: 14 }).message,
      bodyFaults[fault],
    ]),
  );
}

function problemTable(): string {
  return table(
    ['Problem', 'Message'],
    fieldProblems.map(([field, problem]) => [
      problem.is,
      resultOf({ kind: 'unfit-field', field, problem }).message,
    ]),
  );
}
