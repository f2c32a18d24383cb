// Open-loop load, run as a process of its own: requests leave by the clock, evenly spaced, and
// their latency counts from the instant at which they were due, however late anything was.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

interface Task {
  readonly host: string;
  readonly port: number;
  readonly partsFile: string;
  readonly tag: string;
  readonly perSecond: number;
  readonly seconds: number;
}

interface Line {
  readonly socket: Socket;
  /** When the request under way was due, in milliseconds of the monotonic clock. */
  dueAt: number;
  received: string;
}

const answersWithinMs = 16_000;
const approved = '"RESULTCODE":"0000"';

const task = JSON.parse(process.argv[2] ?? '') as Task;
const [head = '', middle = '', tail = '', ...cards] = readFileSync(task.partsFile, 'utf8').split(
  '\0',
);
const planned = Math.round(task.perSecond * task.seconds);
const latencies: number[] = [];
const latenesses: number[] = [];
// One request is under way per line; a line that is free is used before a new one is opened.
const free: Line[] = [];
let sent = 0;
let failures = 0;

const startAt = performance.now() + 50;
sendDue();
setTimeout(conclude, task.seconds * 1_000 + answersWithinMs).unref();

function sendDue(): void {
  for (let due = dueAt(sent); sent < planned && due <= performance.now(); due = dueAt(sent)) {
    latenesses.push(performance.now() - due);
    send(due);
  }
  // A timer of one millisecond, the finest there is: what it is late by is part of the latency.
  if (sent < planned) setTimeout(sendDue, 1);
}

function dueAt(index: number): number {
  return startAt + (index * 1_000) / task.perSecond;
}

function send(due: number): void {
  const line = free.pop() ?? open();
  const order = `${task.tag}${String(sent).padStart(10, '0')}`;
  sent += 1;
  line.dueAt = due;
  line.socket.write(`${head}${order}${middle}${cards[sent % cards.length] ?? ''}${tail}`);
}

function open(): Line {
  const socket = connect({ host: task.host, port: task.port, noDelay: true });
  socket.setEncoding('utf8');
  const line: Line = { socket, dueAt: 0, received: '' };
  socket.on('data', (text) => receive(line, String(text)));
  // A request without an answer is missing from the count in the end.
  socket.on('error', () => {});
  return line;
}

function receive(line: Line, text: string): void {
  line.received += text;
  const bodyAt = line.received.indexOf('\r\n\r\n') + 4;
  if (bodyAt < 4) return;
  const length = Number(/content-length: (\d+)/i.exec(line.received)?.[1] ?? 0);
  if (Buffer.byteLength(line.received.slice(bodyAt)) < length) return;
  latencies.push(performance.now() - line.dueAt);
  const good = line.received.startsWith('HTTP/1.1 200') && line.received.includes(approved);
  line.received = '';
  free.push(line);
  if (!good) failures += 1;
  if (latencies.length >= planned) conclude();
}

function conclude(): void {
  const result = {
    payments: latencies.length,
    seconds: (performance.now() - startAt) / 1_000,
    failures: failures + planned - latencies.length,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    latenessMs: percentile(latenesses, 0.99),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

function percentile(values: number[], share: number): number {
  const sorted = values.sort((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
