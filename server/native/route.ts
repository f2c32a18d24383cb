// What a route of the native API is: method, path, who may call it, its schemas and its handler.
import type { Readable } from 'node:stream';
import type { Merchant } from '../../core/merchant/merchant.ts';
import type { Outcome } from '../../core/refusal.ts';
import type { Role } from '../../storage/merchant.ts';
import type { Parts } from '../parts.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface NativeRequest {
  readonly parts: Parts;
  readonly merchant: Merchant;
  readonly role: Role;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a route that takes a file: its bytes as they come. */
  readonly upload: AsyncIterable<Uint8Array>;
  /** Which types of answer the caller takes; empty where he does not say. */
  readonly accept: string;
  /** Names what is to be done; a repetition under one Idempotency-Key has the same id. */
  readonly workId: string;
}

/** What a route answers that was not refused; its status stands on the route. */
export interface NativeAnswer {
  readonly body: unknown;
  /** Called when the answer was written out to its end. */
  readonly handedOver?: () => void;
  /** A file of this name, written out while it is made, in place of the body. */
  readonly file?: { readonly name: string; readonly from: Readable };
  /** It is kept sealed where it is kept at all. */
  readonly showsSecret?: true;
}

export interface NativeRoute {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly role: Role | 'either';
  /** Fields of path, query and body that name something of a merchant; the matrix tries each. */
  readonly ids: readonly string[];
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  readonly answer: JsonSchema;
  /** Of each answer that is no problem; 200 where none is named. */
  readonly status?: 200 | 201 | 202;
  /** Its body is a file, read while it comes; the same file again must do nothing. */
  readonly takesFile?: 'text/csv';
  /** What else it answers where the caller asks for it. */
  readonly orAnswers?: 'text/csv';
  readonly sandboxOnly?: true;
  handle(request: NativeRequest): Promise<Outcome<NativeAnswer>>;
}

export function statusOf({ status = 200 }: NativeRoute): number {
  return status;
}
