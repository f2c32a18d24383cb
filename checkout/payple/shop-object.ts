// The object that a shop gives to PaypleCpayAuthCheck, read without being changed.

export type ShopObject = Readonly<Record<string, unknown>>;
export type Result = Readonly<Record<string, string>>;
export type Callback = (result: Result) => void;

/** What the script needs for itself; a function's source is never sent anywhere. */
const own = /^(payple_auth_file|payple_dir_path|clientKey|callbackFunction|PCD_AUTH_URL)$/;
const tokens = /^(PCD_CST_ID|PCD_CUST_KEY|PCD_AUTH_KEY)$/;

/** A field as text; "" for what is missing. */
export function textOf(object: ShopObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function callbackOf(object: ShopObject): Callback | null {
  const { callbackFunction } = object;
  return typeof callbackFunction === 'function' ? (callbackFunction as Callback) : null;
}

/** What becomes inputs of the form: plain values only. */
export function fieldsOf(object: ShopObject): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(object)) {
    if (own.test(name)) continue;
    if (typeof value === 'boolean') fields[name] = value ? 'Y' : 'N';
    else if (typeof value === 'string' || typeof value === 'number') fields[name] = String(value);
  }
  return fields;
}

/** What a shop is told when its buyer left without the window saying so. */
export function closedResult(object: ShopObject): Result {
  const known = Object.entries(fieldsOf(object)).filter(([name]) => !tokens.test(name));
  return {
    ...Object.fromEntries(known),
    PCD_PAY_RST: 'close',
    PCD_PAY_MSG: '결제를 종료하였습니다.',
  };
}

/** A whole address asks for the whole page; anything else stays in a layer or a pop-up. */
export function isDirect(object: ShopObject): boolean {
  return /^\s*https?:\/\//i.test(textOf(object, 'PCD_RST_URL'));
}

const leastAmount = 100;

/** "" for an object that a window can be asked for. */
export function complaintOf(object: ShopObject): string {
  if (/^AUTH/.test(textOf(object, 'PCD_PAY_WORK'))) return '';
  const total = textOf(object, 'PCD_PAY_TOTAL');
  if (!/^\d+$/.test(total)) return 'PCD_PAY_TOTAL을 숫자로 입력해 주세요.';
  return Number(total) < leastAmount ? `결제금액은 ${leastAmount}원 이상이어야 합니다.` : '';
}
