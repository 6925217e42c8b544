/** A place in the tree of urls. It may be a topic, have others below it, or both. */
export interface TopicNode {
  /** Its part of the url. */
  name: string;
  /** The url from its start up to here. */
  path: string;
  /** A message came on exactly this url, or is waited for. */
  listed: boolean;
  children: TopicNode[];
}

/** A row of the list: a node, or in the flat list a url. */
export interface TreeRow {
  node: TopicNode;
  /** From 1 on. */
  level: number;
  /** Null: nothing is below it. */
  open: boolean | null;
  /** Its place among its siblings, from 1 on, and how many they are. */
  position: number;
  siblings: number;
}

/** Deeper urls have their rest in one part: a peer may send 4,096 slashes. */
const DEEPEST = 32;

/** Wheel 2 before wheel 10. */
export const byUrl = new Intl.Collator('en', { numeric: true }).compare;

/** Splits urls at their slashes; siblings stand in the order of numbers and letters. */
export function treeOf(urls: readonly string[]): TopicNode[] {
  const root = new Branch('', '');
  for (const url of urls) {
    let at = root;
    for (const name of partsOf(url)) at = at.child(name);
    at.listed = true;
  }
  return root.nodes();
}

export const listOf = (urls: readonly string[]): TopicNode[] =>
  urls.map((url) => ({ name: url, path: url, listed: true, children: [] }));

/** The rows of what is not folded. */
export function rowsOf(nodes: readonly TopicNode[], isOpen: (path: string) => boolean): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (siblings: readonly TopicNode[], level: number) => {
    siblings.forEach((node, at) => {
      const open = node.children.length === 0 ? null : isOpen(node.path);
      rows.push({ node, level, open, position: at + 1, siblings: siblings.length });
      if (open) add(node.children, level + 1);
    });
  };
  add(nodes, 1);
  return rows;
}

/** Paths of all branches, the given ones and those below them. */
export function branchesOf(nodes: readonly TopicNode[]): string[] {
  return nodes.flatMap((node) => (node.children.length > 0 ? [node.path, ...branchesOf(node.children)] : []));
}

/** The subscription that takes a branch: `/a` and all below it. */
export const branchUrl = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

/** Each part but the first with the slash before it belongs to a level; a slash at the end is a level of its own. */
function partsOf(url: string): string[] {
  const parts = url.split('/');
  const [first = '', ...others] = parts;
  const names = others.map((part) => `/${part}`);
  if (first !== '' || names.length === 0) names.unshift(first);
  if (names.length <= DEEPEST) return names;
  return [...names.slice(0, DEEPEST - 1), names.slice(DEEPEST - 1).join('')];
}

class Branch {
  listed = false;
  readonly #name: string;
  readonly #path: string;
  readonly #children = new Map<string, Branch>();

  constructor(name: string, path: string) {
    this.#name = name;
    this.#path = path;
  }

  child(name: string): Branch {
    let child = this.#children.get(name);
    if (!child) this.#children.set(name, (child = new Branch(name, this.#path + name)));
    return child;
  }

  nodes(): TopicNode[] {
    return [...this.#children.values()]
      .map((child) => ({ name: child.#name, path: child.#path, listed: child.listed, children: child.nodes() }))
      .toSorted((one, other) => byUrl(one.name, other.name));
  }
}
