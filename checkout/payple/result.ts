// How a shop hears: the result of a payment, or why there was none.
import { postForm } from './post-form.ts';
import type { Callback, Result } from './shop-object.ts';

/** To the shop's function, else as a form to the shop's own address. */
export function giveBack(result: Result, callback: Callback | null, address: string): void {
  if (callback !== null) {
    callback(result);
    return;
  }
  const link = document.createElement('a');
  link.href = address;
  // A relative address stays on the shop's own page, whatever is written in it (T45).
  const isOwn = address !== '' && link.origin === location.origin;
  if (isOwn) postForm(result, { action: link.href, target: '_self' });
  else console.error('[payple] 결과를 받을 callbackFunction이나 PCD_RST_URL이 없습니다.');
}

/** A developer finds the reason in the console, also where alerts are switched off. */
export function tell(words: string, error?: unknown): void {
  console.error('[payple]', words, error ?? '');
  alert(words);
}
