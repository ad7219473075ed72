// Reads a file of code with the parser that Vite ships (oxc), so that the house rules look at what a file says and not
// at how it is written down.
import { parseSync } from 'vite';

export interface Import {
  specifier: string;
  /** `type` vanishes when the program runs; `dynamic` is loaded when it is needed; `url` is started or read by path. */
  kind: 'value' | 'type' | 'dynamic' | 'url';
  line: number;
}

/** A node of the syntax tree: what is common to all of them. */
export interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

export interface Source {
  path: string;
  text: string;
  lineCount: number;
  imports: Import[];
  comments: { text: string; line: number }[];
  /** Every node with those around it, the nearest first. */
  visit(visitor: (node: Node, parents: readonly Node[]) => void): void;
  lineAt(offset: number): number;
}

/** Throws when the file cannot be parsed. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const broken = parsed.errors[0];
  if (broken) throw new Error(`${path} cannot be parsed: ${broken.message}`);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const visit: Source['visit'] = (visitor) => walk(parsed.program, [], visitor);
  const imports: Import[] = [];
  visit((node) => {
    const found = readImport(node);
    if (found) imports.push({ ...found, line: lineAt(node.start) });
  });
  return {
    path,
    text,
    lineCount: text.replace(/\n$/, '').split('\n').length,
    imports,
    comments: parsed.comments.map(({ value, start }) => ({ text: value, line: lineAt(start) })),
    visit,
    lineAt,
  };
}

function readImport(node: Node): Omit<Import, 'line'> | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return named(node.source, node.importKind === 'type' ? 'type' : 'value');
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return named(node.source, node.exportKind === 'type' ? 'type' : 'value');
    case 'ImportExpression':
      return named(node.source, 'dynamic');
    case 'TSImportType':
      return named(node.source, 'type');
    case 'NewExpression':
      return isNode(node.callee) && node.callee.name === 'URL' && besideThisFile(node.arguments)
        ? named(first(node.arguments), 'url')
        : null;
    default:
      return null;
  }
}

function named(source: unknown, kind: Import['kind']): Omit<Import, 'line'> | null {
  return isNode(source) && typeof source.value === 'string' ? { specifier: source.value, kind } : null;
}

// new URL('./x.ts', import.meta.url)
function besideThisFile(args: unknown): boolean {
  const base = Array.isArray(args) ? args[1] : null;
  return isNode(base) && isNode(base.object) && base.object.type === 'MetaProperty';
}

const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : null);

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function walk(value: unknown, parents: readonly Node[], visitor: Parameters<Source['visit']>[0]): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, parents, visitor);
  } else if (isNode(value)) {
    visitor(value, parents);
    const within = [value, ...parents];
    for (const child of Object.values(value)) if (typeof child === 'object') walk(child, within, visitor);
  }
}
