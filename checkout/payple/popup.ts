// The window of its own in which a telephone shows the payment, and what becomes of it.

const popupName = 'cpayWinOpen';
const lookEveryMs = 500;

/** Opened while the click still counts, else the browser would block it; null where it did. */
export function openPopup(): Window | null {
  const popup = window.open('', popupName);
  if (popup === null) return null;
  announce(popup);
  return popup;
}

/** Says what comes, in the empty page that a new frame or window begins with. */
export function announce(empty: Window | null): void {
  try {
    const { body } = empty?.document ?? {};
    if (body === undefined) return;
    body.textContent = '결제창을 여는 중입니다.';
    Object.assign(body.style, {
      font: '16px sans-serif',
      textAlign: 'center',
      padding: '3rem 1rem',
    });
  } catch {
    // It still shows the window of before, which is not this page's to write into.
  }
}

export const popupTarget = popupName;

/** Told when a buyer has closed it by hand; a result that came first ends the watching. */
export function watchPopup(popup: Window, closed: () => void): () => void {
  let seenClosed = false;
  const timer = setInterval(() => {
    // Once more before it counts: a result may be under way.
    if (popup.closed && seenClosed) {
      clearInterval(timer);
      closed();
    }
    seenClosed = popup.closed;
  }, lookEveryMs);
  return () => clearInterval(timer);
}
