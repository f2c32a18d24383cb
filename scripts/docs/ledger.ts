// The page of the ledger: chart of accounts, and each posting template with an example.
import { accountNames, chart } from '../../core/ledger/chart.ts';
import {
  type Figure,
  type TemplateLine,
  type TemplateName,
  templates,
} from '../../core/ledger/templates.ts';
import type { Won } from '../../core/money/won.ts';
import { checks } from '../../storage/verify.ts';
import { examples } from './ledger-examples.ts';
import { code, type Page, table } from './markdown.ts';

const figureWords: Readonly<Record<Figure, string>> = {
  amount: 'what the buyer pays or gets back',
  claim: "amount less the acquirer's charge",
  charge: 'what the acquirer keeps',
  net: 'amount less our fee and its VAT',
  gain: 'where rounding gives back a won more than was cancelled: what that leaves the merchant',
  fee: 'our fee without VAT, but for the next',
  instalmentFee: 'what the shop pays us for an instalment that is free of interest for its buyer',
  feeVat: 'the VAT on our fee',
  positive: 'what the rows of a payout give the merchant',
  negative: 'what its other rows take back, and the debt carried into it',
  held: 'what the contract keeps back of it',
  payable: 'positive less negative less held',
};

const opening = `Every movement of money is one of these templates; nothing else writes postings.
A line names account, side, scope (the contract, acquirer or bank it belongs to) and subject (the
payment, slip, row or refund it is about). Debits equal credits in every journal, and every subject
of an account stands on the account's side. Why it is built so:
[the ledger](../concepts/ledger.md).`;

const exampleTerms = `The examples are won, on the demo terms: our fee 2.5% and VAT, the acquirer's
charge 2.0%, for transfers 1.8% and VAT; a sale of 50,000, of which 20,000 are cancelled. Lines of
zero are left out. Row 1 is an intent, a decline, an unknown outcome or a net cancel: nothing moved,
so nothing is posted.`;

export function ledgerPage(): Page {
  const names = Object.keys(templates) as TemplateName[];
  return {
    name: 'ledger.md',
    title: 'Ledger',
    from: 'core/ledger/chart.ts, core/ledger/templates.ts and storage/verify.ts',
    parts: [
      opening,
      '## Chart of accounts',
      accountTable(),
      `Memo accounts mirror each other and stand outside the balance sheet. The side of profit and
loss accounts holds in total over the year, because fees may be taken back.`,
      '## Figures',
      table(
        ['Figure', 'Is'],
        Object.entries(figureWords).map(([name, is]) => [code(name), is]),
      ),
      '## Posting templates',
      exampleTerms,
      ...names.flatMap(templateParts),
      '## Proofs',
      `\`gyeol verify\` asks whether each of these holds, over the whole of the books
([how](../guides/verify-the-books.md)).`,
      table(
        ['Check', 'Rule'],
        checks.map(({ name, rule }) => [code(name), rule]),
      ),
    ],
  };
}

function accountTable(): string {
  return table(
    ['Account', 'Korean', 'Side', 'Kind', 'Belongs to', 'Meaning', 'Zero by'],
    accountNames.map((name) => {
      const { side, memo, sidePer, scope, korean, meaning, zeroBy } = chart[name];
      const isResult = sidePer === 'year' && name !== 'bank';
      const kind = memo ? 'memo' : isResult ? 'profit and loss' : 'balance';
      return [code(name), korean, side, kind, scope, meaning, zeroBy];
    }),
  );
}

function templateParts(name: TemplateName): string[] {
  const { means, figures } = examples[name];
  const lines: readonly TemplateLine[] = templates[name].lines;
  const rows = lines
    .filter(([, , figure]) => (figures[figure] ?? 0n) > 0n)
    .map(([side, account, figure, subject]) => [
      side,
      code(account),
      code(figure),
      subject,
      written(figures[figure]),
    ]);
  return [`### ${name}`, means, table(['Side', 'Account', 'Figure', 'Subject', 'Example'], rows)];
}

/** 48625 as 48,625, whatever the language of the machine. */
function written(amount: Won | undefined): string {
  return String(amount ?? 0n).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
