// The page of notices: every kind with its words, where it goes, and what its payload looks like.
import type { ContractId, MerchantId } from '../../core/merchant/merchant.ts';
import { won, zeroWon } from '../../core/money/won.ts';
import { noticeKinds, type Purpose, toldKinds } from '../../core/notice/kinds.ts';
import { type BusinessDate, instant, isoTime } from '../../core/time/instant.ts';
import { payoutJson } from '../../server/native/settlement-json.ts';
import { adjustmentJson, captureJson } from '../../server/settlement/tell.ts';
import { code, json, type Page, table } from './markdown.ts';

const opening = `In our own form a notice is \`{id, type, version, at, data}\`. The \`id\` is equal
however often the same event is told, \`version\` is 1 and goes up when a member changes its
meaning, \`at\` is when it happened. Members may be added; a receiver ignores what it does not know.
Why they come as they do: [notices](../concepts/notices.md). How to receive them:
[receiving notices](../guides/receiving-notices.md).`;

const purposes: Readonly<Record<NonNullable<Purpose>, string>> = {
  result: '`result`, or none',
  deregistration: '`deregistration`, or none',
};

const columns = `"Carries" names the members of \`data\`, "Purpose" the endpoints that hear it.
"Dialects" have words of their own for it; our own form has words for everything.`;

const carries = `| Member | Is |
|---|---|
| \`payment\` | as \`GET /v1/payments\` shows it at the moment of telling |
| \`cancel\` | the id of the cancel, one of \`payment.cancels\` |
| \`billingKey\` | as \`GET /v1/billing-keys\` shows it at the moment of telling |
| \`schedule\` | as \`GET /v1/schedules\` showed it at the moment of the event |
| \`round\` | as its rounds were shown then; \`nextTryAt\` is null when no try follows |
| \`payout\` | as \`GET /v1/settlements\` showed it at the moment of the event |
| \`capture\` | the card sales of one contract and day, with the cancels of that day |
| \`adjustment\` | what one change of a fee came to |

What is told of settlement is told word for word, however often and however late. \`capture.done\`
comes once for a contract and day, an hour after midnight, when all of the day is captured;
\`givenBack\` counts sales that were cancelled whole on their own day, which are in no sum.`;

const contract = '018f3c1e-0000-7000-8000-000000000001' as ContractId;
const payout = '018f3c1e-0000-7000-8000-000000000002';
const event = '018f3c1e-0000-7000-8000-000000000003';

const captured = captureJson({
  ...{ merchantId: '' as MerchantId, contractId: contract, day: day('2028-03-09') },
  ...{ sales: 2, cancels: 1, givenBack: 1 },
  ...{ gross: won(80_000n), fee: won(2_000n), feeVat: won(200n), net: won(77_800n) },
});

const fixed = payoutJson({
  ...{ id: payout, contractId: contract, generation: 1, date: day('2028-03-13') },
  status: 'fixed',
  ...{ closesAt: at('2028-03-10T17:00:00'), paysAt: at('2028-03-13T10:00:00') },
  ...{ fixedAt: at('2028-03-10T17:00:00'), paidAt: null, releaseOn: null },
  figures: {
    ...{ positive: won(97_250n), negative: won(19_450n), carriedIn: zeroWon },
    ...{ released: zeroWon, held: zeroWon, amount: won(77_800n), carriedOut: zeroWon },
  },
});

const adjusted = adjustmentJson(
  contract,
  { rates: { credit: 1_150, check: 1_150 }, from: '2028-03-09', reason: '우대수수료 선정' },
  { sales: 3, adjustments: 2, net: won(1_187n) },
);

const examples = [
  ['capture.done', '2028-03-10T01:00:00', { capture: captured }],
  ['payout.fixed', '2028-03-10T17:00:00', { payout: fixed }],
  ['settlement.adjusted', '2028-03-13T10:00:00', { adjustment: adjusted }],
] as const;

function day(text: string): BusinessDate {
  return text as BusinessDate;
}

function at(text: string) {
  return instant(Date.parse(`${text}+09:00`));
}

export function noticesPage(): Page {
  return {
    name: 'notices.md',
    title: 'Notices',
    from: 'core/notice/kinds.ts',
    parts: [
      opening,
      '## Types',
      columns,
      table(
        ['Type', 'When', '한국어', 'Carries', 'Purpose', 'Dialects'],
        toldKinds.map((kind) => {
          const [goesTo, members, dialects, korean, english] = noticeKinds[kind];
          const purpose = goesTo === null ? 'none' : purposes[goesTo];
          const names = members.map((member) => code(member)).join(', ');
          return [code(kind), english, korean, names, purpose, dialects.join(', ')];
        }),
      ),
      '## What is in `data`',
      carries,
      ...examples.flatMap(([type, when, data]) => [
        `### ${code(type)}`,
        json({ id: event, type, version: 1, at: isoTime(at(when)), data }),
      ]),
    ],
  };
}
