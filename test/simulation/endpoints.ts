// Where the simulated merchants want to be told: none, one, or two endpoints for each contract.
import type pg from 'pg';
import type { EndpointId, NoticeFormat } from '../../core/notice/endpoint.ts';
import { toldKinds } from '../../core/notice/kinds.ts';
import type { Caller } from '../../core/payment/approve.ts';
import { instant } from '../../core/time/instant.ts';
import { newNoticeSecret } from '../../server/notices/signature.ts';
import { insertEndpoint } from '../../storage/notice-endpoint.ts';
import { addresses } from './receivers.ts';
import { secretKeys } from './secrets.ts';
import type { Opening } from './world.ts';

export async function openEndpoints(
  owner: pg.Client,
  { merchant, contract }: Caller,
  { dice, newId, at }: Opening,
): Promise<void> {
  const forms: readonly (readonly NoticeFormat[])[] =
    contract.dialect === 'payple'
      ? [['standard'], ['dialect'], ['standard', 'dialect']]
      : [['standard']];
  for (let left = dice.pick([0, 1, 1, 2]); left > 0; left -= 1) {
    const id = newId() as EndpointId;
    await insertEndpoint(owner, {
      ...{ id, merchantId: merchant.id, contractId: contract.id, purpose: null },
      kinds: toldKinds,
      url: dice.pick(addresses),
      formats: dice.pick(forms),
      secret: secretKeys.noticeSecrets.close(newNoticeSecret(), id),
      at: instant(at),
    });
  }
}
