import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { generators } from '../values/generators.ts';
import {
  answer,
  commandSpec,
  datagramSpec,
  ecuSpec,
  expectationSpec,
  faultSpec,
  scenarioSpec,
  topicSpec,
} from './schema.ts';

export type JsonSchema = ReturnType<typeof toJsonSchema>;

const TEMPLATE = 'template';

/** The JSON Schema (draft 7) of scenario files, by which editors complete and explain them. */
export function schemaOf(): JsonSchema {
  const definitions = {
    ecu: ecuSpec,
    command: commandSpec,
    answer,
    topic: topicSpec,
    datagram: datagramSpec,
    fault: faultSpec,
    expectation: expectationSpec,
  };
  const config: ConversionConfig = {
    target: 'draft-07',
    typeMode: 'input',
    errorMode: 'ignore',
    definitions,
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'custom' ? { $ref: `#/$defs/${TEMPLATE}` } : jsonSchema,
  };
  const schema = toJsonSchema(scenarioSpec, config);
  return {
    ...schema,
    title: 'VSOA Testbench scenario',
    $defs: { ...schema.$defs, [TEMPLATE]: templateSchema(config) },
  };
}

/** Any JSON; the generators are offered, and nothing is forbidden, as loading the file says better what is wrong. */
function templateSchema(config: ConversionConfig): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(generators).map(([key, options]) => [
      key,
      toJsonSchema(options as GenericSchema, { ...config, definitions: {} }),
    ]),
  );
  return { properties, additionalProperties: { $ref: `#/$defs/${TEMPLATE}` }, items: { $ref: `#/$defs/${TEMPLATE}` } };
}
