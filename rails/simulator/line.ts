// The line to the bank: what can happen to a request on its way there, or to its answer.
import { after, secondMs } from '../../core/time/instant.ts';
import type { RailClock } from '../clock.ts';
import type { Effect } from './behaviours.ts';

/** Beyond the 8 s for which the gateway waits (docs/concepts/unknown-outcomes.md). */
export const lateMs = 10 * secondMs;

/** The bank hung up: what it did with the request stands in its record only. */
export class ConnectionBroken extends Error {
  override readonly name = 'ConnectionBroken';
}

/** `work` is what the bank does when the request reaches it; done twice, it has one effect. */
export async function carry<Answer>(
  work: () => Promise<Answer>,
  { effect, clock }: { readonly effect: Effect | null; readonly clock: RailClock },
): Promise<Answer> {
  switch (effect) {
    case 'request-lost':
      return silence();
    case 'decline':
      throw new ConnectionBroken('the bank refused to be asked');
    case 'answer-lost':
      await work();
      return silence();
    case 'connection-reset':
      await work();
      throw new ConnectionBroken('the bank closed the connection before it answered');
    case 'answer-late': {
      const due = after(clock.now(), lateMs);
      const answer = await work();
      await clock.sleepUntil(due);
      return answer;
    }
    case 'answer-duplicated': {
      // Both at once, because a repeated message is a race for whoever records it.
      const [answer] = await Promise.all([work(), work()]);
      return answer;
    }
    case null:
      return work();
  }
}

function silence(): Promise<never> {
  return new Promise(() => {});
}
