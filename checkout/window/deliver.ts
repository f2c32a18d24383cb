// Hands the result over: to the exact origin that opened the window, or by a form of its own page.
import type { Boot } from '../../wire/window.ts';

/** Whoever holds this page: the page around a frame, or the opener of a pop-up. */
function holder(): Window | null {
  if (window.parent !== window) return window.parent;
  return window.opener as Window | null;
}

/** True when somebody was told or will be; false leaves it to the page to show the result. */
export function deliver({ id, done }: Boot): boolean {
  if (done === null || done.by === 'page') return false;
  if (done.by === 'form') {
    location.replace(`/window/${encodeURIComponent(id)}/handoff`);
    return true;
  }
  const told = holder();
  if (told === null || told.closed) return false;
  // Any other origin hears nothing: the browser compares before it delivers (T49).
  told.postMessage({ type: done.type, data: done.data }, done.target);
  return true;
}

/** Keeps the page around a frame informed of how high this one is; the opener decides the rest. */
export function tellHeight(page: HTMLElement, target: string | null): void {
  if (target === null || window.parent === window) return;
  const tell = (): void => {
    const data = Math.ceil(page.getBoundingClientRect().height);
    window.parent.postMessage({ type: 'resize', data }, target);
  };
  tell();
  new ResizeObserver(tell).observe(page);
}
