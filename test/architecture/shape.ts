// How long anything may be, what it may be called, and which words may stand where.
import ts from 'typescript';
import type { Rule } from './boundaries.ts';
import { lineOf, type Source } from './source.ts';

// Tests hold tables and sentences; the formatter keeps their code at the same width as the rest.
const limits = {
  ...{ file: 300, testFile: 500, function: 50, parameters: 3 },
  ...{ width: 100, testWidth: 220 },
};

const emptyWords =
  'util utils helper helpers common shared service services manager managers lib misc'.split(' ');

const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract|d))?\.(tsx?|mjs|sql)$/;

// Words of one PG's wire format, and the folders in which a foreign wire format is the subject.
const wireWords = /\bPCD_[A-Z]|\bRESULTCODE\b|\bRESULTMSG\b|\bRTN_(CD|MSG)\b/;
const wireFolders = ['wire', 'test', 'bench', 'checkout', 'sdk', 'examples'];

const moneyFolders = ['core', 'rails', 'storage', 'server'];
const moneyName = /(^|[a-z])(amount|fee|price|balance)$/i;

function tooLong(source: Source): string[] {
  if (source.isTable) return [];
  const isWide = source.isTest || source.path.startsWith('test/');
  const width = isWide ? limits.testWidth : limits.width;
  const wide = source.lines.flatMap((line, index) =>
    line.length > width ? [`line ${index + 1} is too wide`] : [],
  );
  const { length } = source.lines;
  return length > (source.isTest ? limits.testFile : limits.file)
    ? [`has ${length} lines`, ...wide]
    : wide;
}

function longFunctions({ nodes }: Source): string[] {
  return nodes.flatMap((node) => {
    if (!ts.isFunctionLike(node) || groupsTests(node)) return [];
    const file = node.getSourceFile();
    const length = file.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(node);
    return length > limits.function ? [`line ${lineOf(node)}: function of ${length} lines`] : [];
  });
}

// A group of tests is a chapter, not a function.
function groupsTests(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function manyParameters({ isTest, nodes }: Source): string[] {
  return (
    nodes
      .filter((node) => ts.isFunctionLike(node) && node.parameters.length > limits.parameters)
      // The callback of a test over rows names the row's columns.
      .filter((node) => !(isTest && ts.isCallExpression(node.parent)))
      .map((node) => `line ${lineOf(node)}: more than ${limits.parameters} parameters`)
  );
}

function emptyNames({ path }: Source): string[] {
  const words = path.split(/[/.-]/).filter((word) => emptyWords.includes(word));
  const name = path.split('/').at(-1) ?? '';
  return fileName.test(name) ? words : [...words, 'is not in kebab case'];
}

function withoutCaption({ path, lines }: Source): string[] {
  const opening = path.endsWith('.sql') ? /^-- \S/ : /^\/\/ \S/;
  return opening.test(lines[0] ?? '') ? [] : ['its first line is not a sentence about the file'];
}

function impureCore({ folder, isTest, nodes }: Source): string[] {
  if (folder !== 'core' || isTest) return [];
  return nodes
    .filter((node) => {
      if (ts.isNewExpression(node))
        return node.getText().replaceAll(/\s/g, '').startsWith('newDate()');
      return (
        ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText())
      );
    })
    .map((node) => `line ${lineOf(node)}: ${node.getText()}`);
}

function bannedSyntax({ nodes }: Source): string[] {
  return nodes
    .filter(isBanned)
    .map((node) => `line ${lineOf(node)}: ${node.getText().slice(0, 60)}`);
}

function isBanned(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return true;
  if (ts.isEnumDeclaration(node) || ts.isExportAssignment(node)) return true;
  if (node.kind === ts.SyntaxKind.DefaultKeyword) return !ts.isDefaultClause(node.parent);
  if (ts.isModuleDeclaration(node)) return !ts.isStringLiteral(node.name);
  return false;
}

