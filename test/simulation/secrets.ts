// The root keys that all processes of a simulated world share.
import { createSecretKeys } from '../../server/secrets.ts';

export const secretKeys = createSecretKeys({
  pepper: new Uint8Array(32),
  token: new Uint8Array(32),
});
