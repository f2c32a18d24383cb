// Reads the headers of one part of a multipart body: its name, and whether it is plain text.

export interface PartHeaders {
  readonly name: string;
  readonly isFile: boolean;
  readonly nests: boolean;
  /** `ascii` is a character set whose other half we do not read. */
  readonly charset: 'utf-8' | 'ascii' | 'other';
}

const headerLine = /^([A-Za-z0-9-]+):[ \t]*(.*)$/;
/** What clients write although it changes nothing; base64 would. */
const plainTransfer = /^(7bit|8bit|binary)$/i;

/** Null for what is no header block of a form's part. */
export function readPartHeaders(text: string): PartHeaders | null {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const [, name, value] = headerLine.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key === undefined || value === undefined || headers.has(key)) return null;
    headers.set(key, value.trimEnd());
  }
  const disposition = parametersOf(headers.get('content-disposition') ?? '', 'form-data');
  const name = disposition?.get('name');
  if (disposition === null || name === undefined) return null;
  if (!plainTransfer.test(headers.get('content-transfer-encoding') ?? '8bit')) return null;
  const type = headers.get('content-type') ?? 'text/plain';
  return {
    name,
    isFile: disposition.has('filename') || disposition.has('filename*'),
    nests: /^multipart\//i.test(type),
    charset: charsetOf(type),
  };
}

const parameter = /;\s*([A-Za-z0-9*-]+)=(?:"([^"\\]*)"|([^\s;"\\]*))\s*/y;

/** The parameters of one header; null unless it is `kind` with well-formed, single parameters. */
function parametersOf(header: string, kind: string): ReadonlyMap<string, string> | null {
  const head = /^[^;\s]*\s*/.exec(header)?.[0] ?? '';
  if (head.trim().toLowerCase() !== kind) return null;
  const found = new Map<string, string>();
  let at = head.length;
  while (at < header.length) {
    parameter.lastIndex = at;
    const [whole, key, quoted, plain] = parameter.exec(header) ?? [];
    if (whole === undefined || key === undefined || found.has(key.toLowerCase())) return null;
    found.set(key.toLowerCase(), quoted ?? plain ?? '');
    at += whole.length;
  }
  return found;
}

// Apache's client declares ISO-8859-1 over plain digits; the first half is the same in all of them.
const asciiBased = /^(us-ascii|iso-8859-1|euc-kr|ks_c_5601-1987|windows-949)$/;

function charsetOf(type: string): PartHeaders['charset'] {
  const [, written] = /;\s*charset="?([^\s;"]*)"?/i.exec(type) ?? [];
  const charset = written?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8' || charset === 'utf8') return 'utf-8';
  return asciiBased.test(charset) ? 'ascii' : 'other';
}
