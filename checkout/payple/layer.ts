// The layer with its frame, the pop-up, and the form that opens a window in either of them.

const layerId = 'layer_cpay';
const frameId = 'cpay_ifr';
const formId = 'CpayForm';
export const popupName = 'cpayWinOpen';

export function createLayer(width: number): HTMLIFrameElement {
  removeLayer();
  const layer = document.createElement('div');
  layer.id = layerId;
  const frame = document.createElement('iframe');
  frame.id = frameId;
  frame.name = frameId;
  frame.title = '결제창';
  frame.setAttribute('allow', 'payment');
  Object.assign(layer.style, {
    ...{ position: 'fixed', inset: '0', zIndex: '16777270', overflow: 'auto' },
    ...{ background: 'rgba(15, 23, 42, 0.55)', display: 'flex', padding: '16px' },
  });
  Object.assign(frame.style, {
    ...{ border: '0', margin: 'auto', background: '#fff', borderRadius: '12px' },
    ...{ width: `min(${width}px, 100%)`, height: '560px', maxHeight: '100%' },
    ...{ colorScheme: 'light', flex: 'none' },
  });
  layer.append(frame);
  document.body.append(layer);
  return frame;
}

export function removeLayer(): void {
  document.getElementById(layerId)?.remove();
  document.getElementById(formId)?.remove();
}

export function fitLayer(height: number): void {
  const frame = document.getElementById(frameId);
  const most = window.innerHeight - 32;
  if (frame !== null) frame.style.height = `${Math.max(320, Math.min(height, most))}px`;
}

export function frameWindow(): Window | null {
  const frame = document.getElementById(frameId);
  return frame instanceof HTMLIFrameElement ? frame.contentWindow : null;
}

/** Values are set as values: nothing that a shop or buyer wrote becomes markup. */
export function postForm(
  action: string,
  fields: ReadonlyMap<string, string>,
  target: string,
): void {
  document.getElementById(formId)?.remove();
  const form = document.createElement('form');
  form.id = formId;
  form.method = 'POST';
  form.action = action;
  form.target = target;
  form.acceptCharset = 'utf-8';
  form.style.display = 'none';
  for (const [name, value] of fields) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}
