// The shop's last word on a window whose buyer was certified: right, wrong, late, or many at once.
import type { Caller } from '../../core/payment/approve.ts';
import { confirm } from '../../server/payple/confirm.ts';
import type { Handled } from '../../server/payple/handled.ts';
import { noFields } from '../../wire/fields.ts';
import type { ConfirmAsked, ToldOfOrder, WindowAsked } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';

export interface Confirm {
  readonly window: WindowAsked;
  readonly as: ConfirmAsked['as'];
  /** Of the tokens that the shop shows; right or not. */
  readonly authKey: string;
  readonly requestKey: string;
  readonly billingKey: string;
  readonly caller: Caller;
}

export function confirmWindow(run: Run, process: Process, confirming: Confirm): void {
  const { stage } = run;
  const { window, as } = confirming;
  const asked: ConfirmAsked = {
    mark: `${window.mark}!${window.confirms.length + 1}`,
    as,
    askedAt: stage.time.now(),
    answer: { told: 'nothing' },
    answeredAt: null,
  };
  window.confirms.push(asked);
  stage.trace.say(process.actor.name, `asked ${asked.mark}: confirm (${as})`);
  serve(run, process, {
    mark: asked.mark,
    work: () => ask(process, confirming),
    about: () => '',
    read: toldOf,
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
      asked.answeredAt = stage.time.now();
    },
  });
}

async function ask({ parts }: Process, confirming: Confirm): Promise<Handled> {
  const { window, as, authKey, requestKey, billingKey, caller } = confirming;
  const auth = await parts.authKeys.openKey(authKey);
  if (auth === null) return { ok: false, refusal: { kind: 'session-expired' } };
  const amount = as === 'other-amount' ? window.amount + 1n : null;
  const asking = {
    ...{ parts, caller, auth, isRaw: true, workId: '' },
    routeName: 'confirm-card',
    received: { body: noFields },
    form: { numbers: 'text', asked: noFields },
  } as const;
  const asked = { requestKey, billingKey, amount, orderNumber: '' };
  return confirm(asking, asked as Parameters<typeof confirm>[1]);
}

function toldOf(handled: Handled): ToldOfOrder {
  if (handled.ok) {
    const { PCD_TX_KEY: tid, PCD_PAY_CARDTRADENUM: number } = handled.body;
    return { told: 'approved', tid: String(tid), approvalNumber: String(number ?? '') };
  }
  const { refusal, known } = handled;
  if (refusal.kind === 'declined') return { told: 'declined' };
  if (refusal.kind === 'result-unknown') return { told: 'unknown', tid: String(known?.tid ?? '') };
  return { told: 'refused', why: refusal.kind };
}
