// Text into HTML: what is woven in is escaped, unless it is HTML that this function made.
class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function html(strings, ...values) {
  return new Html(String.raw({ raw: strings }, ...values.map(safe)));
}

function safe(value) {
  if (value === null || value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(safe).join('');
  return value instanceof Html ? value.text : String(value).replace(/[&<>"']/g, (c) => escapes[c]);
}
