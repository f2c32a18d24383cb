// The page's three questions to its own server; a lost answer is looked up, never asked again.
import type { Boot, PayRequest } from '../../wire/window.ts';

export interface Server {
  look(): Promise<Boot>;
  /** The turn tells a second click from a second try. */
  pay(request: PayRequest, turn: number): Promise<Boot>;
  close(): Promise<Boot>;
}

export function serverOf(id: string): Server {
  const call = async (path: string, body?: unknown): Promise<Boot> => {
    const response = await fetch(`/window/${encodeURIComponent(id)}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Boot;
  };
  return {
    look: () => call('state'),
    pay: (request, turn) => call('pay', { ...request, turn }),
    close: () => call('close', {}),
  };
}
