// The browser script that shops load: opens the payment window and gives the result back.
import { authenticate, Refused, type Tokens } from './authenticate.ts';
import { createLayer, fitLayer, frameWindow, popupName, postForm, removeLayer } from './layer.ts';
import { callbackOf, fieldsOf, isDirect, type ShopObject, textOf } from './shop-object.ts';

type Result = Readonly<Record<string, string>>;

/** The window that is open now; one at a time. */
interface Open {
  readonly object: ShopObject;
  readonly source: Window | null;
  readonly popup: Window | null;
}

const loadedFrom = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
const home = new URL(loadedFrom).origin;
const leastAmount = 100;
const narrow = 450;
const wide = 692;

let open: Open | null = null;
let busy = false;

function isPhone(): boolean {
  return /iphone|ipod|ipad|android/i.test(navigator.userAgent);
}

async function authCheck(object: ShopObject): Promise<void> {
  if (busy) return;
  const complaint = complaintOf(object);
  if (complaint !== '') {
    alert(complaint);
    return;
  }
  busy = true;
  // Opened while the click still counts, else the browser would block it.
  const popup = !isDirect(object) && isPhone() ? window.open('about:blank', popupName) : null;
  try {
    const tokens = await authenticate(object, home);
    show(object, tokens, popup);
  } catch (error) {
    popup?.close();
    removeLayer();
    const told = error instanceof Refused ? error.message : '결제창을 열 수 없습니다.';
    console.error('[payple]', told, error);
    alert(told);
  } finally {
    busy = false;
  }
}

function complaintOf(object: ShopObject): string {
  if (/^AUTH/.test(textOf(object, 'PCD_PAY_WORK'))) return '';
  const total = textOf(object, 'PCD_PAY_TOTAL');
  if (!/^\d+$/.test(total)) return 'PCD_PAY_TOTAL을 숫자로 입력해 주세요.';
  return Number(total) < leastAmount ? `결제금액은 ${leastAmount}원 이상이어야 합니다.` : '';
}

function show(object: ShopObject, tokens: Tokens, popup: Window | null): void {
  const { returnUrl, ...proofs } = tokens;
  const fields = fieldsOf(object);
  for (const [name, value] of Object.entries(proofs)) fields.set(name, value);
  fields.set('PCD_HTTP_REFERER', location.href);
  if (isDirect(object)) postForm(returnUrl, fields, '_self');
  else if (!isPhone()) showLayer(object, returnUrl, fields);
  else if (popup === null) alert('팝업 차단을 해제한 뒤 다시 시도해 주세요.');
  else {
    open = { object, popup, source: popup };
    postForm(returnUrl, fields, popupName);
  }
}

function showLayer(
  object: ShopObject,
  returnUrl: string,
  fields: ReadonlyMap<string, string>,
): void {
  const work = textOf(object, 'PCD_PAY_WORK');
  const isWide =
    textOf(object, 'PCD_PAY_TYPE') === 'card' &&
    !work.startsWith('AUTH') &&
    textOf(object, 'PCD_CARD_VER') !== '01';
  const frame = createLayer(isWide ? wide : narrow);
  postForm(returnUrl, fields, frame.name);
  open = { object, popup: null, source: frame.contentWindow };
  frame.focus();
}

/** Only our own server's window, and only the one that we opened (T49). */
addEventListener('message', (event: MessageEvent) => {
  if (open === null || event.origin !== home || event.source === null) return;
  if (event.source !== open.source && event.source !== frameWindow()) return;
  const { type, data } = readMessage(event.data);
  if (type === 'resize') fitLayer(Number(data) || 0);
  if (type === 'pay_result' || type === 'close') end(open, data as Result);
});

function readMessage(said: unknown): { type: string; data: unknown } {
  if (typeof said !== 'object' || said === null) return { type: '', data: null };
  const { type, data } = said as { type?: unknown; data?: unknown };
  const isResult = typeof data === 'object' && data !== null;
  if (type === 'resize') return { type, data };
  return { type: isResult && typeof type === 'string' ? type : '', data };
}

function end({ object, popup }: Open, result: Result): void {
  open = null;
  removeLayer();
  popup?.close();
  payResult(result, callbackOf(object), textOf(object, 'PCD_RST_URL'));
}

/** To the shop's function, else as a form to the shop's own address. */
function payResult(
  result: Result,
  callback: ReturnType<typeof callbackOf>,
  address = result.PCD_RST_URL ?? '',
): void {
  if (callback !== null) {
    callback(result);
    return;
  }
  const url = address === '' ? null : new URL(address, location.href);
  // A relative address stays on the shop's own page, whatever is written in it (T45).
  if (url?.origin === location.origin) {
    postForm(url.href, new Map(Object.entries(result)), '_self');
  } else console.error('[payple] 결과를 받을 함수나 같은 도메인의 PCD_RST_URL이 없습니다.');
}

/** Pages of shops call this when their reader goes back. */
function mainBodyAction(command: string): void {
  if (command !== 'close') return;
  open?.popup?.close();
  open = null;
  removeLayer();
}

Object.assign(window, {
  PaypleCpayAuthCheck: (object: ShopObject) => void authCheck({ ...object }),
  PaypleLinkCpayAuthCheck: (object: ShopObject) => void authCheck({ ...object }),
  PaypleCpayPopup: (object: ShopObject, url: string) =>
    void authCheck({ ...object, PCD_PAY_URL: url }),
  PaypleCpayPayResult: (result: Result, callback?: unknown) =>
    payResult(result, callbackOf({ callbackFunction: callback })),
  MainBodyAction: mainBodyAction,
  MainBodyResize: fitLayer,
  CreateCpayLayer: () => void createLayer(narrow),
  layer_ifr_resize: fitLayer,
  cPayData: {},
});
