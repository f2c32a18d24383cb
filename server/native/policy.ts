// Routes of the native API on the switches of a credential: pages, windows, and forms of answers.
import type { Policy } from '../../core/merchant/policy.ts';
import { accepted, type Refusal, refused, unfit } from '../../core/refusal.ts';
import { type CredentialPolicy, findCredentialPolicy } from '../../storage/credential-policy.ts';
import { storePolicy } from '../../storage/merchant.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { isId, textSchema } from './schema.ts';

type Handle = NativeRoute['handle'];

const flag = { type: 'boolean' };

/** Every switch is sent: one that was forgotten must not fall back to a wider one unseen. */
const policySchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    ...['origins', 'referer', 'pinnedIntent', 'browserConfirm', 'numbers', 'verifiesHolder'],
    'settlementForm',
  ],
  properties: {
    origins: {
      type: ['array', 'null'],
      maxItems: 50,
      uniqueItems: true,
      items: textSchema(200),
      examples: [['https://shop.example']],
    },
    referer: { type: 'string', enum: ['off', 'registered'] },
    pinnedIntent: flag,
    browserConfirm: flag,
    numbers: { type: 'string', enum: ['manual', 'text'] },
    verifiesHolder: flag,
    settlementForm: { type: 'string', enum: ['object', 'array'] },
  },
};

const answer = {
  ...policySchema,
  required: ['id', 'publicId', ...policySchema.required],
  properties: {
    id: { type: 'string' },
    publicId: { type: 'string' },
    ...policySchema.properties,
  },
};
const path = '/v1/credentials/:credential/policy';
const shared = { role: 'either', ids: ['credential'], path, answer } as const;

export const policyRoutes: readonly NativeRoute[] = [
  {
    ...shared,
    name: 'credentials.policy.one',
    method: 'GET',
    summary: 'The switches of a credential: which pages it knows, and how it answers.',
    handle: one,
  },
  {
    ...shared,
    name: 'credentials.policy.set',
    method: 'PUT',
    summary: 'Sets all the switches of a credential.',
    body: policySchema,
    handle: set,
  },
];

const absent = refused({ kind: 'no-rows' });

/** A merchant's own, or any one for an operator. */
async function find(request: NativeRequest): Promise<CredentialPolicy | null> {
  const id = request.params.credential ?? '';
  const found = isId(id) ? await findCredentialPolicy(request.parts.store.pool, id) : null;
  const isOwn = request.role === 'operator' || found?.merchantId === request.merchant.id;
  return isOwn ? found : null;
}

async function one(request: NativeRequest): ReturnType<Handle> {
  const found = await find(request);
  return found === null ? absent : accepted({ body: policyJson(found) });
}

async function set(request: NativeRequest): ReturnType<Handle> {
  const { parts, body } = request;
  const found = await find(request);
  if (found === null) return absent;
  const policy = body as unknown as Policy;
  const refusal = refusePolicy(policy);
  if (refusal !== null) return refused(refusal);
  const { merchantId, id } = found;
  if (!(await storePolicy(parts.store.pool, { merchantId, id, policy }))) return absent;
  parts.callers.forget();
  return accepted({ body: policyJson({ ...found, policy }) });
}

function policyJson({ id, publicId, policy }: CredentialPolicy) {
  return { id, publicId, ...policy };
}

/** Origins as browsers say them, so that comparing needs no reading; `registered` needs some. */
function refusePolicy({ origins, referer }: Policy): Refusal | null {
  const isFit = origins === null || origins.every(isOrigin);
  const isKnown = referer === 'off' || (origins !== null && origins.length > 0);
  if (isFit && isKnown) return null;
  const expected = isFit
    ? 'origins, because referer is registered'
    : 'origins such as https://shop.example or http://localhost:3000';
  return unfit('origins', { is: 'malformed', expected });
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text;
}
