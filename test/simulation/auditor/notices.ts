// Notices: every fact is told in the end, once it stands in the books, and on the schedule.
import type { NoticeReceived } from '../history.ts';
import { type Case, type Difference, type Evidence, grouped } from './evidence.ts';
import type { AttemptFact, DeliveryFact, EndpointFact, NoticeFact } from './facts.ts';

export function checkNotices(evidence: Evidence): Difference[] {
  const { notices, endpoints, deliveries, attempts } = evidence.facts;
  const told = grouped(evidence.history.received, ({ eventId, url }) => `${eventId} ${url}`);
  const tried = grouped(attempts, deliveryOf);
  const events = new Map(notices.map((event) => [event.id, event]));
  const addresses = new Map(endpoints.map(({ id, url }) => [id, url]));
  return [
    ...evidence.history.received.flatMap((each) => checkReceived(evidence, each, events)),
    ...checkDuties(notices, endpoints, deliveries),
    ...deliveries.flatMap((delivery) =>
      checkDelivery(delivery, {
        event: events.get(delivery.eventId),
        attempts: tried.get(deliveryOf(delivery)) ?? [],
        heard: (told.get(`${delivery.eventId} ${addresses.get(delivery.endpointId)}`) ?? []).filter(
          ({ answered }) => answered,
        ).length,
      }),
    ),
  ];
}

function deliveryOf({
  eventId,
  endpointId,
  format,
}: Pick<AttemptFact, 'eventId' | 'endpointId' | 'format'>): string {
  return `${eventId} ${endpointId} ${format}`;
}

/** What a merchant learned is one fact of his, it stood in the books, and it is what was said. */
function checkReceived(
  { cases }: Evidence,
  received: NoticeReceived,
  events: ReadonlyMap<string, NoticeFact>,
): Difference[] {
  const { eventId, type, tid } = received;
  const event = events.get(eventId);
  if (event === undefined) return [`${eventId} was told and is no event`];
  if (!received.committed) return [`${eventId} was told before it stood in the books`];
  const found = cases.find(({ payment }) => payment.id === event.paymentId);
  if (type === null) return checkWord(received, event, found);
  const about = found?.payment.tid ?? null;
  const agrees = type === event.kind && tid === about;
  return agrees
    ? []
    : [`${eventId} was told as ${type} of ${tid} and is ${event.kind} of ${about}`];
}

/** A cancel that a deposit bought is told as one, and no other is. */
function checkWord(
  { eventId, cancelWord }: NoticeReceived,
  { cancelId }: NoticeFact,
  found: Case | undefined,
): Difference[] {
  if (cancelWord === null) return [];
  const cancel = found?.cancels.find(({ id }) => id === cancelId);
  const right = cancel?.deposit == null ? 'cancel' : 'deposit_cancel';
  return cancelWord === right ? [] : [`${eventId} was told as ${cancelWord}, and is a ${right}`];
}

// Written down a second time: what the forms of dialects have words for.
const dialectKinds = [
  'payment.approved',
  'payment.declined',
  'payment.cancelled',
  'billing-key.registered',
  'billing-key.removed',
];

/** One delivery for each endpoint and form of the contract that the fact belongs to; no others. */
function checkDuties(
  notices: readonly NoticeFact[],
  endpoints: readonly EndpointFact[],
  deliveries: readonly DeliveryFact[],
): Difference[] {
  const byContract = grouped(endpoints, ({ contractId }) => contractId);
  const due = notices.flatMap(({ id, kind, contractId }) =>
    (byContract.get(contractId) ?? []).flatMap((endpoint) =>
      endpoint.formats
        .filter((format) => format === 'standard' || dialectKinds.includes(kind))
        .map((format) => deliveryOf({ eventId: id, endpointId: endpoint.id, format })),
    ),
  );
  const there = deliveries.map(deliveryOf);
  const duties = new Set(due);
  const made = new Set(there);
  return [
    ...due.filter((each) => !made.has(each)).map((each) => `notice ${each} is owed and not there`),
    ...there.filter((each) => !duties.has(each)).map((each) => `notice ${each} is owed to nobody`),
  ];
}

/** Minutes from one miss to the next try; after the last of them it is given up. */
const waits = [1, 4, 16, 64, 256, 1_024, 4_096];
const minuteMs = 60_000;
/** Clocks of processes differ by as much as a world may draw. */
const skewMs = 405;

interface Known {
  readonly event: NoticeFact | undefined;
  readonly attempts: readonly AttemptFact[];
  /** How often the merchant's server answered that it had heard. */
  readonly heard: number;
}

function checkDelivery(delivery: DeliveryFact, { event, attempts, heard }: Known): Difference[] {
  const { state } = delivery;
  const differences: Difference[] = [];
  const say = (what: string): void => {
    differences.push(`notice ${delivery.eventId} (${delivery.format}) ${what}`);
  };
  const done = attempts.filter(({ failure }) => failure === null).length;
  if (done > heard) say(`is recorded as heard ${done} times, and was ${heard}`);
  if (attempts.length !== delivery.attempts) say(`has ${attempts.length} attempts of its count`);
  if (state === 'delivered' && (done !== 1 || attempts.at(-1)?.failure !== null)) {
    say('is delivered without having been heard at the last try');
  }
  if (state === 'given-up' && (done > 0 || attempts.length !== waits.length + 1)) {
    say(`was given up after ${attempts.length} tries, ${done} of them heard`);
  }
  if (state !== 'delivered' && state !== 'given-up') say(`is still ${state}`);
  const [first] = attempts;
  if (first !== undefined && first.at < (event?.at ?? 0) - skewMs) say('was tried before its time');
  attempts.forEach((attempt, index) => {
    if (attempt.number !== index + 1) say(`lacks try ${index + 1}`);
    const next = attempts[index + 1];
    const wait = (waits[index] ?? 0) * minuteMs;
    if (next !== undefined && next.at < attempt.at + wait - skewMs) say(`hurried try ${index + 2}`);
  });
  return differences;
}
