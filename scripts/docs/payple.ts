// The page of Payple messages, from their tables: how requests may come and where each leads.
import type { Policy } from '../../core/merchant/policy.ts';
import type { Refusal } from '../../core/refusal.ts';
import { describeFields } from '../../wire/description.ts';
import type { Message, Row } from '../../wire/message.ts';
import { authRequest } from '../../wire/payple/auth.ts';
import { purposeOf, purposes } from '../../wire/payple/purpose.ts';
import { renderRefusal } from '../../wire/payple/refusal.ts';
import { givenPath, type Route, type RouteName, routes } from '../../wire/payple/routes.ts';
import { cancelNotice, removalNotice, resultNotice } from '../../wire/payple/webhook.ts';
import { block, code, json, type Page, table } from './markdown.ts';
import { fieldTable, presences, sources } from './messages.ts';

const opening = `Requests are JSON under any content type, forms, multipart forms of text parts, or
the query of a GET. A list of one value is that value, null and "" are absent, and true and false are
Y and N where a flag is meant. Answers have HTTP status 200, also refusals: the code says what
happened ([codes](payple-codes.md)). Every field of an answer is always there, "" when it has no
value, and what was sent comes back in refusals, too. Times are fourteen digits in Seoul. Lengths
count characters, not bytes.`;

const numbers = `Fields marked # are JSON numbers in answers, as in the manual, unless the request
had them as text; a merchant may have all of them as text. A name in brackets is another name that is
understood. Amounts are digits without sign, comma or point: at least 100 won by card and 1,000 won
by account. No field of an answer depends on how a charge was made: what does not apply is "".`;

const proofs = `Proof: ${code('server')} is the raw ${code('cst_id')} and ${code('custKey')}, or the
three tokens of an authentication for a server's purpose; ${code('window')} are tokens of any
authentication. Tokens of one answer belong together, live for thirty minutes and may be used several
times. Paths work with and without ${code('ACT_')}; where one path has several routes,
the work or a flag of the body says which.`;

export function payplePage(): Page {
  return {
    name: 'payple.md',
    title: 'Payple messages',
    from: 'wire/payple/',
    parts: [
      opening,
      presences,
      numbers,
      sources,
      routeList(),
      proofs,
      '## Where an authentication leads',
      'In order of precedence: the first row that fits counts. N and "" are as good as absent.',
      purposeTable(),
      '## Switches of a merchant',
      policyTable(),
      ...groups().flatMap(groupParts),
      '## Notices',
      'POST requests to the endpoints of a merchant, with JSON bodies in which everything is text.',
      ...notices.flatMap(noticeParts),
    ],
  };
}

function routeList(): string {
  return table(
    ['Route', 'Is', 'Proof', 'Source'],
    routes.map((route) => [
      `[${addresses(route)}](#${groupOf(route).id})`,
      route.title,
      route.refundKey ? `${route.proof}, refund key` : route.proof,
      route.source,
    ]),
  );
}

function addresses({ methods, paths, act }: Route): string {
  const [first = '', ...others] = paths;
  return [givenPath({ paths: [first], act }), ...others]
    .map((path, index) => code(index === 0 ? `${methods.join(', ')} ${path}` : path))
    .join(', ');
}

function purposeTable(): string {
  return table(
    ['The request says', 'The answer leads to', 'Its tokens are a proof of'],
    purposes.map(([, flags]) => {
      const { path, tokens } = purposeOf(flags);
      const words = Object.entries(flags).map(([means, value]) =>
        code(`${authRequest.wireNameOf(means)} ${value === true ? 'Y' : value}`),
      );
      return [words.join(' and ') || 'anything else', code(path), tokens];
    }),
  );
}

// biome-ignore format: a table
const switches: Readonly<Record<keyof Policy, string>> = {
  origins:        'Who may open a window, frame it and get its result. Null is anybody.',
  referer:        'Whether the Referer of a server\'s call must be of `origins`. Clients that send none need `off`.',
  pinnedIntent:   'A window opens only for the order and amount that its authentication named.',
  browserConfirm: 'A page may confirm with the tokens of its own window, as one published sample does.',
  numbers:        '`manual`: fields marked # are numbers; `text`: everything is text, for clients that read text only.',
  settlementForm: 'CookiePay only. `object`: rows under DATA, as the manual says; `array`: as its C# sample reads them.',
  verifiesHolder: 'Whether password and birth date are asked for and compared. Off for the manual\'s test account.',
};

