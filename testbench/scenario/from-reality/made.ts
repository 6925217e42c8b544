import type { ScenarioSpec } from '../file/schema.ts';

/** A scenario that was made of what a device did. */
export interface MadeScenario {
  spec: ScenarioSpec;
  /** YAML that says of each part where it came from. */
  text: string;
  /** To be put beside the file. */
  files: MadeFile[];
  /** What of the device is not in it, in English. */
  notes: string[];
}

export interface MadeFile {
  /** Relative, with `/` between folders. */
  name: string;
  bytes: Uint8Array;
}

/** Something of a scenario, and what people are told of it. */
export interface Told<Spec> {
  spec: Spec;
  comment: string;
}
