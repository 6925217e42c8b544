import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { EnvironmentVariable, VariableDraft } from '../../../../../testbench/contract.ts';
import { useT } from '../../../i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';

/** A variable as it is edited. */
export interface VariableLine {
  key: string;
  /** The name it has on the disk; null for a new one. */
  was: string | null;
  name: string;
  kind: EnvironmentVariable['kind'];
  /** Of a secret that is stored: empty, unless another one is given. */
  value: string;
  stored: boolean;
}

export type VariableWrong = 'name' | 'twice' | 'json';

interface VariableTableProps {
  lines: VariableLine[];
  wrong: (VariableWrong | null)[];
  onChange: (lines: VariableLine[]) => void;
}

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u;

export function VariableTable({ lines, wrong, onChange }: VariableTableProps) {
  const t = useT();
  const table = useRef<HTMLTableElement>(null);
  const edit = (key: string, change: Partial<VariableLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  const add = () => {
    onChange([...lines, { key: crypto.randomUUID(), was: null, name: '', kind: 'text', value: '', stored: false }]);
    requestAnimationFrame(() =>
      [...(table.current?.querySelectorAll<HTMLInputElement>('.variable-name') ?? [])].at(-1)?.focus(),
    );
  };
  return (
    <div className="variable-table">
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">{t('environment.variable')}</th>
            <th scope="col">{t('environment.kind')}</th>
            <th scope="col">{t('environment.value')}</th>
            <th scope="col">
              <span className="only-read-aloud">{t('environment.removing')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => {
            const problem = wrong[index] ?? null;
            const label = line.name || String(index + 1);
            return (
              <tr key={line.key}>
                <td>
                  <input
                    className="input mono variable-name"
                    aria-label={t('environment.nameOf', { number: index + 1 })}
                    aria-invalid={problem === 'name' || problem === 'twice'}
                    title={problem ? t(`environment.wrong.${problem}`) : undefined}
                    value={line.name}
                    maxLength={64}
                    spellCheck={false}
                    onChange={(event) => edit(line.key, { name: event.target.value })}
                  />
                </td>
                <td>
                  <Select
                    label={t('environment.kindOf', { name: label })}
                    value={line.kind}
                    options={[
                      { value: 'text', label: t('environment.text') },
                      { value: 'json', label: 'JSON' },
                      { value: 'secret', label: t('environment.secret') },
                    ]}
                    onChange={(kind) => edit(line.key, { kind })}
                  />
                </td>
                <td>
                  <input
                    className="input mono"
                    type={line.kind === 'secret' ? 'password' : 'text'}
                    autoComplete="off"
                    aria-label={t('environment.valueOf', { name: label })}
                    aria-invalid={problem === 'json'}
                    title={problem === 'json' ? t('environment.wrong.json') : undefined}
                    placeholder={line.kind === 'secret' && line.stored ? t('environment.stored') : undefined}
                    value={line.value}
                    maxLength={65_536}
                    spellCheck={false}
                    onChange={(event) => edit(line.key, { value: event.target.value })}
                  />
                </td>
                <td>
                  <IconButton
                    icon={<X />}
                    label={t('environment.remove', { name: label })}
                    onClick={() => onChange(lines.filter((each) => each.key !== line.key))}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Button kind="quiet" icon={<Plus />} onClick={add}>
        {t('environment.add')}
      </Button>
      <span className="field-error" role="status">
        {wrong.flatMap((problem, index) =>
          problem ? [t('environment.line', { number: index + 1, what: t(`environment.wrong.${problem}`) })] : [],
        )[0] ?? ''}
      </span>
    </div>
  );
}

/** What is wrong with each; lines without name and value are left out when they are saved. */
export function wrongIn(lines: VariableLine[]): (VariableWrong | null)[] {
  const names = new Set<string>();
  return lines.map((line) => {
    if (isBlank(line)) return null;
    if (!NAME.test(line.name)) return 'name';
    if (names.has(line.name)) return 'twice';
    names.add(line.name);
    return line.kind === 'json' && !isJson(line.value) ? 'json' : null;
  });
}

export function toDrafts(lines: VariableLine[]): VariableDraft[] {
  return lines
    .filter((line) => !isBlank(line))
    .map(({ name, was, kind, value, stored }): VariableDraft => {
      const kept = kind === 'secret' && stored && value === '' ? null : value;
      return was === null ? { name, kind, value: kept } : { name, kind, value: kept, was };
    });
}

const isBlank = ({ name, value, stored }: VariableLine): boolean => name === '' && value === '' && !stored;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
