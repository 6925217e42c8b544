import { urlMatches } from '@vsoa-testbench/core';
import type { FaultSpec } from '../file/schema.ts';
import type { FaultState } from '../types.ts';

/** What a rule may ask of a packet. */
export interface PacketFacts {
  direction: 'sent' | 'received';
  quick: boolean;
  /** `RPC`, `PUBLISH`, … */
  type: string;
  /** Of a reply, that of its request; '' where there is none. */
  url: string;
  isReply: boolean;
}

/** One fault: whether it is on, for what, and how often it has struck. */
export class Rule {
  readonly name: string;
  readonly spec: FaultSpec;
  #enabled: boolean;
  #count = 0;

  constructor(name: string, spec: FaultSpec) {
    this.name = name;
    this.spec = spec;
    this.#enabled = spec.enabled ?? true;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
  }

  get state(): FaultState {
    return { name: this.name, spec: this.spec, enabled: this.#enabled, count: this.#count };
  }

  /** It is for whole connections, not for single packets. */
  get isForLines(): boolean {
    const { kind, url, type } = this.spec;
    return (
      kind === 'refuse' || kind === 'slow-reading' || (kind === 'freeze' && url === undefined && type === undefined)
    );
  }

  fits({ direction, quick, type, url, isReply }: PacketFacts): boolean {
    const { spec } = this;
    if (!this.#enabled || this.isForLines) return false;
    if (spec.type !== undefined && spec.type !== type) return false;
    if (spec.quick !== undefined && spec.quick !== quick) return false;
    if (spec.url !== undefined && !(url !== '' && urlMatches(spec.url, url))) return false;
    switch (spec.kind) {
      case 'status':
      case 'wrong-seqno':
        return direction === 'sent' && isReply && !quick;
      case 'quick-loss':
      case 'quick-reorder':
        return direction === 'sent' && quick;
      case 'cut':
      case 'oversized':
        return direction === 'sent' && !quick;
      case 'freeze':
      case 'disconnect':
      case 'reset':
        return true;
      case 'delay':
      case 'drop':
      case 'duplicate':
      case 'corrupt':
        return direction === (spec.direction ?? 'sent');
      case 'refuse':
      case 'slow-reading':
        return false;
    }
  }

  /** Whether it strikes now, as its probability and number of times say; counted where it does. */
  strikes(random: () => number): boolean {
    const { probability = 1, times = Number.POSITIVE_INFINITY } = this.spec;
    if (!this.#enabled || this.#count >= times || random() >= probability) return false;
    this.#count += 1;
    return true;
  }
}
