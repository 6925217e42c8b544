import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const codeTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface-1)', fontSize: 'var(--size-small)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', overflow: 'auto' },
  '.cm-scroller::-webkit-scrollbar': { width: '12px', height: '12px' },
  '.cm-scroller::-webkit-scrollbar-thumb': {
    border: '3px solid transparent',
    borderRadius: '6px',
    background: 'var(--line-strong) content-box',
  },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-placeholder': { color: 'var(--text-2)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--row-selected)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--mark)', color: 'inherit' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--row-error)' },
  '.cm-tooltip': {
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    backgroundColor: 'var(--surface-2)',
    color: 'var(--text)',
    fontFamily: 'var(--font)',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14em' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--row-selected)', color: 'var(--text)' },
  '.cm-completionDetail': {
    marginLeft: '12px',
    color: 'var(--text-2)',
    fontStyle: 'normal',
    fontFamily: 'var(--font)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-shape': { padding: '2px 8px', whiteSpace: 'pre' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--warning)' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted var(--warning)' },
});

/** The parts of JSON as the tree beside it has them. */
export const jsonColours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--sent)' },
  { tag: tags.string, color: 'var(--received)' },
  { tag: tags.number, color: 'var(--rpc)' },
  { tag: [tags.bool, tags.null], color: 'var(--datagram)' },
  { tag: [tags.separator, tags.bracket], color: 'var(--text-2)' },
]);
