// Several kinds of due work as one: what is due at the same instant is done in this order.
import type { Instant } from '../core/time/instant.ts';
import type { DueWork } from './sweeper.ts';

/** What happened comes before what follows from it, and before who is told of it. */
export function inOrder(works: readonly DueWork[]): DueWork {
  return {
    async runDue(isDue) {
      let done = 0;
      for (const work of works) done += await work.runDue(isDue);
      return done;
    },
    nextDue: async (board) => earliest(await Promise.all(works.map((work) => work.nextDue(board)))),
    countDue: async (until) =>
      (await Promise.all(works.map((work) => work.countDue(until)))).reduce((a, b) => a + b, 0),
  };
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : known.reduce((one, other) => (other < one ? other : one));
}
