// What the code may not do with secrets, with SQL and with chance, as rules over the syntax.
import ts from 'typescript';
import type { Rule } from './boundaries.ts';
import { lineOf, type Source } from './source.ts';

const secretFolders = ['server', 'storage', 'cli'];
const secretName = /secret|signature|signed|digest|hash|password|passwd|mac$|bearer|token|key$/i;
/** Not secrets: names of idempotency, of maps and of migrations, and ids of billing keys. */
const openName = /^(bodyHash|body_hash|checksum|billingKey)$/;

// Node's `timingSafeEqual`, or a look-up by digest in the database; never the language's own (T33).
function comparedSecrets({ folder, isTest, nodes }: Source): string[] {
  if (!secretFolders.includes(folder) || isTest) return [];
  return nodes
    .filter(ts.isBinaryExpression)
    .filter(({ operatorToken }) => equalities.includes(operatorToken.kind))
    .filter(({ left, right }) => [left, right].some(isSecret) && ![left, right].some(isConstant))
    .map((node) => `line ${lineOf(node)}: ${node.getText()}`);
}

const equalities = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** By its last name, because `request.secretHash` is one and `keys.length` is none. */
function isSecret(node: ts.Expression): boolean {
  const name = lastName(node);
  return name !== null && secretName.test(name) && !openName.test(name);
}

function lastName(node: ts.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node)) return lastName(node.expression);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return ts.isNonNullExpression(node) || ts.isAwaitExpression(node)
    ? lastName(node.expression)
    : null;
}

/** Asking whether there is one at all compares nothing. */
function isConstant(node: ts.Expression): boolean {
  return (
    ts.isStringLiteral(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    ts.isTypeOfExpression(node)
  );
}

const sqlFolders = ['storage', 'server', 'cli'];
const sqlWord =
  /\b(select|insert into|update \w|delete from|grant|revoke|(alter|create|drop) [a-z]+)\b|^.set /i;

/** What a statement may contain besides constants of its own file, file by file, with the reason. */
// biome-ignore format: a table
const interpolations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'storage/decision.ts': {
    sql: 'joined from constants of the file by its only callers',
    kind: 'one of two literals',
    name: 'a column of the constant table',
  },
  'storage/due.ts': { table: 'one of two literals', kind: 'one of two literals', 'row.kind': 'one of two literals' },
  'storage/outcome.ts': {
    changedColumns: 'a constant of storage/decision.ts',
    movedWhere: 'a constant of storage/decision.ts',
  },
  'storage/embedded/roles.ts': {
    role: 'one of three literals',
    password: 'hexadecimal, made in this process',
  },
  'storage/grants.ts': {
    table: 'a key of the constant table',
    verbs: 'a value of the constant table',
    to: 'the name of our own role, quoted',
  },
  'storage/group-commit.ts': { setting: 'a constant of the statement' },
  'storage/notice-told.ts': { source: 'a statement of the two callers, constants both' },
  'storage/notice.ts': {
    "where.join(' and ')": 'conditions written in this file; values are parameters',
    'values.length': 'a number',
  },
  'storage/payment.ts': {
    "where.join(' and ')": 'conditions written in this file; values are parameters',
    'values.length': 'a number',
  },
  'storage/verify.ts': { 'check.sql': 'a constant of the table of checks', limit: 'a number' },
};

// Values are parameters, always (T68): what is woven into a statement is a constant of the program.
function wovenSql({ path, folder, isTest, nodes }: Source): string[] {
  if (!sqlFolders.includes(folder) || isTest) return [];
  const known = [...namesOf(nodes), ...Object.keys(interpolations[path] ?? {})];
  return nodes.flatMap((node) =>
    wovenInto(node)
      .filter((each) => !isWritten(each, known))
      .map((each) => `line ${lineOf(node)}: ${each.getText()}`),
  );
}

function wovenInto(node: ts.Node): ts.Expression[] {
  if (ts.isTemplateExpression(node) && isSql(node.getText())) {
    return node.templateSpans.map(({ expression }) => expression);
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken)
    return [];
  const { left, right } = node;
  if (!isText(left) && !isText(right)) return [];
  return isSql(node.getText()) ? [left, right].filter((side) => !isText(side)) : [];
}

/** A sentence for the operator may say the same words; it ends with a full stop. */
function isSql(text: string): boolean {
  return sqlWord.test(text.trim()) && !/[.;]['"`]?$/.test(text.trim());
}

function isText(node: ts.Expression): boolean {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && isText(node.left) && isText(node.right))
  );
}

/** Written by us: a literal, a choice between two, or what starts from a constant's name. */
function isWritten(node: ts.Expression, known: readonly string[]): boolean {
  if (ts.isNumericLiteral(node) || isText(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isWritten(node.expression, known);
  if (ts.isConditionalExpression(node)) {
    return isWritten(node.whenTrue, known) && isWritten(node.whenFalse, known);
  }
  return known.includes(node.getText()) || known.includes(rootName(node));
}

/** `columns.map(…)` and `dueOf('cancel')` start from a name. */
function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) {
    return rootName(node.expression);
  }
  return node.getText();
}

/** Constants and functions of a module, and texts that a function names: the same for everyone. */
function namesOf(nodes: readonly ts.Node[]): string[] {
  return nodes.flatMap((node) => {
    if (ts.isImportSpecifier(node)) return [node.name.text];
    if (ts.isFunctionDeclaration(node)) return [node.name?.text ?? ''];
    if (!ts.isVariableDeclaration(node)) return [];
    const isOfModule = ts.isSourceFile(node.parent.parent.parent);
    const isWord = node.initializer !== undefined && ts.isStringLiteral(node.initializer);
    return isOfModule || isWord ? [node.name.getText()] : [];
  });
}

const chanceFolders = ['core', 'server', 'storage', 'rails'];

// Math.random may spread waiting times; ids and secrets come from the system's generator (T30).
function weakChance({ path, folder, isTest, nodes }: Source): string[] {
  if (!chanceFolders.includes(folder) || isTest || path === 'server/cancellation.ts') return [];
  return nodes
    .filter((node) => ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random')
    .map((node) => `line ${lineOf(node)}: ${node.parent.getText()}`);
}

// biome-ignore format: a table
export const safetyRules: readonly Rule[] = [
  { name: 'T33: no secret is compared by the language', violations: comparedSecrets,
    planted: [['server/a.ts', 'if (row.secretHash === hash(secret)) return row;'],
      ['server/a.ts', 'const own = sign(id) == signature;'],
      ['server/a.ts', "if (body['pay2_key'] !== known.apiKey) refuse();"],
      ['storage/a.ts', 'if (stored.password !== asked.password) throw refused;']] },
  { name: 'T68: no value is woven into a statement', violations: wovenSql,
    planted: [['storage/a.ts', 'pool.query(`select 1 from payment where tid = \x24{tid}`);'],
      ['storage/a.ts', 'export function f(order: string) { return `select a order by \x24{order}`; }'],
      ['storage/a.ts', "pool.query('select 1 from payment where tid = ' + tid);"],
      ['server/a.ts', 'pool.query(`delete from \x24{request.table}`);']] },
  { name: 'T30: ids and secrets come from the generator of the system', violations: weakChance,
    planted: [['server/ids.ts', 'const letter = alphabet[Math.floor(Math.random() * 36)];']] },
];
