// Golden pairs of files: a request as it is sent, and the answer that it gets, byte for byte.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

export function casesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.http'))
    .sort();
}

export function answerFile(root: string, name: string): string {
  return join(root, name.replace(/\.http$/, '.answer'));
}

/** A request file: request line, headers, a blank line, the body to its last byte but one newline. */
export async function sendFile(base: string, file: string): Promise<string> {
  const [head = '', ...rest] = file.split('\n\n');
  const [requestLine = '', ...headerLines] = head.split('\n');
  const [method = '', path = ''] = requestLine.split(' ');
  const headers = headerLines.map((line): [string, string] => {
    const [name = '', ...value] = line.split(': ');
    return [name, value.join(': ')];
  });
  const body = rest.join('\n\n').replace(/\n$/, '');
  const answer = await fetch(`${base}${path}`, { method, headers, body });
  return `${answer.status} ${answer.headers.get('content-type')}\n\n${await answer.text()}\n`;
}

export type Mask = readonly [fields: RegExp, value: RegExp, mask: string];

export function masked(masks: readonly Mask[], answer: string): string {
  return masks.reduce(
    (text, [fields, value, mask]) =>
      text.replace(
        new RegExp(`"(${fields.source})":"(${value.source})"`, 'g'),
        (_, name) => `"${name}":"${mask}"`,
      ),
    answer,
  );
}

/** GOLDEN=write writes the answers anew; read the difference before you commit it. */
export function compare(expected: string, answer: string): void {
  if (process.env.GOLDEN === 'write') writeFileSync(expected, answer);
  expect(existsSync(expected), `${expected} is missing`).toBe(true);
  expect(answer).toBe(readFileSync(expected, 'utf8'));
}
