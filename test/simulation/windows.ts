// What shops and buyers do with a payment window: open it, try to pay, close it, look at it.
import { won } from '../../core/money/won.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { WindowOrder } from '../../core/window/order.ts';
import type { Session } from '../../core/window/session.ts';
import { taxMeant } from '../../server/payple/tax.ts';
import { look } from '../../server/window/current.ts';
import { resultFields } from '../../server/window/delivery.ts';
import { begin } from '../../server/window/open.ts';
import { close, type Looked, submit } from '../../server/window/submit.ts';
import type { PayRequest } from '../../wire/window.ts';
import { taxAsked } from './charges.ts';
import type { WindowAsked, WindowHeard } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';
import { worldOf } from './shop.ts';

export interface Opening
  extends Pick<WindowAsked, 'work' | 'paidBy' | 'orderNumber' | 'amount' | 'vat' | 'month'> {
  readonly caller: Caller;
  readonly cardUse: WindowOrder['cardUse'];
  /** What the buyer does once the page is there. */
  readonly onHeard: (window: WindowAsked) => void;
}

export function openWindow(run: Run, process: Process, opening: Opening): void {
  const { stage, history } = run;
  const { caller, cardUse: _, onHeard, ...wanted } = opening;
  const asked: WindowAsked = {
    mark: `w${history.windows.length + 1}`,
    ...{ merchantId: caller.merchant.id, world: worldOf(caller) },
    ...wanted,
    askedAt: stage.time.now(),
    ...{ id: null, openedWith: '', heard: [], confirms: [] },
  };
  history.windows.push(asked);
  const what = `window to ${asked.work} ${asked.orderNumber} of ${asked.amount}`;
  stage.trace.say(process.actor.name, `asked ${asked.mark}: ${what}`);
  serve(run, process, {
    mark: asked.mark,
    work: () => begun(process, asked, opening),
    about: () => '',
    read: (opened) => (opened === null ? 'refused' : 'open'),
    broken: 'refused',
    hear: (told, opened) => {
      if (opened === null) return;
      const { session, authKey } = opened;
      Object.assign(asked, { id: session.id, openedWith: authKey });
      asked.heard.push({ ...nothing, askedAt: asked.askedAt, at: stage.time.now(), status: told });
      onHeard(asked);
    },
  });
}

interface Begun {
  readonly session: Session;
  readonly authKey: string;
}

/** As a page does it with the key of its shop's authentication. */
async function begun(
  { parts }: Process,
  asked: WindowAsked,
  opening: Opening,
): Promise<Begun | null> {
  const { caller } = opening;
  const issuing = { class: 'window', pin: null, session: null } as const;
  const { authKey } = parts.authKeys.issue(caller, issuing);
  const auth = await parts.authKeys.openKey(authKey);
  const order = orderOf(asked, opening);
  if (auth === null || order === null) return null;
  const openedWith = auth.nonce;
  const session = await begin(parts, { caller, order, origin: null, openedWith });
  return session.ok ? { session: session.value, authKey } : null;
}

function orderOf(asked: WindowAsked, { caller, cardUse }: Opening): WindowOrder | null {
  const { mark, work, paidBy, orderNumber, month } = asked;
  const tax = taxMeant(caller.contract, taxAsked(asked));
  if (!tax.ok) return null;
  const isPaid = work !== 'register';
  const money = isPaid ? { amount: won(asked.amount), ...tax.value } : unpriced;
  return {
    ...{ work, paidBy, cardUse, orderNumber, month, ...money },
    ...{ goods: '텀블러', offered: null, link: null, resultUrl: '', echo: {} },
    ...{ asksPassword: false, cashReceipt: false },
    payer: { number: mark, name: '홍길동', phone: '', email: '' },
    extras: [mark],
  };
}

const unpriced = { amount: null, tax: null, vatGiven: false } as const;

export interface Paying {
  readonly window: WindowAsked;
  readonly typed: PayRequest;
  /** What happens once its answer was heard. */
  readonly onHeard: (window: WindowAsked) => void;
}

export function tryToPay(run: Run, process: Process, { window, typed, onHeard }: Paying): void {
  const raw = new TextEncoder().encode(JSON.stringify(typed));
  onPage(run, process, {
    ...{ window, what: `pays by ${typed.way}` },
    work: (id) => submit(process.parts, id, raw),
    onHeard,
  });
}

export function closeWindow(run: Run, process: Process, window: WindowAsked): void {
  onPage(run, process, { window, what: 'closes', work: (id) => close(process.parts, id) });
}

export function lookAtWindow(run: Run, process: Process, window: WindowAsked): void {
  const work = async (id: string): Promise<Looked | null> => {
    const seen = await look(process.parts, id);
    return seen === null ? null : { ...seen, slip: null };
  };
  onPage(run, process, { window, what: 'looks', work });
}

interface PageCall {
  readonly window: WindowAsked;
  readonly what: string;
  readonly work: (id: string) => Promise<Looked | null>;
  readonly onHeard?: (window: WindowAsked) => void;
}

/** A call of our own page; its answer is what the window is now, and what the shop gets with it. */
function onPage(run: Run, process: Process, { window, what, work, onHeard }: PageCall): void {
  const { stage, history } = run;
  const { id, mark } = window;
  if (id === null) return;
  history.pageCalls += 1;
  const name = `${mark}.${history.pageCalls}`;
  const askedAt = stage.time.now();
  stage.trace.say(process.actor.name, `asked ${name}: ${what}`);
  serve(run, process, {
    mark: name,
    work: async () => {
      const looked = await work(id);
      return looked === null ? null : heardOf(process, looked);
    },
    about: () => '',
    read: (heard) => heard?.status ?? 'gone',
    broken: 'broken',
    hear: (_, heard) => {
      if (heard === null) return;
      window.heard.push({ ...heard, askedAt, at: stage.time.now() });
      onHeard?.(window);
    },
  });
}

const nothing = { trouble: null, key: null, tid: null, requestKey: null, authKey: null };

async function heardOf(
  { parts }: Process,
  looked: Looked,
): Promise<Omit<WindowHeard, 'at' | 'askedAt'>> {
  const { session } = looked;
  const fields = (await resultFields(parts, looked)) ?? {};
  return {
    status: session.status,
    trouble: 'trouble' in session ? (session.trouble?.kind ?? null) : null,
    key: fields.PCD_PAYER_ID || null,
    tid: session.status === 'paid' ? fields.PCD_TX_KEY || null : null,
    requestKey: fields.PCD_PAY_REQKEY || null,
    authKey: fields.PCD_AUTH_KEY || null,
  };
}