// A barrel hides where a thing lives; only the entry of a published package may be one.
function barrels({ path, nodes }: Source): string[] {
  if (/^(sdk|checkout)\/index\.ts$/.test(path)) return [];
  return nodes
    .filter((node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
    .map((node) => `line ${lineOf(node)}: passes on ${node.getText().slice(0, 60)}`);
}

const promise = new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|X${'XX'})\\b|@ts-(ignore|nocheck)`);

function bannedWords({ folder, isTest, lines }: Source): string[] {
  const foreign = !wireFolders.includes(folder) && !isTest;
  return lines.flatMap((line, index) =>
    promise.test(line) || (foreign && wireWords.test(line))
      ? [`line ${index + 1}: ${line.trim()}`]
      : [],
  );
}

function looseMoney({ path, folder, isTest, nodes }: Source): string[] {
  if (!moneyFolders.includes(folder) || isTest || path.startsWith('core/money/')) return [];
  return nodes.filter(isLooseMoney).map((node) => `line ${lineOf(node)}: ${node.getText()}`);
}

function isLooseMoney(node: ts.Node): boolean {
  if (ts.isAsExpression(node)) return node.type.getText() === 'Won';
  const typed =
    ts.isPropertySignature(node) || ts.isParameter(node) || ts.isVariableDeclaration(node);
  return (
    typed && moneyName.test(node.name.getText()) && /\bnumber\b/.test(node.type?.getText() ?? '')
  );
}

const fiftyOne = Array.from({ length: 51 }, () => '  step();').join('\n');

// biome-ignore format: a table
export const shapeRules: readonly Rule[] = [
  { name: 'a file has at most 300 lines of at most 100 characters', violations: tooLong,
    planted: [['core/a.ts', '// A.\n'.repeat(301)], ['core/b.ts', `// ${'b'.repeat(98)}`]] },
  { name: 'a function has at most 50 lines', violations: longFunctions,
    planted: [['core/a.ts', `export function long(): void {\n${fiftyOne}\n}`]] },
  { name: 'a function has at most three parameters', violations: manyParameters,
    planted: [['core/a.ts', 'export const f = (a: A, b: B, c: C, d: D): void => {};']] },
  { name: 'a name says something', violations: emptyNames,
    planted: [['core/utils/a.ts', ''], ['server/http-helper.ts', ''], ['core/Won.ts', '']] },
  { name: 'a file begins with a sentence about itself', violations: withoutCaption,
    planted: [['core/a.ts', "import './b.ts';"], ['storage/1.sql', 'CREATE TABLE a ();']] },
  { name: 'core has no clock and no dice', violations: impureCore,
    planted: [['core/a.ts', 'f(Date.now());'], ['core/a.ts', 'f(new Date());'],
      ['core/a.ts', 'f(Math.random());']] },
  { name: 'no any, enum, namespace or default export', violations: bannedSyntax,
    planted: [['core/a.ts', 'let a: any;'], ['core/a.ts', 'enum A { B }'],
      ['core/a.ts', 'namespace A {}'], ['core/a.ts', 'export default 1;'],
      ['core/a.ts', 'export default function f() {}']] },
  { name: 'no barrels', violations: barrels,
    planted: [['core/a.ts', "export * from './b.ts';"],
      ['core/a.ts', "export { b } from './b.ts';"]] },
  { name: 'no promises of later work, no words of one wire format outside wire',
    violations: bannedWords,
    planted: [['core/a.ts', `// TO${'DO'}: later`], ['server/a.ts', "row['PCD_PAY_OID']"],
      ['core/a.ts', "answer.RESULTCODE = '0000'"]] },
  { name: 'money is never a plain number and is made in core/money only', violations: looseMoney,
    planted: [['server/a.ts', 'interface A { readonly cancelAmount: number }'],
      ['storage/a.ts', 'const a = BigInt(row.a) as Won;']] },
];
