// Card numbers that somebody typed into a text field: masked before anything is stored.
import { recognise } from '../../rails/simulator/recognise.ts';

/** Fourteen to sixteen digits, with single blanks or hyphens between them. */
const candidate = /[0-9](?:[ -]?[0-9]){13,15}/g;

/** Only exact numbers of the test ranges are card numbers here; an echo stays exact. */
export function withoutCardNumbers(text: string): string {
  if (text.length < 14) return text;
  return text.replace(candidate, (found) => {
    const known = recognise(found.replace(/[ -]/g, ''));
    return typeof known === 'string' ? found : mask(found);
  });
}

function mask(found: string): string {
  return found.slice(0, -4).replace(/[0-9]/g, '*') + found.slice(-4);
}
