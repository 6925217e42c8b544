import { RotateCcw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useT } from '../../i18n.ts';
import { en } from '../../locales/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { KeyHint, keysText } from '../../ui/key-hint.tsx';
import { keysOf } from '../bindings.ts';
import { type Command, useCommands } from '../commands.ts';
import { type FixedKeys, fixedKeys } from '../fixed-keys.ts';
import { useFrameSettings } from '../frame-settings.ts';
import { openDialog, useOpenDialog } from '../open-dialog.ts';
import { allCommands } from '../unopened-commands.ts';
import { ShortcutRow } from './shortcut-row.tsx';

/** Every key of the window, and how to change those that can be. */
export function ShortcutsDialog() {
  const t = useT();
  const open = useOpenDialog(({ dialog }) => dialog === 'shortcuts');
  return (
    <Dialog title={t('shortcuts')} open={open} onOpenChange={(next) => openDialog(next ? 'shortcuts' : null)} wide>
      <ShortcutList />
    </Dialog>
  );
}

function ShortcutList() {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [changing, setChanging] = useState<string | null>(null);
  const { registered } = useCommands();
  const given = useFrameSettings((settings) => settings.keys);
  const resetAll = useFrameSettings((settings) => settings.resetKeys);
  const commands = useMemo(() => allCommands({ registered }), [registered]);
  const wanted = typed.trim().toLowerCase();
  const matches = (texts: string[]) => texts.some((text) => text.toLowerCase().includes(wanted));
  const shown = commands.filter((command) =>
    matches([
      t(command.title, command.values),
      en[command.title],
      t(command.group),
      ...keysOf(command).flatMap((keys) => [keys, keysText(keys)]),
    ]),
  );
  const shownFixed = fixedKeys.filter(({ does, group, keys }) =>
    matches([t(does), en[does], t(group), ...keys.flatMap((each) => [each, keysText(each)])]),
  );
  const groups = [...new Set([...shown, ...shownFixed].map(({ group }) => group))];
  return (
    <div className="shortcuts">
      <div className="shortcuts-head">
        <Field label={t('shortcuts.search')} value={typed} onChange={(event) => setTyped(event.target.value)} />
        <Button icon={<RotateCcw />} disabled={Object.keys(given).length === 0} onClick={resetAll}>
          {t('shortcuts.resetAll')}
        </Button>
      </div>
      <div className="shortcuts-list">
        {groups.map((group) => (
          <section key={group} aria-label={t(group)}>
            <h3>{t(group)}</h3>
            <ul>
              {shown.filter(inGroup(group)).map((command) => (
                <ShortcutRow
                  key={command.id}
                  command={command}
                  commands={commands}
                  changing={changing === command.id}
                  onChanging={(now) => setChanging(now ? command.id : null)}
                />
              ))}
              {shownFixed.filter(inGroup(group)).map((fixed) => (
                <FixedRow key={`${fixed.does} ${fixed.keys.join(' ')}`} fixed={fixed} />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && <p className="muted">{t('shortcuts.none')}</p>}
      </div>
    </div>
  );
}

const inGroup =
  (group: string) =>
  (each: Command | FixedKeys): boolean =>
    each.group === group;

function FixedRow({ fixed }: { fixed: FixedKeys }) {
  const t = useT();
  return (
    <li className="shortcut">
      <span className="cut grow">{t(fixed.does)}</span>
      <span className="shortcut-keys" title={t('shortcuts.fixed')}>
        {fixed.keys.map((keys) => (
          <KeyHint key={keys} keys={keys} />
        ))}
      </span>
      <span className="shortcut-actions muted">{t('shortcuts.fixedShort')}</span>
    </li>
  );
}
