// The merchants' servers that notices are sent to: now up, now down, slow, or hanging up.
import type pg from 'pg';
import type { Dice } from './dice.ts';
import type { History, NoticeReceived } from './history.ts';
import type { Letter, Outside, Reaction } from './post.ts';
import type { Run } from './run.ts';

/** Which reactions a server shows in each mood, by weight. */
const moods = {
  well: { accept: 1 },
  shaky: { accept: 6, fail: 1, reset: 1, silence: 1, refuse: 1 },
  down: { refuse: 1 },
  slow: { silence: 1 },
  hangingUp: { reset: 3, accept: 1 },
  failing: { fail: 1 },
} as const satisfies Readonly<Record<string, Partial<Record<Reaction, number>>>>;

type Mood = keyof typeof moods;

export interface Receivers extends Outside {
  /** Whose letters they are; on one database there are merchants of earlier worlds as well. */
  readonly merchantIds: Set<string>;
  /** One merchant's server changes its mood; each has its own. */
  change(): void;
  heal(): void;
}

export interface ReceiversOptions {
  readonly dice: Dice;
  readonly history: History;
  readonly owner: pg.Client;
}

/** So many addresses there are at most; an endpoint without one of its own shares another's. */
export const addresses = [1, 2, 3, 4, 5, 6].map((place) => `http://127.0.0.1:9/shop-${place}`);

export function createReceivers(options: ReceiversOptions): Receivers {
  const { dice, history, owner } = options;
  const moodOf = new Map<string, Mood>(addresses.map((url) => [url, 'well']));
  const merchantIds = new Set<string>();
  return {
    merchantIds,
    change: () => {
      moodOf.set(dice.pick(addresses), dice.pick(Object.keys(moods) as Mood[]));
    },
    heal: () => {
      for (const url of addresses) moodOf.set(url, 'well');
    },
    async hear(letter, at) {
      const reaction = drawReaction(dice, moodOf.get(letter.url) ?? 'well');
      if (reaction === 'refuse') return reaction;
      const { url, eventId } = letter;
      const merchantId = await merchantOf(owner, letter);
      if (merchantId !== null && !merchantIds.has(merchantId)) return reaction;
      history.received.push({
        ...{ url, eventId, at, answered: reaction === 'accept' },
        ...whatOf(letter),
        committed: merchantId !== null,
      });
      return reaction;
    },
  };
}

function drawReaction(dice: Dice, mood: Mood): Reaction {
  const weights = Object.entries(moods[mood]) as [Reaction, number][];
  return dice.weighted(weights.map(([reaction, weight]) => [weight, reaction] as const));
}

/** Asked at the very moment at which the merchant learns of it; null where it is no fact yet. */
async function merchantOf(owner: pg.Client, { eventId }: Letter): Promise<string | null> {
  const found = await owner.query<{ id: string }>(
    'select merchant_id::text as id from notice_event where id::text = $1',
    [eventId],
  );
  return found.rows[0]?.id ?? null;
}

/** Our own form names the kind and the payment; of the dialects one has a word for a cancel. */
function whatOf({ body }: Letter): Pick<NoticeReceived, 'type' | 'tid' | 'cancelWord'> {
  const said = JSON.parse(body) as {
    type?: string;
    noti_type?: string;
    data?: { payment?: { tid?: string } };
  };
  return {
    ...{ type: said.type ?? null, tid: said.data?.payment?.tid ?? null },
    cancelWord: said.noti_type ?? null,
  };
}

export function upset({ receivers, stage }: Run): void {
  receivers.change();
  stage.trace.say('shop', 'a server changes its mood');
}
