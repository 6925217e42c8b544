import type { Topic } from '../../../../testbench/contract.ts';
import type { TopicNode } from './tree.ts';

/** What is on all topics of a branch together. */
export interface Sum {
  topics: number;
  count: number;
  rate: number;
  /** Of the newest message; 0 where there is none. */
  time: number;
}

/** Of each branch, itself included where it is a topic. One walk over the tree for all of them. */
export function sumsOf(nodes: readonly TopicNode[], topics: ReadonlyMap<string, Topic>): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  const add = (to: Sum, node: TopicNode) => {
    const sum = sumOf(node);
    to.topics += sum.topics;
    to.count += sum.count;
    to.rate += sum.rate;
    to.time = Math.max(to.time, sum.time);
  };
  const sumOf = (node: TopicNode): Sum => {
    const topic = node.listed ? topics.get(node.path) : undefined;
    const own = { topics: topic ? 1 : 0, count: topic?.count ?? 0, rate: topic?.rate ?? 0, time: topic?.time ?? 0 };
    if (node.children.length === 0) return own;
    for (const child of node.children) add(own, child);
    sums.set(node.path, own);
    return own;
  };
  for (const node of nodes) sumOf(node);
  return sums;
}
