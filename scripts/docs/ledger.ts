// The page of the ledger: chart of accounts, and each posting template with an example.
import { accountNames, chart } from '../../core/ledger/chart.ts';
import {
  type Figure,
  type TemplateLine,
  type TemplateName,
  templates,
} from '../../core/ledger/templates.ts';
import { pricingOf, usualTerms } from '../../core/merchant/terms.ts';
import { type Won, won } from '../../core/money/won.ts';
import { cancelRow, figuresOf, type SettlementRow, saleRow } from '../../core/settlement/row.ts';
import { businessDate, instant } from '../../core/time/instant.ts';
import { code, type Page, table } from './markdown.ts';

const sale = won(50_000);
const cancelled = won(20_000);
const date = businessDate(instant(Date.UTC(2026, 2, 9)));
const cancel = { before: sale, after: won(sale - cancelled), date, sequence: 2 };
const transferTerms = pricingOf(usualTerms, 'account');
const feeKept = { ...usualTerms, feeOnCancel: 'kept' } as const;

interface Example {
  readonly means: string;
  readonly row: SettlementRow;
}

/** When each template is used, and the row whose figures its example shows. */
const examples: Readonly<Record<TemplateName, Example>> = {
  approve: {
    means: 'An approval: the issuer promises the amount. Memo accounts only.',
    row: saleRow(usualTerms, sale, date),
  },
  'cancel-same-day': {
    means: 'A cancel before capture takes back the memo; no fee ever arose.',
    row: cancelRow('21', usualTerms, cancel),
  },
  'capture-memo': {
    means: 'Capture, first part: the memo of what is left is taken back.',
    row: saleRow(usualTerms, won(sale - cancelled), date),
  },
  'capture-sale': {
    means: 'Capture, second part: the whole sale becomes a claim, a fee and what we owe (row 11).',
    row: saleRow(usualTerms, sale, date),
  },
  'capture-same-day-cancel': {
    means: 'Capture, third part: each cancel of the approval day, as its own row (row 21).',
    row: cancelRow('21', usualTerms, cancel),
  },
  'cancel-fee-refunded': {
    means: 'A cancel after capture; the contract gives the fee back (row 22).',
    row: cancelRow('22', usualTerms, cancel),
  },
  'cancel-fee-kept': {
    means: 'A cancel after capture; the contract keeps the fee (row 22).',
    row: cancelRow('22', feeKept, cancel),
  },
  transfer: {
    means: 'An account transfer: its money moved with the approval, so row 11 is booked at once.',
    row: saleRow(transferTerms, sale, date),
  },
  'transfer-same-day-cancel': {
    means: 'Given back on its own day: out of what the bank has told us of (row 21).',
    row: cancelRow('21', transferTerms, cancel),
  },
  'transfer-refund': {
    means: 'Given back later: owed to the buyer, the fee refunded to the merchant (row 22).',
    row: cancelRow('22', transferTerms, cancel),
  },
  'transfer-refund-fee-kept': {
    means: 'The same where the contract keeps the fee (row 22).',
    row: cancelRow('22', { ...transferTerms, feeOnCancel: 'kept' }, cancel),
  },
  'refund-sent': {
    means: 'The bank says that the refund has been sent to the buyer.',
    row: cancelRow('22', transferTerms, cancel),
  },
};

const figureWords: Readonly<Record<Figure, string>> = {
  amount: 'what the buyer pays or gets back',
  claim: "amount less the acquirer's charge",
  charge: 'what the acquirer keeps',
  net: 'amount less our fee and its VAT',
  gain: 'where rounding gives back a won more than was cancelled: what that leaves the merchant',
  fee: 'our fee without VAT',
  feeVat: 'the VAT on our fee',
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
    from: 'core/ledger/chart.ts and core/ledger/templates.ts',
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
    ],
  };
}

function accountTable(): string {
  return table(
    ['Account', 'Korean', 'Side', 'Kind', 'Belongs to', 'Meaning', 'Zero by'],
    accountNames.map((name) => {
      const { side, memo, sidePer, scope, korean, meaning, zeroBy } = chart[name];
      const kind = memo ? 'memo' : sidePer === 'year' ? 'profit and loss' : 'balance';
      return [code(name), korean, side, kind, scope, meaning, zeroBy];
    }),
  );
}

function templateParts(name: TemplateName): string[] {
  const { means, row } = examples[name];
  const figures = figuresOf(row);
  const lines: readonly TemplateLine[] = templates[name].lines;
  const rows = lines
    .filter(([, , figure]) => figures[figure] > 0n)
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
function written(amount: Won): string {
  return String(amount).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
