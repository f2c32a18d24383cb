// Sends a CookiePay request field by field, each where its table places it, fitting or not.

import { type Route, routes } from '../../wire/cookiepay/routes.ts';
import type { Row } from '../../wire/message.ts';

/** A JSON value that JavaScript cannot write, for example 1e400; it is sent as it stands. */
export interface Literal {
  readonly literal: string;
}

/** Fields by wire name; `undefined` is not sent. */
export type Sent = Readonly<Record<string, unknown>>;

export interface WireReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null where the answer is no JSON. */
  readonly json: unknown;
  /** "0000" for an array of rows; "" for a page. */
  readonly code: string;
  readonly message: string;
}

export const wireRoutes: readonly Route[] = routes;

export function literal(text: string): Literal {
  return { literal: text };
}

export function isLiteral(value: unknown): value is Literal {
  return typeof value === 'object' && value !== null && 'literal' in value;
}

export function rowOf(route: Route, wireName: string): Row | undefined {
  return route.request.rows.find(([name]) => name === wireName);
}

/** The JSON body of these fields, in the order given. */
export function jsonBody(route: Route, fields: Sent): string {
  const members = Object.entries(fields)
    .filter(([name, value]) => value !== undefined && placeOf(route, name) === 'body')
    .map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`);
  return `{${members.join(',')}}`;
}

export async function sendWire(base: string, route: Route, fields: Sent): Promise<WireReply> {
  const body = route.method === 'GET' ? null : jsonBody(route, fields);
  return sendBody(base, { route, fields, body });
}

/** Headers and query as told by the fields, with a body of one's own. */
export async function sendBody(
  base: string,
  asked: {
    readonly route: Route;
    readonly fields: Sent;
    readonly body: string | Uint8Array | null;
    readonly type?: string;
  },
): Promise<WireReply> {
  const { route, fields, body, type = 'application/json' } = asked;
  const query = new URLSearchParams(placed(route, fields, 'query')).toString();
  const response = await fetch(`${base}${route.path}${query === '' ? '' : `?${query}`}`, {
    method: route.method,
    headers: { 'content-type': type, ...Object.fromEntries(placed(route, fields, 'header')) },
    redirect: 'manual',
    ...(body === null ? {} : { body }),
  });
  return replyOf(route, response);
}

function placed(route: Route, fields: Sent, place: 'header' | 'query'): [string, string][] {
  return Object.entries(fields)
    .filter(([name, value]) => value !== undefined && placeOf(route, name) === place)
    .map(([name, value]) => [name, String(value)]);
}

function placeOf(route: Route, name: string): 'body' | 'header' | 'query' {
  return rowOf(route, name)?.[6]?.place ?? (route.method === 'GET' ? 'query' : 'body');
}

function jsonOf(value: unknown): string {
  return isLiteral(value) ? value.literal : JSON.stringify(value);
}

async function replyOf(route: Route, response: Response): Promise<WireReply> {
  const text = await response.text();
  const json = parsed(text);
  const { status, headers } = response;
  const success = Array.isArray(json) ? '0000' : null;
  return {
    status,
    headers,
    text,
    json,
    code: success ?? said(route, json, 'code'),
    message: said(route, json, 'message'),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function said(route: Route, json: unknown, means: string): string {
  const name = route.failure.wireNameOf(means) ?? '';
  if (typeof json !== 'object' || json === null || !(name in json)) return '';
  return String((json as Readonly<Record<string, unknown>>)[name]);
}
