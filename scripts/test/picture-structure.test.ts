import { describe, expect, it } from 'vitest';
import { structureOf } from '../../e2e/harness/structure.ts';

const pane = (words: { button?: string; rows?: string; count?: string; disabled?: boolean }) => `- region "Traffic":
  - button "${words.button ?? 'Pause'}"${words.disabled ? ' [disabled]' : ''}
  - text: ${words.count ?? '8 of 15.4 k packets'}
  - textbox "Filter": type == RPC
  - grid "Traffic":
    - rowgroup:
${words.rows ?? '      - row "1 /a"'}
  - 'combobox "Span: 1 min"': 1 min`;

describe('what a picture shows, as it is compared', () => {
  it('is its roles and words', () => {
    expect(structureOf(pane({}))).toBe(
      'region "Traffic"\n  button "Pause"\n  text: # of # packets\n  textbox "Filter"\n  grid "Traffic"\n  combobox "Span: #"\n',
    );
  });

  it('does not depend on numbers, rows, or what can be pressed at the moment', () => {
    const later = pane({
      rows: '      - row "2 /b":\n        - gridcell "2"',
      count: '9 of 999 packets',
      disabled: true,
    });
    expect(structureOf(later)).toBe(structureOf(pane({})));
  });

  it('changes with a word', () => {
    expect(structureOf(pane({ button: 'Hold' }))).not.toBe(structureOf(pane({})));
    expect(structureOf(pane({ count: '9 of 999 messages' }))).not.toBe(structureOf(pane({})));
  });
});
