import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** YAML in the colours of JSON. */
export const yamlLook: Extension = [
  yaml(),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--sent)' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--received)' },
      { tag: tags.content, color: 'var(--received)' },
      { tag: tags.number, color: 'var(--rpc)' },
      { tag: [tags.bool, tags.null, tags.keyword, tags.typeName, tags.labelName], color: 'var(--datagram)' },
      { tag: [tags.separator, tags.bracket, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--text-2)' },
      { tag: [tags.comment, tags.lineComment], color: 'var(--text-2)', fontStyle: 'italic' },
    ]),
  ),
  EditorView.theme({
    '.cm-gutters': {
      backgroundColor: 'var(--surface-2)',
      color: 'var(--text-2)',
      borderRight: '1px solid var(--line)',
    },
    '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 4px', minWidth: '28px' },
    '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
    '.cm-gutter-lint': { width: '16px' },
    '.cm-lint-marker': { width: '12px', height: '12px', padding: '3px 2px' },
    '.cm-lint-marker-error': { content: 'none' },
    '.cm-lint-marker-error::before': { content: '"●"', color: 'var(--error)', lineHeight: '12px' },
    '.cm-lint-marker-warning': { content: 'none' },
    '.cm-lint-marker-warning::before': { content: '"▲"', color: 'var(--warning)', lineHeight: '12px' },
    '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--error)' },
    '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warning)' },
    '.cm-tooltip-lint': { maxWidth: '60ch' },
    '.cm-diagnostic': { padding: '4px 8px', fontFamily: 'var(--font)' },
    '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
    '.cm-panels': {
      backgroundColor: 'var(--surface-2)',
      color: 'var(--text)',
      borderColor: 'var(--line)',
    },
    '.cm-completionInfo': {
      padding: '4px 8px',
      maxWidth: '44ch',
      backgroundColor: 'var(--surface-2)',
      fontFamily: 'var(--font)',
    },
  }),
];
