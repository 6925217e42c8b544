import type { Model, Node, TabNode, TabSetNode } from 'flexlayout-react';

/** CSS px */
export interface Room {
  width: number;
  height: number;
}

/** Of the strip of tabs, and of what a pane needs to be of use under it, CSS px. */
const STRIP = 30;
const LEAST_HEIGHT = 200;
const SPLITTER = 1;

/** What an arrangement needs at least: below that the panes scroll rather than shrink. */
export function leastRoom(model: Model): Room {
  const maximized = model.getMaximizedTabset();
  if (maximized) return ofTabset(maximized);
  const root = model.getRootRow();
  return root ? ofNode(root, true) : { width: 0, height: 0 };
}

/** Rows in rows lie across. */
function ofNode(node: Node, across: boolean): Room {
  if (node.getType() === 'tabset') return ofTabset(node as TabSetNode);
  const parts = node.getChildren().map((child) => ofNode(child, !across));
  const gaps = SPLITTER * Math.max(0, parts.length - 1);
  const sum = (of: keyof Room) => parts.reduce((all, part) => all + part[of], gaps);
  const most = (of: keyof Room) => Math.max(0, ...parts.map((part) => part[of]));
  return across ? { width: sum('width'), height: most('height') } : { width: most('width'), height: sum('height') };
}

function ofTabset(tabset: TabSetNode): Room {
  const tabs = tabset.getChildren() as TabNode[];
  return { width: Math.max(0, ...tabs.map((tab) => tab.getMinWidth())), height: STRIP + LEAST_HEIGHT };
}
