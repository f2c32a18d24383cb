// The gyeol command: start the server, or talk to a running one.
import { parseArgs } from 'node:util';
import { sentenceOf } from '../server/config.ts';
import { ask } from './ask.ts';
import { start } from './start.ts';

/** sysexits.h EX_CONFIG: the start was refused for what it was configured with. */
const refusedCode = 78;

const usage = `gyeol start                 start the server (settings come from the environment)
gyeol start --restored      the same, once, after a backup was put back
gyeol verify                prove that the books close
gyeol clock [P1D|INSTANT]   read the sandbox clock, or move it forward
gyeol cards                 list the sandbox's test cards
gyeol routes                list the routes of the native API

--url URL    the server to talk to   (GYEOL_URL, http://127.0.0.1:8080)
--key KEY    bearer key              (GYEOL_KEY, the sandbox's published keys)`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean' },
      restored: { type: 'boolean' },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help === true || command === undefined) {
    process.stdout.write(`${usage}\n`);
    return command === undefined && values.help !== true ? 64 : 0;
  }
  if (command === 'start') return start(process.env, values.restored === true);
  const server = {
    url: values.url ?? process.env.GYEOL_URL ?? 'http://127.0.0.1:8080',
    key: values.key ?? process.env.GYEOL_KEY ?? null,
  };
  return ask({ command, argument: rest[0] ?? null, server });
}

try {
  const code = await main();
  // A running server keeps the process; everything else ends with its code.
  if (code !== 0) process.exitCode = code;
} catch (error) {
  const sentence = sentenceOf(error);
  if (sentence !== null) {
    process.stderr.write(`${sentence}\n`);
    process.exitCode = refusedCode;
  } else if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    process.exitCode = 64;
  } else throw error;
}
