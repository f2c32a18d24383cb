// The object that a shop gives to PaypleCpayAuthCheck, read without being changed.

export type ShopObject = Readonly<Record<string, unknown>>;
export type Callback = (result: Readonly<Record<string, string>>) => void;

/** A field as text; "" for what is missing. */
export function textOf(object: ShopObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function callbackOf(object: ShopObject): Callback | null {
  const { callbackFunction } = object;
  return typeof callbackFunction === 'function' ? (callbackFunction as Callback) : null;
}

/** What becomes inputs of the form: plain values only, never a function's source. */
export function fieldsOf(object: ShopObject): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) {
    if (/^(payple_auth_file|payple_dir_path|clientKey|callbackFunction)$/.test(name)) continue;
    if (typeof value === 'boolean') fields.set(name, value ? 'Y' : 'N');
    else if (typeof value === 'string' || typeof value === 'number')
      fields.set(name, String(value));
  }
  return fields;
}

/** An address of its own opens the whole page; anything else stays in a layer or a pop-up. */
export function isDirect(object: ShopObject): boolean {
  return /^https?:\/\//i.test(textOf(object, 'PCD_RST_URL'));
}
