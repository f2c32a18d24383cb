// Reads the sources of the tree: their text, their syntax, and what they import.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  // A path from the root for one of our files, else the name of a package.
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
  readonly names: readonly string[];
}

export interface Source {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly lines: readonly string[];
  // A test may reach for more than the code it stands beside.
  readonly isTest: boolean;
  // Tables and generated files say so in their first line and may be long.
  readonly isTable: boolean;
  readonly nodes: readonly ts.Node[];
  readonly imports: readonly Import[];
}

export const sourceFolders =
  'core wire rails storage server cli sdk checkout console examples scripts bench test'.split(' ');

export function readTree(root: string): Source[] {
  return sourceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        posix.join(folder, name),
      ),
    )
    .filter((path) => /\.(tsx?|mjs|sql)$/.test(path) && !path.includes('node_modules/'))
    .map((path) => parse(path, readFileSync(join(root, path), 'utf8')));
}

export function parse(path: string, text: string): Source {
  const lines = text.trimEnd().split('\n');
  const nodes = path.endsWith('.sql') ? [] : collect(path, text);
  return {
    path,
    folder: path.split('/')[0] ?? '',
    text,
    lines,
    isTest: path.startsWith('test/') || /\.(test|contract)\.tsx?$/.test(path),
    isTable: /\b(tables?|generated)\b/i.test(lines[0] ?? ''),
    nodes,
    imports: nodes.flatMap((node) => importOf(path, node)),
  };
}

export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

function collect(path: string, text: string): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true));
  return nodes;
}

function importOf(path: string, node: ts.Node): Import[] {
  const found = specifierOf(node);
  if (!found) return [];
  const own = found.specifier.startsWith('.');
  const target = own ? posix.join(posix.dirname(path), found.specifier) : found.specifier;
  return [{ target, own, typeOnly: found.typeOnly, names: found.names }];
}

interface Specifier {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly names: readonly string[];
}

function specifierOf(node: ts.Node): Specifier | undefined {
  if (ts.isImportDeclaration(node)) {
    return literal(node.moduleSpecifier, isTypeOnly(node.importClause), namesOf(node));
  }
  if (ts.isExportDeclaration(node)) {
    const names =
      node.exportClause && ts.isNamedExports(node.exportClause)
        ? node.exportClause.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
        : ['*'];
    return literal(node.moduleSpecifier, node.isTypeOnly, names);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return literal(node.argument.literal, true, []);
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return dynamic ? literal(node.arguments[0], false, ['*']) : undefined;
}

function literal(
  node: ts.Node | undefined,
  typeOnly: boolean,
  names: readonly string[],
): Specifier | undefined {
  if (!node || !ts.isStringLiteral(node)) return undefined;
  return { specifier: node.text, typeOnly, names };
}

// Also `import { type A, type B }`, which brings nothing at run time either.
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause?.namedBindings;
  if (!bindings || clause?.name || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.every((element) => element.isTypeOnly);
}

function namesOf(node: ts.ImportDeclaration): string[] {
  const bindings = node.importClause?.namedBindings;
  if (!bindings) return [];
  if (ts.isNamespaceImport(bindings)) return ['*'];
  return bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}
