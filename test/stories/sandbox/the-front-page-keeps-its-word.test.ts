// Story: whoever pastes the session of the front page sees, line by line, what it says he will see.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

test('README.md', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8');
  const [, session = '', promised = ''] =
    /^```bash\n([\s\S]*?)^```$[\s\S]*?^```\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const script = session.replace('http://127.0.0.1:8080', gyeol.url);
  expect(script).toContain(gyeol.url);
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script]);
  expect({ stdout, stderr }).toEqual({ stdout: promised, stderr: '' });
  await booksClose(gyeol);
});
