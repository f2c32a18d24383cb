// Sends a request of the native API or the sandbox control by its row in the table of routes.
import type { JsonSchema, NativeRoute } from '../../server/native/route.ts';
import { nativeRoutes } from '../../server/native/routes.ts';
import { sandboxRoutes } from '../../server/sandbox/routes.ts';
import { isLiteral } from './wire-client.ts';

export interface NativeSent {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Undefined where the route takes no body; the text of a file where it takes one. */
  readonly body: unknown;
}

export interface NativeReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Both tables; the mover is never asked, because requests go over HTTP. */
export const allNativeRoutes: readonly NativeRoute[] = [
  ...nativeRoutes(() => 'http://localhost'),
  ...sandboxRoutes({ moveTo: () => Promise.reject(new Error('not by HTTP')) }),
];

export function paramNames(route: NativeRoute): string[] {
  return [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name ?? '');
}

/** The properties of a schema of an object, none where it has none. */
export function propertiesOf(schema: JsonSchema | undefined): [string, JsonSchema][] {
  return Object.entries((schema?.properties ?? {}) as Readonly<Record<string, JsonSchema>>);
}

export function requiredOf(schema: JsonSchema | undefined): readonly string[] {
  return (schema?.required ?? []) as readonly string[];
}

export async function sendNative(
  base: string,
  route: NativeRoute,
  { sent, key }: { readonly sent: NativeSent; readonly key: string },
): Promise<NativeReply> {
  const path = route.path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(sent.params[name] ?? ''),
  );
  const query = new URLSearchParams(
    Object.entries(sent.query).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, String(each)]),
    ),
  ).toString();
  const type = route.takesFile ?? 'application/json';
  const body = route.takesFile === undefined ? jsonText(sent.body) : String(sent.body);
  const response = await fetch(`${base}${path}${query === '' ? '' : `?${query}`}`, {
    method: route.method,
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    redirect: 'manual',
    ...(sent.body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, json: objectOf(text) };
}

/** JSON that may also hold what JavaScript cannot write. */
export function jsonText(value: unknown): string {
  if (isLiteral(value)) return value.literal;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`);
  return `{${members.join(',')}}`;
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