function policyTable(): string {
  return table(
    ['Switch', 'Means'],
    Object.entries(switches).map(([name, words]) => [code(name), words]),
  );
}

interface Group {
  readonly id: RouteName;
  readonly routes: readonly Route[];
}

function groups(): readonly Group[] {
  return routes.filter((route) => groupOf(route).id === route.name).map(groupOf);
}

/** Routes that speak the same messages stand together, under the first of them. */
function groupOf({ request, answer }: Route): Group {
  const alike = routes.filter((each) => each.request === request && each.answer === answer);
  return { id: alike[0]?.name ?? 'auth', routes: alike };
}

function groupParts({ id, routes: alike }: Group): string[] {
  const [route] = alike;
  if (route === undefined) return [];
  const parts = [
    `<a id="${id}"></a>\n\n## ${alike.map(({ title }) => title).join('; ')}`,
    alike.map((each) => `${addresses(each)}: ${each.title}.`).join('\n'),
    '**Request**',
    fieldTable(route.request),
    requestExample(route),
  ];
  if (route.answer === null) return [...parts, 'The answer is an HTML page.'];
  const kept = route.answers === 'page' ? ', given to the page that opened the window' : '';
  return [
    ...parts,
    `**Answer**${kept}`,
    fieldTable(route.answer),
    json(answerExample(route.answer)),
    '**Refused**, for example:',
    json(renderRefusal(route, refusals[id] ?? { kind: 'session-expired' })),
  ];
}

/** What shows the shape of a failed answer best, group by group. */
// biome-ignore format: a table
const refusals: Readonly<Partial<Record<RouteName, Refusal>>> = {
  'auth':         { kind: 'wrong-credentials' },
  'browser-auth': { kind: 'origin-refused' },
  'window':       { kind: 'window-expired' },
  'confirm-card': { kind: 'already-confirmed' },
  'cancel':       { kind: 'already-cancelled' },
  'query':        { kind: 'payment-not-found' },
  'remove-key':   { kind: 'billing-key-not-found' },
  'find-key':     { kind: 'billing-key-not-found' },
};

const token = 'a688ccb3…';

function requestExample(route: Route): string {
  const fields = describeFields(route.request).filter(
    ({ presence, place }) => presence === '필수' && place === 'body',
  );
  const method = route.methods[0] ?? 'POST';
  if (method === 'GET') {
    const query = describeFields(route.request).find(({ presence }) => presence === '필수');
    return block('http', `GET ${givenPath(route)}?${query?.wireName}=${query?.example}`);
  }
  const body = fields.map(({ wireName, means, example, isNumber }) => {
    const isToken = means === 'authKey' || means === 'requestKey';
    return [wireName, isToken ? token : isNumber ? Number(example) : example];
  });
  const lines = [`${method} ${givenPath(route)}`, 'Content-Type: application/json', ''];
  return block('http', [...lines, JSON.stringify(Object.fromEntries(body), null, 2)].join('\n'));
}

const anyText = '가나다';

/** Required fields have an example; optional ones only where the table gives one of its own. */
function answerExample(message: Message): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    message.rows.map(([wireName, , rule, presence, , , traits]: Row) => {
      if (traits?.masked === true) return [wireName, token];
      const fitting = presence === 'required' ? rule.example : '';
      const value = traits?.example ?? (fitting === anyText ? '' : fitting);
      const isNumber = traits?.number === true && /^(0|[1-9][0-9]*)$/.test(value);
      return [wireName, isNumber ? Number(value) : value];
    }),
  );
}

// biome-ignore format: a table
const notices: readonly (readonly [string, string, Message])[] = [
  ['Result',  'A payment, in the window or without it, a declined charge of a billing key, and a registration.', resultNotice],
  ['Cancel',  'A cancel, whoever made it: it has an amount that was paid back, which no result has.', cancelNotice],
  ['Removal', 'A billing key that was removed on our side. A removal by the merchant\'s own call is not told.', removalNotice],
];

function noticeParts([title, words, message]: (typeof notices)[number]): string[] {
  return [`### ${title}`, words, fieldTable(message), json(answerExample(message))];
}
