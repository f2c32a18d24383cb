// Switches of a credential, as its merchant would set them.
import { type Policy, usualPolicy } from '../../core/merchant/policy.ts';
import { storePolicy } from '../../storage/merchant.ts';
import type { TestGateway } from './gateway.ts';

/** Everything that is not named is as usual. */
export async function setPolicy(
  { gateway }: Pick<TestGateway, 'gateway'>,
  publicId: string,
  policy: Partial<Policy>,
): Promise<void> {
  const { callers, store } = gateway.parts;
  const caller = await callers.find('payple', publicId);
  if (caller === null) throw new Error(`no credential ${publicId}`);
  const { merchantId, id } = caller.credential;
  await storePolicy(store.pool, { merchantId, id, policy: { ...usualPolicy, ...policy } });
  callers.forget();
}
