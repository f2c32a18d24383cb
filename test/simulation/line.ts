// The line between a process and the bank: requests and answers travel as steps and may outlive us.
import { openCard, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import type { Rail } from '../../rails/rail.ts';
import { type Actor, as, idsIn, type Stage } from './stage.ts';

export interface Line {
  readonly stage: Stage;
  /** Who calls. */
  readonly caller: Actor;
  readonly bank: Actor;
  readonly rail: Rail;
}

export function railOver(line: Line): Rail {
  const { rail } = line;
  return {
    acquirers: () => rail.acquirers(),
    registerCard: (card) => rail.registerCard(card),
    registerAccount: (account) => rail.registerAccount(account),
    appCards: () => rail.appCards(),
    registerAppCard: (id) => rail.registerAppCard(id),
    // Moves no money and leaves no record, so nothing of it can go astray.
    authenticate: (request) => rail.authenticate(request),
    authorise(request) {
      // The caller forgets his card when he stops waiting; what is on its way keeps its own.
      const card = request.card === null ? null : new SensitiveCard(openCard(request.card));
      return carry(line, ['authorise', request.requestId], () =>
        rail.authorise({ ...request, card }),
      );
    },
    inquire: (requestId, reference) =>
      carry(line, ['inquire', requestId], () => rail.inquire(requestId, reference)),
    netCancel: (requestId, reference) =>
      carry(line, ['net-cancel', requestId], () => rail.netCancel(requestId, reference)),
    cancel: (order) => carry(line, ['cancel', order.cancelId], () => rail.cancel(order)),
    inquireCancel: (cancelId, reference) =>
      carry(line, ['inquire-cancel', cancelId], () => rail.inquireCancel(cancelId, reference)),
    issueAccount: (order) =>
      carry(line, ['issue-account', order.accountId], () => rail.issueAccount(order)),
    inquireAccount: (id, reference) =>
      carry(line, ['inquire-account', id], () => rail.inquireAccount(id, reference)),
    closeAccount: (id, reference) =>
      carry(line, ['close-account', id], () => rail.closeAccount(id, reference)),
    requestsSince: (asked) => rail.requestsSince(asked),
    transfersSince: (asked) => rail.transfersSince(asked),
    accountsSince: (asked) => rail.accountsSince(asked),
    depositsOf: (id) => carry(line, ['deposits', id], () => rail.depositsOf(id)),
    transfer: (order) => carry(line, ['transfer', order.transferId], () => rail.transfer(order)),
  };
}

function carry<Answer>(
  { stage, caller, bank }: Line,
  [what, id]: readonly [string, string],
  work: () => Promise<Answer>,
): Promise<Answer> {
  const name = `${what} ${idsIn(id).join('')}`;
  return new Promise((resolve, reject) => {
    const answer = (label: string, hand: () => void): void => {
      if (!caller.alive) return;
      stage.add({
        actor: caller,
        kind: 'line',
        label,
        run: async () => {
          if (caller.alive) hand();
        },
      });
    };
    stage.add({
      actor: caller,
      kind: 'line',
      label: `> ${name}`,
      run: async () => {
        as(stage, bank, work).then(
          (value) => answer(`< ${name} ${saidBy(value)}`, () => resolve(value)),
          (error: unknown) => answer(`< ${name} broken`, () => reject(error)),
        );
      },
    });
  });
}

function saidBy(value: unknown): string {
  return String((value as { answered?: unknown }).answered);
}
