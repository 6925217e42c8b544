/** A JSON schema, as far as completion asks it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  definitions?: Record<string, Schema>;
  $defs?: Record<string, Schema>;
}

/** `2`: the third of a list. */
export type Path = readonly (string | number)[];

/** A key with what is written for it, where that is a scalar. */
export type Written = ReadonlyMap<string, string | null>;

const DEEPEST = 40;

/** Its branches, without those that what is written beside rules out, such as another `kind`. */
export function branchesOf(root: Schema, schema: Schema, written: Written, depth = 0): Schema[] {
  if (depth > DEEPEST) return [];
  if (schema.$ref !== undefined) return branchesOf(root, resolved(root, schema.$ref), written, depth + 1);
  const some = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (!some) return [schema];
  const branches = some.flatMap((each) => branchesOf(root, each, written, depth + 1));
  const fitting = branches.filter((branch) => fits(branch, written));
  return fitting.length > 0 ? fitting : branches;
}

/** What stands at a path. `writtenAt`: the keys that stand there, for each part of the way. */
export function schemasAt(root: Schema, path: Path, writtenAt: (length: number) => Written): Schema[] {
  let found = branchesOf(root, root, writtenAt(0));
  for (const [at, step] of path.entries()) {
    found = found.flatMap((schema) => below(schema, step)).flatMap((next) => branchesOf(root, next, writtenAt(at + 1)));
  }
  return found;
}

function below(schema: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return typeof schema.items === 'object' ? [schema.items] : [];
  const known = schema.properties?.[step];
  if (known) return [known];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

function fits(branch: Schema, written: Written): boolean {
  const { properties } = branch;
  if (!properties) return written.size === 0;
  for (const [key, value] of written) {
    const schema = properties[key];
    if (!schema) {
      if (branch.additionalProperties === false) return false;
    } else if (
      schema.const !== undefined &&
      value !== null &&
      JSON.stringify(schema.const).replace(/^"(.*)"$/, '$1') !== value
    )
      return false;
  }
  return true;
}

function resolved(root: Schema, reference: string): Schema {
  let found: unknown = root;
  for (const part of reference.split('/').slice(1)) {
    found = (found as Record<string, unknown> | undefined)?.[decodeURIComponent(part)];
  }
  return (found as Schema | undefined) ?? {};
}
