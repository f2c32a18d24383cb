// The header fields of this dialect, shared by its messages as rows of their tables.
import { secret } from '../field.ts';
import type { Row } from '../message.ts';

// Neither has a limit in the manual; Node stops at 16 KB of headers. Each is refused as a proof.
// biome-ignore format: a table
export const tokenHeader = [
  'TOKEN', 'token', secret(8192), 'required', 'manual', '토큰 발급으로 받은 인증 TOKEN',
  { place: 'header', masked: true, refusal: { kind: 'token-refused' } },
] as const satisfies Row;

// biome-ignore format: a table
export const apiKeyHeader = [
  'ApiKey', 'apiKey', secret(8192), 'required', 'manual', '쿠키페이 결제 연동 key',
  { place: 'header', masked: true, refusal: { kind: 'wrong-credentials' } },
] as const satisfies Row;
