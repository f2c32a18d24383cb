// A window that could not be opened: a page that says why, and what it tells the page behind it.
import type { Refusal } from '../../core/refusal.ts';
import type { Fields } from '../../wire/fields.ts';
import { familyOf } from '../../wire/payple/refusal.ts';
import { resultOf } from '../../wire/payple/results.ts';
import { routeNamed } from '../../wire/payple/routes.ts';
import { windowRequest, windowResult } from '../../wire/payple/window.ts';
import type { Boot, Delivery } from '../../wire/window.ts';
import { isWholeAddress } from './origin.ts';

/** A window that never was, is of another world, or whose page is not ours: one answer for all. */
export const gone: Boot = {
  ...{ id: '', step: 'gone', shop: '', goods: '', amount: '', work: 'pay', ways: [], keeps: [] },
  ...{ holderFields: false, setsPassword: false, instalments: [], interestFree: [] },
  ...{ issuers: [], appCards: [] },
  ...{
    banks: [],
    cashReceipt: false,
    registered: null,
    buyerName: '',
    sandbox: true,
    opener: null,
  },
  ...{ turn: 0, stepEndsAt: '', secondsLeft: 0, attemptsLeft: 0, error: null, done: null },
  ...{ succeeded: false, afterUrl: '' },
};

export interface RefusedOpening {
  readonly refusal: Refusal;
  readonly body: Fields;
  readonly shop: string;
  /** Of the page that asked. */
  readonly origin: string | null;
}

export function refusedBoot({ refusal, body, shop, origin }: RefusedOpening): Boot {
  const received = { body };
  const { code, message, words } = resultOf(
    refusal,
    familyOf(routeNamed('window'), received),
    windowRequest,
  );
  const { resultUrl = '', ...known } = windowRequest.decodePartly(received);
  const said = { paidBy: 'card' as const, ...known, result: 'error', code, message };
  return {
    ...gone,
    ...{ step: 'error', shop, error: { code, message: words, field: '' } },
    // An address that may be the fault is not sent back to a script that would go there (T45).
    done: toldTo(refusal.kind === 'origin-refused' ? null : origin, {
      isWholePage: isWholeAddress(resultUrl),
      data: windowResult.renderPartly(said),
    }),
  };
}

function toldTo(
  target: string | null,
  { isWholePage, data }: { readonly isWholePage: boolean; readonly data: Record<string, string> },
): Delivery {
  if (target === null || isWholePage) return { by: 'page' };
  return { by: 'message', target, type: 'pay_result', data };
}
