// Card numbers wherever a caller can put them: in the right field, in wrong ones, in links, headers,
// keys and broken bodies. Answers everything that came back, without what is echoed on purpose.
import { withCheckDigit } from '../../rails/simulator/luhn.ts';
import type { Row } from '../../wire/message.ts';
import { freshNumber, rangesOfAllLengths } from '../harness/canary.ts';
import { allNativeRoutes, paramNames, sendNative } from '../harness/native-client.ts';
import { eventually } from '../harness/patience.ts';
import { exchange } from '../harness/raw-socket.ts';
import { call, demoKeys, newOrderNumber } from '../harness/shop.ts';
import { type Sent, sendBody, wireRoutes } from '../harness/wire-client.ts';
import { keyFor, type NativeWorld, openNativeWorld, sample } from '../matrix/native-samples.ts';
import { schemaFields, withValue } from '../matrix/schema-cases.ts';
import { complete, openWorld, send, type WireWorld, withField } from '../matrix/wire-samples.ts';

export interface Workload {
  /** All that may be found nowhere. */
  readonly numbers: readonly string[];
  readonly answers: readonly string[];
  /** Answers to key-in payments with a canary as the card. */
  readonly codes: readonly string[];
}

interface Stage {
  readonly base: string;
  readonly wire: WireWorld;
  readonly native: NativeWorld;
  readonly numbers: string[];
  readonly answers: string[];
}

export async function runWorkload(base: string): Promise<Workload> {
  const native = await openNativeWorld(base, '둘째 상점');
  // Last, because it moves the clock, by which tokens end.
  const wire = await openWorld(base, demoKeys);
  const stage: Stage = {
    ...{ base, wire, native },
    numbers: [],
    answers: [],
  };
  const codes = await payWithCanaries(stage);
  for (const range of rangesOfAllLengths()) {
    const number = fresh(stage, freshNumber(range));
    for (const typed of typings(number)) {
      await inWireFields(stage, typed);
      await inNativeFields(stage, typed);
      await aroundTheRequest(stage, typed);
    }
  }
  stage.answers.push(await (await fetch(`${base}/metrics`)).text());
  return { numbers: stage.numbers, answers: stage.answers, codes };
}

function fresh({ numbers }: Stage, number: string): string {
  numbers.push(number);
  return number;
}

function typings(number: string): string[] {
  const groups = number.match(/.{1,4}/g) ?? [];
  return [number, groups.join(' '), groups.join('-'), `12 ${groups.join(' ')} 입니다`];
}

/** Every outcome that a payment may have, and all that can be asked about it afterwards. */
async function payWithCanaries(stage: Stage): Promise<string[]> {
  const { wire, base, answers } = stage;
  const codes: string[] = [];
  const keyin = wireRoutes.find(({ name }) => name === 'keyin');
  if (keyin === undefined) throw new Error('no route takes key-in payments');
  const pay = async (fields: Sent): Promise<void> => {
    const sent = { ...complete(keyin, wire), ETC1: '', ORDERNO: newOrderNumber(), ...fields };
    const reply = await send(keyin, wire, sent);
    codes.push(reply.code);
    keep(answers, reply.text);
    if (reply.code === '0000') await askAbout(stage, reply.json as Record<string, string>);
  };
  for (const range of rangesOfAllLengths()) {
    await pay({ CARDNO: fresh(stage, freshNumber(range)) });
    await pay({ CARDNO: Number(fresh(stage, freshNumber(range))) });
    await pay({ CARDNO: fresh(stage, freshNumber(range)), EXPIREDT: '2001' });
    await pay({ CARDNO: fresh(stage, freshNumber(range)), QUOTA: '99' });
  }
  const [range = fail()] = rangesOfAllLengths();
  // Refused by the issuer, and a mistyped number of our own ranges.
  await order(base, 'decline');
  await pay({ CARDNO: fresh(stage, freshNumber(range)) });
  await pay({ CARDNO: fresh(stage, mistyped(freshNumber(range))) });
  // No test number at all: somebody may have typed a real one.
  await pay({ CARDNO: fresh(stage, withCheckDigit(`453957876${String(Date.now()).slice(-6)}`)) });
  // Never answered by the bank; the clock is moved so that nobody waits.
  await order(base, 'answer-lost');
  const ORDERNO = newOrderNumber();
  const unanswered = pay({ ORDERNO, CARDNO: fresh(stage, freshNumber(range)) });
  await eventually(async () => {
    const { body } = await call(base, { path: `/v1/payments?orderNumber=${ORDERNO}` });
    if ((body.data as unknown[]).length === 0) throw new Error('the payment has not begun');
  });
  await call(base, { method: 'POST', path: '/sandbox/clock', body: { advance: 'PT12S' } });
  await unanswered;
  return codes;
}

function fail(): never {
  throw new Error('there are no test ranges');
}

