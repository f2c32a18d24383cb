// Hands the result over: to the exact origin that opened the window, or by a form of its own page.
import type { Boot } from '../../wire/window.ts';

/** Whoever holds this page: the opener of a pop-up, or the page around a frame. */
function holder(): Window | null {
  if (window.opener !== null) return window.opener as Window;
  return window.parent === window ? null : window.parent;
}

/** True when somebody was told or will be; false leaves it to the page to show the result. */
export function deliver({ id, done }: Boot): boolean {
  if (done === null || done.by === 'page') return false;
  if (done.by === 'form') {
    location.replace(`/window/${encodeURIComponent(id)}/handoff`);
    return true;
  }
  const told = holder();
  if (told === null) return false;
  told.postMessage({ type: done.type, data: done.data }, done.target);
  return true;
}

/** The page around a frame fits it to this height. */
export function tellHeight(target: string | null): void {
  if (target === null || window.parent === window) return;
  const data = Math.ceil(document.documentElement.scrollHeight);
  window.parent.postMessage({ type: 'resize', data }, target);
}
