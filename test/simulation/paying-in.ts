// What somebody pays into an account, what the bank takes back, and how it tells us, or does not.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { isApproved, type PaymentId } from '../../core/payment/payment.ts';
import { hearOfDeposit } from '../../server/settlement/follow-account.ts';
import { loadPayment } from '../../storage/payment.ts';
import type { DepositMade } from './history.ts';
import { isExpected, sentenceOf } from './process.ts';
import type { Run } from './run.ts';
import { as, idsIn } from './stage.ts';

/** An account as whoever pays into it knows it, and whose it is. */
export interface KnownAccount {
  readonly merchantId: string;
  readonly id: string;
  readonly number: string;
}

export interface Paying {
  readonly amount: bigint;
  readonly payer: string;
  /** A message of the bank that comes twice has one number. */
  readonly messageId: string | null;
  /** Whether this bank takes what it should refuse. */
  readonly bankTakes: boolean;
  /** What happens once the bank has taken it. */
  readonly onTaken: (deposit: DepositMade) => void;
}

const from = { senderBank: '004', sender: '100-000001' };

export function payInto(run: Run, account: KnownAccount, paying: Paying): void {
  const { stage, bank, bankStore, history } = run;
  const { id: accountId, number } = account;
  const { amount, payer, messageId, bankTakes, onTaken } = paying;
  const at = stage.time.now();
  const depositId = stage.newId(at);
  const made: DepositMade = { accountId, depositId, messageId, amount, at, verdict: null };
  history.deposits.push(made);
  stage.trace.say(payer === '가게' ? 'shop' : 'buyer', `pays ${amount} into ${nameOf(accountId)}`);
  const entry = {
    ...{ depositId, messageId, bankTakes, number, amount, at },
    ...{ depositor: payer, ...from },
  };
  as(stage, bank.actor, () => bankStore.bank.deposit(entry)).then(
    (tried) => {
      made.verdict = tried?.why ?? 'nobody';
      const kept = tried?.kept === true;
      stage.trace.say('bank', `${nameOf(accountId)}: ${made.verdict}${kept ? ', kept' : ''}`);
      if (made.verdict === 'taken' || kept) tellOf(run, account, 'paid in');
      if (made.verdict === 'taken') onTaken(made);
    },
    (error: unknown) => noteTrouble(run, error),
  );
}

/** What paid for something, whether or not its buyer was refunded since: the bank asks nobody. */
export function takeBack(run: Run, account: KnownAccount, made: DepositMade): void {
  const { stage, bank, bankStore } = run;
  const name = nameOf(account.id);
  as(stage, bank.actor, async () => {
    if (!(await hasPaid(run, account, made))) return null;
    return bankStore.bank.reverse(made.depositId, stage.time.now());
  }).then(
    (reversed) => {
      stage.trace.say('bank', `${name}: ${reversed === null ? 'nothing' : 'deposit'} taken back`);
      if (reversed !== null) tellOf(run, account, 'taken back');
    },
    (error: unknown) => noteTrouble(run, error),
  );
}

async function hasPaid(
  { bankStore }: Run,
  { merchantId, id }: KnownAccount,
  { at }: DepositMade,
): Promise<boolean> {
  const key = { merchantId: merchantId as MerchantId, id: id as PaymentId };
  const payment = (await loadPayment(bankStore.pool, key))?.payment;
  return payment !== undefined && isApproved(payment) && payment.approval.at === at;
}

function tellOf(run: Run, account: KnownAccount, what: string): void {
  const effect = run.bank.faults.take('bank.deposit', { merchant: account.merchantId });
  const messages = effect === null ? 1 : effect === 'answer-duplicated' ? 2 : 0;
  for (let left = messages; left > 0; left -= 1) send(run, account, what);
}

function send(run: Run, { id, merchantId }: KnownAccount, what: string): void {
  const { stage, processes } = run;
  if (processes.length === 0) return;
  const process = stage.dice.pick(processes);
  const key = { merchantId: merchantId as MerchantId, id };
  stage.add({
    actor: process.actor,
    kind: 'line',
    label: `< ${what} ${nameOf(id)}`,
    run: async () => {
      if (!process.ready) return;
      as(stage, process.actor, () => hearOfDeposit(process.parts, key)).catch((error: unknown) =>
        noteTrouble(run, error),
      );
    },
  });
}

function noteTrouble({ stage }: Run, error: unknown): void {
  if (!isExpected(error)) stage.report(`at the bank: ${sentenceOf(error)}`);
}

function nameOf(accountId: string): string {
  return idsIn(accountId).join('');
}
