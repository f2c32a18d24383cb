// The query of a URL read like a form: flat, strict, and never logged.
import type { FastifyRequest } from 'fastify';
import { type Outcome, refused } from '../../core/refusal.ts';
import { type Fields, noFields } from '../../wire/fields.ts';
import { readForm } from '../../wire/form.ts';

const longestQuery = 2_000;

export function queryFields(request: FastifyRequest): Outcome<Fields> {
  const url = request.raw.url ?? '';
  const start = url.indexOf('?');
  const text = start < 0 ? '' : url.slice(start + 1);
  if (text === '') return { ok: true, value: noFields };
  if (text.length > longestQuery) {
    return refused({ kind: 'unreadable-body', fault: 'too-large', line: 1, column: 1 });
  }
  return readForm(text);
}