function mistyped(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.slice(-1)) + 1) % 10}`;
}

async function order(base: string, effect: string): Promise<void> {
  const body = { at: 'rail.authorise', effect, times: 1 };
  await call(base, { method: 'POST', path: '/sandbox/faults', body });
}

async function askAbout(stage: Stage, paid: Readonly<Record<string, string>>): Promise<void> {
  const { wire, base, answers } = stage;
  const tid = paid.TID ?? '';
  keep(answers, JSON.stringify(await wire.shop.paycert(tid)));
  keep(answers, await (await fetch(paid.RECEIPT_URL ?? '')).text());
  keep(answers, JSON.stringify((await call(base, { path: `/v1/payments/${tid}` })).body));
  keep(answers, JSON.stringify(await wire.shop.cancel({ tid, amount: '100' })));
  keep(answers, JSON.stringify((await call(base, { path: '/v1/payments' })).body));
}

/** Every field of every CookiePay message but the card's own and the order number. */
async function inWireFields({ wire, answers }: Stage, typed: string): Promise<void> {
  for (const route of wireRoutes) {
    const names = route.request.rows.map(([name]: Row) => name);
    await Promise.all(
      names
        .filter((name) => name !== 'CARDNO' && name !== 'ORDERNO')
        .filter((name) => /^[\x20-\x7e]*$/.test(typed) || !/^(TOKEN|ApiKey)$/.test(name))
        .map(async (name) => {
          const reply = await send(route, wire, withField(complete(route, wire), name, typed));
          keep(answers, reply.text);
        }),
    );
  }
}

/** Every text of every native and sandbox route: path, query and body. */
async function inNativeFields({ base, native, answers }: Stage, typed: string): Promise<void> {
  for (const route of allNativeRoutes.filter(({ name }) => name !== 'reset')) {
    const key = keyFor(route, native);
    const plain = sample(route, native);
    const texts = schemaFields(route).filter(({ schema }) => schema.type === 'string');
    const sent = [
      ...texts.map((field) => withValue(plain, field, typed)),
      ...paramNames(route).map((name) => ({
        ...plain,
        params: { ...plain.params, [name]: typed },
      })),
    ];
    for (const each of sent) {
      keep(answers, (await sendNative(base, route, { sent: each, key })).text);
    }
  }
  // Once for all routes: wrong keys are slowed down.
  const authorization = `Bearer ${encodeURI(typed)}`;
  const stranger = await fetch(`${base}/v1/payments`, { headers: { authorization } });
  keep(answers, await stranger.text());
  await call(base, { method: 'DELETE', path: '/sandbox/faults', key: native.merchant.key });
}

/** Link, headers, keys of repeated requests, and bodies that nobody can read. */
async function aroundTheRequest(stage: Stage, typed: string): Promise<void> {
  const { base, wire, answers } = stage;
  const escaped = encodeURIComponent(typed);
  for (const path of [`/${escaped}`, `/keyin/payment?CARDNO=${escaped}`, `/v1/${escaped}`]) {
    keep(answers, await (await fetch(`${base}${path}`)).text());
  }
  const ascii = typed.replace(/[^\x20-\x7e]/g, '');
  const bad = `GET /%ZZ${escaped} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  const folded = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Card: ${ascii}\r\n ${ascii}\r\n\r\n`;
  for (const bytes of [bad, folded]) keep(answers, await exchange(base, bytes));
  const headers = { 'user-agent': ascii, cookie: `card=${ascii}`, 'x-card': ascii };
  keep(answers, await (await fetch(`${base}/healthz`, { headers })).text());
  const { tid } = wire;
  const keyed = await wire.shop.cancel({ tid, amount: '100' }, { 'idempotency-key': ascii });
  keep(answers, JSON.stringify(keyed));
  const [, keyin = fail()] = wireRoutes;
  const fields = { ...complete(keyin, wire), CARDNO: typed };
  for (const body of brokenBodies(typed)) {
    keep(answers, (await sendBody(base, { route: keyin, fields, body })).text);
  }
}

function brokenBodies(typed: string): string[] {
  return [
    `{"CARDNO":"${typed}",}`,
    `{"CARDNO":"${typed}`,
    `{"CARDNO":"${typed}" "AMOUNT":1}`,
    `{"CARDNO":"${typed}","CARDNO":"1"}`,
    `{"${typed}":${typed}`,
    `CARDNO=${typed}%ZZ`,
    `--x\r\nContent-Disposition: form-data; name="CARDNO"; filename="${typed}"\r\n\r\n${typed}\r\n`,
    `{"CARDNO":"${typed}"}`.padEnd(300_000),
  ];
}

/** Echoed on purpose: what the shop sent along, and the id that it asked for. */
const echoes = /^(ETC[1-5]|(TEMP_)?ORDERNO|TID|cancel_tid|orderNumber|match)$/;

function keep(answers: string[], text: string): void {
  answers.push(withoutEchoes(text));
}

function withoutEchoes(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
      echoes.test(name) ? undefined : value,
    );
  } catch {
    return text;
  }
}
