// The browser script that shops load: opens the payment window and gives the result back.
import { authenticate, Refused, type Tokens } from './authenticate.ts';
import { createLayer, fitLayer, removeLayer, trustWindow } from './layer.ts';
import { begin, narrow, type Open } from './place.ts';
import { postForm } from './post-form.ts';
import { giveBack, tell } from './result.ts';
import {
  callbackOf,
  closedResult,
  complaintOf,
  fieldsOf,
  type Result,
  type ShopObject,
  textOf,
} from './shop-object.ts';

const knownPath = /\/js\/(cpay\.payple\.|v1\/payment\.js)/;
const home = new URL(addressOfScript()).origin;

let open: Open | null = null;

/** Whoever loads the script decides which server it speaks to. */
function addressOfScript(): string {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement && current.src !== '') return current.src;
  const found = [...document.scripts].find(({ src }) => knownPath.test(src));
  return found?.src ?? location.href;
}

async function authCheck(object: ShopObject): Promise<void> {
  const complaint = complaintOf(object);
  if (complaint !== '') {
    tell(complaint);
    return;
  }
  // A second click on the same button belongs to the window that opens already.
  if (open !== null && open.source === null) return;
  open?.stop();
  const mine = begin(object, leave);
  if (mine === null) return;
  open = mine.open;
  try {
    const tokens = await authenticate(object, home);
    if (open !== mine.open) return;
    if (mine.target === '_self') open = null;
    else mine.open.source = mine.window();
    show(object, tokens, mine.target);
  } catch (error) {
    if (open === mine.open) open = null;
    mine.open.remove();
    const isTold = error instanceof Refused;
    tell(isTold ? error.message : '결제창을 열 수 없습니다. 잠시 뒤 다시 시도해 주세요.', error);
  }
}

function show(object: ShopObject, { fields, returnUrl }: Tokens, target: string): void {
  postForm({ ...fieldsOf(object), ...fields }, { action: returnUrl, target });
}

/** Only our own server's window, and only the one that this page has opened (T49). */
function hear({ origin, source, data: said }: MessageEvent): void {
  if (open === null || open.source === null) return;
  if (origin !== home || source !== open.source) return;
  if (typeof said !== 'object' || said === null) return;
  const { type, data } = said as { type?: unknown; data?: unknown };
  trustWindow();
  if (type === 'resize') fitLayer(Number(data) || 0);
  else if (type === 'pay_result' || type === 'close') end(isResult(data) ? data : null);
}

function isResult(data: unknown): data is Result {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** The buyer has left without the window saying so: it was closed by hand, or never came. */
function leave(): void {
  end(null);
}

function end(result: Result | null): void {
  if (open === null) return;
  const { object, remove } = open;
  open = null;
  remove();
  const told = result ?? closedResult(object);
  const address = textOf(object, 'PCD_RST_URL') || textOf(told, 'PCD_RST_URL');
  giveBack(told, callbackOf(object), address);
}

/** Pages of shops call this when their reader goes back. */
function mainBodyAction(command: string): void {
  if (command !== 'close') return;
  open?.remove();
  open = null;
  removeLayer();
}

addEventListener('message', hear);

Object.assign(window, {
  PaypleCpayAuthCheck: (object: ShopObject) => void authCheck({ ...object }),
  PaypleLinkCpayAuthCheck: (object: ShopObject) => void authCheck({ ...object }),
  PaypleCpayPopup: (object: ShopObject, url: string) =>
    void authCheck({ ...object, PCD_PAY_URL: url }),
  PaypleCpayPayResult: (result: Result, callback?: unknown) =>
    giveBack(result, callbackOf({ callbackFunction: callback }), textOf(result, 'PCD_RST_URL')),
  MainBodyAction: mainBodyAction,
  MainBodyResize: fitLayer,
  CreateCpayLayer: () => void createLayer(narrow, removeLayer),
  layer_ifr_resize: fitLayer,
  cPayData: {},
});
