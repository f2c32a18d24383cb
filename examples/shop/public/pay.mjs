// In the buyer's browser: opens the payment window, and hands its result to the shop's server.
const button = document.querySelector('#pay');
const { order, version } = document.querySelector('[data-order]').dataset;

button?.addEventListener('click', () => {
  const asks = JSON.parse(button.dataset.asks);
  const { result, way } = button.dataset;
  if (way === 'callback') asks.callbackFunction = (told) => send(result, told);
  // An absolute address asks for the whole page instead of a layer.
  if (way === 'direct') asks.PCD_RST_URL = new URL(result, location.href).href;
  window.PaypleCpayAuthCheck(asks);
});
// Nobody presses a button that does nothing yet.
if (button) button.disabled = false;

function send(path, fields) {
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action: path, hidden: true });
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    Object.assign(input, { name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

// A webhook may come later than the page: it is shown when it does, unless one types or pays.
if (!button) {
  setInterval(async () => {
    const now = await fetch(`/orders/${order}/version`).then((answer) => answer.json());
    const isTyping = document.activeElement?.tagName === 'INPUT';
    if (String(now.version) !== version && !isTyping) location.reload();
  }, 1_500);
}
