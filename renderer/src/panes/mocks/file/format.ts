import { parseDocument } from 'yaml';
import { formatJson } from '../../../payload/editor/format-json.ts';

/** With comments where they are; null where it cannot be understood. */
export function formatScenario(text: string, json: boolean): string | null {
  if (json) return formatJson(text);
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  return document.errors.length > 0 ? null : document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
