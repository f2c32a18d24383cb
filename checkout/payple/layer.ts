// The layer over the shop's page: a frame for the window, and a way out until the window speaks.
import { announce } from './popup.ts';

const layerId = 'layer_cpay';
const frameId = 'cpay_ifr';
const startHeight = 560;
const leastHeight = 240;

/** Where the reader was, and how the page scrolled, before the layer came. */
let before: { readonly focus: Element | null; readonly overflow: string } | null = null;

// biome-ignore format: a table
const layerStyle = {
  position: 'fixed', top: '0', right: '0', bottom: '0', left: '0', zIndex: '16777270',
  display: 'flex', boxSizing: 'border-box', padding: '16px', overflow: 'auto',
  background: 'rgba(16, 24, 40, 0.55)', overscrollBehavior: 'contain',
};
// biome-ignore format: a table
const frameStyle = {
  flex: 'none', margin: 'auto', border: '0', borderRadius: '16px', background: '#fff',
  maxWidth: '100%', maxHeight: '100%', height: `${startHeight}px`, colorScheme: 'light',
};
// biome-ignore format: a table
const closeStyle = {
  position: 'absolute', top: '8px', right: '8px', width: '44px', height: '44px', border: '0',
  borderRadius: '22px', background: '#fff', color: '#101828', font: '20px/44px sans-serif',
  padding: '0', cursor: 'pointer',
};

export function createLayer(width: number, leave: () => void): HTMLIFrameElement {
  removeLayer();
  const frame = document.createElement('iframe');
  frame.id = frameId;
  frame.name = frameId;
  frame.title = '결제창';
  Object.assign(frame.style, frameStyle, { width: `${width}px` });
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = '✕';
  close.setAttribute('aria-label', '결제창 닫기');
  Object.assign(close.style, closeStyle);
  close.addEventListener('click', leave);
  const layer = document.createElement('div');
  layer.id = layerId;
  layer.setAttribute('role', 'dialog');
  layer.setAttribute('aria-modal', 'true');
  layer.setAttribute('aria-label', '결제창');
  Object.assign(layer.style, layerStyle);
  layer.append(frame, close);
  const { overflow } = document.documentElement.style;
  before = { focus: document.activeElement, overflow };
  document.documentElement.style.overflow = 'hidden';
  document.body.append(layer);
  announce(frame.contentWindow);
  frame.focus();
  return frame;
}

export function removeLayer(): void {
  const layer = document.getElementById(layerId);
  if (layer === null) return;
  layer.remove();
  document.documentElement.style.overflow = before?.overflow ?? '';
  if (before?.focus instanceof HTMLElement) before.focus.focus();
  before = null;
}

/** The window is there and has a way out of its own. */
export function trustWindow(): void {
  document.querySelector(`#${layerId} > button`)?.remove();
}

export function fitLayer(height: number): void {
  const frame = document.getElementById(frameId);
  if (frame !== null && height > 0) frame.style.height = `${Math.max(leastHeight, height)}px`;
}
