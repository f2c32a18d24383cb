// Where a window is shown: in a layer, in a pop-up of a telephone, or instead of the shop's page.
import { createLayer, removeLayer } from './layer.ts';
import { openPopup, popupTarget, watchPopup } from './popup.ts';
import { tell } from './result.ts';
import { isDirect, type ShopObject, textOf } from './shop-object.ts';

/** The window that is open now. */
export interface Open {
  readonly object: ShopObject;
  /** The frame or pop-up that may speak; null until the window is asked for. */
  source: Window | null;
  /** Another window takes its place. */
  readonly stop: () => void;
  readonly remove: () => void;
}

export const narrow = 450;
const wide = 692;

function isPhone(): boolean {
  return /iphone|ipod|ipad|android/i.test(navigator.userAgent);
}

export interface Begun {
  readonly open: Open;
  readonly target: string;
  readonly window: () => Window | null;
}

/** The place for the window is there before the tokens are; null where the browser blocks it. */
export function begin(object: ShopObject, leave: () => void): Begun | null {
  if (isDirect(object)) {
    const nothing = { object, source: null, stop: () => {}, remove: () => {} };
    return { open: nothing, target: '_self', window: () => null };
  }
  if (!isPhone()) {
    const frame = createLayer(isWide(object) ? wide : narrow, leave);
    const layered = { object, source: null, stop: removeLayer, remove: removeLayer };
    return { open: layered, target: frame.name, window: () => frame.contentWindow };
  }
  const popup = openPopup();
  if (popup === null) {
    tell('팝업이 차단되었습니다. 차단을 해제한 뒤 다시 시도해 주세요.');
    return null;
  }
  const stop = watchPopup(popup, leave);
  const remove = (): void => {
    stop();
    popup.close();
  };
  return { open: { object, source: null, stop, remove }, target: popupTarget, window: () => popup };
}

function isWide(object: ShopObject): boolean {
  const isCard = textOf(object, 'PCD_PAY_TYPE') === 'card';
  const registers = /^AUTH/.test(textOf(object, 'PCD_PAY_WORK'));
  return isCard && !registers && textOf(object, 'PCD_CARD_VER') !== '01';
}
