// Whether everything that was answered is in the books, once each: a fast gateway that is wrong
// has no speed worth telling.
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './measure.ts';
import { cards, keyIn, nextTag, takeToken } from './order.ts';

export interface Books {
  readonly approved: number;
  readonly intended: number;
  readonly bank: number;
  readonly journals: number;
  readonly notices: number;
  readonly postings: number;
  readonly unbalanced: number;
}

export interface Correctness {
  readonly books: Books;
  /** Requests of the measured groups that were not answered with an approval. */
  readonly notApproved: number;
  readonly duplicates: { readonly sent: number; readonly approved: number };
  /** What is wrong, in sentences; none when all is well. */
  readonly faults: readonly string[];
}

const countSql = `
  select
    (select count(*) from payment where status = 'approved')::int as approved,
    (select count(*) from payment where status <> 'approved')::int as intended,
    (select count(*) from simulator.authorisation where state = 'approved')::int as bank,
    (select count(*) from journal)::int as journals,
    (select count(*) from notice_event where kind = 'payment.approved')::int as notices,
    (select count(*) from posting)::int as postings,
    (select count(*) from (
       select from posting group by merchant_id, journal_id
       having sum(case side when 'debit' then amount else -amount end) <> 0
     ) as off)::int as unbalanced`;

const orders = 20;
const requestsPerOrder = 10;

export async function checkCorrectness(bench: Bench, notApproved: number): Promise<Correctness> {
  const settled = await whenSettled(bench);
  const duplicates = await sendDuplicates(bench);
  const books = await whenSettled(bench);
  const faults = [
    ...faultsOf(books),
    ...(notApproved === 0 ? [] : [`${notApproved} of the requests measured were not approved`]),
    ...(duplicates.approved === orders
      ? []
      : [`${duplicates.approved} of ${orders} were approved`]),
    ...(books.approved === settled.approved + orders ? [] : ['a duplicate was stored']),
  ];
  return { books, notApproved, duplicates, faults };
}

/** A load that has ended may have left requests behind that are still being answered. */
async function whenSettled({ database }: Bench): Promise<Books> {
  for (let tries = 0; ; tries += 1) {
    const books = (await database.gateway.query<Books & object>(countSql)).rows[0];
    if (books === undefined) throw new Error('counting gave no row');
    if (books.intended === 0 || tries === 20) return books;
    await pause(250);
  }
}

function faultsOf(books: Books): string[] {
  const { approved, intended, bank, journals, notices, postings, unbalanced } = books;
  const wrong: readonly (readonly [boolean, string])[] = [
    [intended > 0, `${intended} payments are not approved`],
    [bank !== approved, `${bank} approvals at the bank for ${approved} payments`],
    [journals !== approved, `${journals} journals for ${approved} payments`],
    [notices !== approved, `${notices} notices for ${approved} payments`],
    [postings !== 2 * approved, `${postings} postings for ${approved} payments`],
    [unbalanced > 0, `${unbalanced} journals do not balance`],
  ];
  return wrong.flatMap(([is, sentence]) => (is ? [sentence] : []));
}

async function sendDuplicates({ server }: Bench): Promise<{ sent: number; approved: number }> {
  const token = await takeToken(server.url);
  const tag = nextTag();
  const sent = orders * requestsPerOrder;
  const codes = await Promise.all(
    Array.from({ length: sent }, (_, index) =>
      keyIn(server.url, {
        token,
        order: `${tag}${index % orders}`,
        card: cards[index % cards.length] ?? '',
      }),
    ),
  );
  return { sent, approved: codes.filter((code) => code === '0000').length };
}
