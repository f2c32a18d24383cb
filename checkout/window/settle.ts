// Finds out what became of a request whose answer got lost.
import type { Boot } from '../../wire/window.ts';
import { h } from './dom.ts';
import type { Server } from './server.ts';
import type { Say } from './words.ts';

const longestWaitMs = 5_000;

/** Asks until somebody answers, at once when the buyer says so or the connection is back. */
export async function lookUntilKnown(server: Server, say: Say): Promise<Boot> {
  const status = document.getElementById('status');
  let wake = (): void => {};
  const button = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => wake() },
    say('checkNow'),
  );
  if (status !== null) status.textContent = say('checking');
  status?.after(button);
  const online = (): void => wake();
  addEventListener('online', online);
  try {
    for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      const found = await server.look().catch(() => null);
      if (found !== null) return found;
      await new Promise<void>((resume) => {
        wake = resume;
        setTimeout(resume, waitMs);
      });
    }
  } finally {
    removeEventListener('online', online);
    button.remove();
  }
}
