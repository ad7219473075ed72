// Who imports whom, from the files as they are.
import { dirname, normalize } from 'node:path/posix';
import type { Import, Source } from './parse-source.ts';

export interface Edge {
  from: string;
  kind: Import['kind'];
  line: number;
  specifier: string;
}
/** To a file of ours. */
export interface FileEdge extends Edge {
  to: string;
}
/** To a package; what Node brings along is left out. */
export interface PackageEdge extends Edge {
  name: string;
}
export interface Graph {
  files: FileEdge[];
  packages: PackageEdge[];
}

export function readGraph(sources: Source[]): Graph {
  const graph: Graph = { files: [], packages: [] };
  for (const { path, imports } of sources) {
    for (const { specifier, kind, line } of imports) {
      const edge = { from: path, kind, line, specifier };
      const to = resolve(path, specifier, kind);
      if (to !== null) graph.files.push({ ...edge, to });
      else if (kind !== 'url' && !/^(node|virtual):/.test(specifier)) {
        graph.packages.push({ ...edge, name: packageName(specifier) });
      }
    }
  }
  return graph;
}

/** Groups of files that import each other in a circle, each as the list of its files. */
export function findCycles(edges: FileEdge[]): string[][] {
  const targets = Map.groupBy(edges, (edge) => edge.from);
  const order = new Map<string, { index: number; low: number; open: boolean }>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  // Tarjan's strongly connected components.
  const visit = (file: string) => {
    const mark = { index: order.size, low: order.size, open: true };
    order.set(file, mark);
    stack.push(file);
    for (const { to } of targets.get(file) ?? []) {
      const seen = order.get(to) ?? visit(to);
      if (seen.open) mark.low = Math.min(mark.low, seen.low);
    }
    if (mark.low !== mark.index) return mark;
    const group = stack.splice(stack.indexOf(file));
    for (const member of group) {
      const closed = order.get(member);
      if (closed) closed.open = false;
    }
    if (group.length > 1) cycles.push(group);
    return mark;
  };
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

/** Every file that is reached from `entries` by edges that `follow` says yes to, the entries included. */
export function reach(
  edges: FileEdge[],
  entries: string[],
  follow: (edge: FileEdge) => boolean,
): Set<string> {
  const targets = Map.groupBy(edges.filter(follow), (edge) => edge.from);
  const reached = new Set(entries);
  for (const file of reached) for (const { to } of targets.get(file) ?? []) reached.add(to);
  return reached;
}

function resolve(from: string, specifier: string, kind: Import['kind']): string | null {
  const bare = specifier.replace(/[?].*$/, '');
  if (bare.startsWith('#')) return bare.slice(1);
  // A URL beside a file may name a folder or leave out the dot.
  if (!bare.startsWith('.')) return null;
  const path = normalize(`${dirname(from)}/${bare}`);
  return kind === 'url' && !/\.[a-z]+$/.test(path) ? null : path;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
