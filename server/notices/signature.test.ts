// Our signatures against the example that the public rules of Standard Webhooks are explained by.
import { expect, test } from 'vitest';
import { newNoticeSecret, signatureHeaders } from './signature.ts';

test('the published example', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signed = {
    ...{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330 },
    body: '{"test": 2432232314}',
  };
  expect(signatureHeaders(secret, signed)).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('secrets are long enough for the rules, and never equal', () => {
  const secrets = Array.from({ length: 20 }, newNoticeSecret);
  for (const secret of secrets) {
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  }
  expect(new Set(secrets).size).toBe(20);
});
