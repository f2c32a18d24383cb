// A form that is made, sent and gone: how a browser carries fields from one page to another.

const formId = 'CpayForm';

export interface Posting {
  readonly action: string;
  /** The name of a frame or window; `_self` is the page itself. */
  readonly target: string;
}

/** Values are set as values: nothing that a shop or buyer wrote becomes markup. */
export function postForm(
  fields: Readonly<Record<string, string>>,
  { action, target }: Posting,
): void {
  const form = document.createElement('form');
  form.id = formId;
  form.method = 'POST';
  form.action = action;
  form.target = target;
  form.acceptCharset = 'utf-8';
  form.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  // A field called "submit" would stand in the way of the form's own.
  HTMLFormElement.prototype.submit.call(form);
  // Some browsers gather the fields a little later; no token stays in the page for long.
  setTimeout(() => form.remove(), 0);
}
