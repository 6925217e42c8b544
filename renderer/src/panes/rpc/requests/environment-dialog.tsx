import { Copy, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { BenchError, EnvironmentVariable, RequestProblem, Result } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { type Translate, useT } from '../../../i18n.ts';
import { useDevices } from '../../../state/devices.ts';
import { useRequests } from '../../../state/requests.ts';
import { announceUndo } from '../../../state/toasts.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { chooseEnvironment } from './act.ts';
import { describeProblem } from './tree-row.tsx';
import { toDrafts, type VariableLine, VariableTable, wrongIn } from './variable-table.tsx';

interface EnvironmentDialogProps {
  start: EditedEnvironment;
  onClose: () => void;
}

export function EnvironmentDialog({ start, onClose }: EnvironmentDialogProps) {
  const t = useT();
  return (
    <Dialog title={t('environment.title')} open onOpenChange={onClose}>
      <Environments start={start} onClose={onClose} />
    </Dialog>
  );
}

const NEW = '';

/** An environment as it is edited. */
export interface EditedEnvironment {
  /** Null: it is made when it is saved. */
  was: string | null;
  name: string;
  lines: VariableLine[];
  problem: RequestProblem | null;
}

/** A new one where the name is null. */
export async function readEdited(name: string | null, t: Translate): Promise<Result<EditedEnvironment>> {
  if (name === null) {
    return { ok: true, value: { was: null, name: t('environment.newName'), lines: [emptyLine()], problem: null } };
  }
  const found = await bench().readEnvironment({ name });
  if (!found.ok) return found;
  const { variables, problem } = found.value;
  return { ok: true, value: { was: name, name, lines: variables.map(lineOf), problem } };
}

function Environments({ start, onClose }: EnvironmentDialogProps) {
  const t = useT();
  const list = useRequests((state) => state.environments.list);
  const keepsSecrets = useDevices((state) => state.workspace?.keepsSecrets ?? true);
  const form = useRef<HTMLFormElement>(null);
  const [edited, setEdited] = useState(start);
  const [error, setError] = useState<BenchError | null>(null);
  const { was, name, lines, problem } = edited;
  const wrong = wrongIn(lines);

  const load = async (next: string | null) => {
    const found = await readEdited(next, t);
    setError(found.ok ? null : found.error);
    if (found.ok) setEdited(found.value);
  };
  useEffect(() => {
    if (was === null) form.current?.querySelector<HTMLInputElement>('input')?.select();
  }, [was]);

  const save = async (): Promise<boolean> => {
    if (problem || wrong.some(Boolean)) return false;
    const saved = await bench().saveEnvironment({ name: was, to: name, variables: toDrafts(lines) });
    setError(saved.ok ? null : saved.error);
    if (saved.ok && was === null) await chooseEnvironment(saved.value);
    return saved.ok;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await save()) onClose();
  };
  /** What was changed of the one before is saved, not lost. */
  const goTo = async (next: string) => {
    if (next === (was ?? NEW)) return;
    if (was === null || problem || (await save())) await load(next);
  };
  const remove = async (gone: string) => {
    const removed = await bench().deleteEnvironment({ name: gone });
    if (!removed.ok) {
      setError(removed.error);
      return;
    }
    announceUndo(
      { key: 'environment.deleted', values: { name: gone } },
      () => void bench().bringBackEnvironment({ name: gone }),
    );
    await load(list.find((each) => each.name !== gone)?.name ?? null);
  };
  return (
    <form
      ref={form}
      className="device-form environments"
      aria-label={t('environment.title')}
      onSubmit={(event) => void submit(event)}
    >
      <div className="form-line">
        <Select
          label={t('environment.edited')}
          value={was ?? NEW}
          options={[
            ...list.map((each) => ({ value: each.name, label: each.name })),
            ...(was === null ? [{ value: NEW, label: t('environment.newName') }] : []),
          ]}
          onChange={(next) => void goTo(next)}
        />
        <Button icon={<Plus />} onClick={() => void load(null)} disabled={was === null}>
          {t('environment.new')}
        </Button>
        <IconButton
          icon={<Copy />}
          label={t('environment.duplicate')}
          disabled={was === null || problem !== null}
          onClick={() => setEdited({ ...edited, was: null, lines: lines.map(withoutSecret) })}
        />
        <IconButton
          icon={<Trash2 />}
          label={t('environment.delete')}
          disabled={was === null}
          onClick={() => was !== null && void remove(was)}
        />
      </div>
      {problem ? (
        <p className="field-error">{describeProblem(problem, t)}</p>
      ) : (
        <>
          <Field
            label={t('environment.name')}
            value={name}
            maxLength={100}
            onChange={(event) => setEdited({ ...edited, name: event.target.value })}
          />
          <VariableTable lines={lines} wrong={wrong} onChange={(next) => setEdited({ ...edited, lines: next })} />
          <p className="form-note">{t(keepsSecrets ? 'environment.hint' : 'environment.hintSession')}</p>
        </>
      )}
      {error && <ErrorNotice error={error} />}
      <div className="form-buttons">
        <Button
          type="submit"
          kind="primary"
          disabled={problem !== null || name.trim() === '' || wrong.some((each) => each !== null)}
        >
          {t('environment.save')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

const emptyLine = (): VariableLine => ({
  key: crypto.randomUUID(),
  was: null,
  name: '',
  kind: 'text',
  value: '',
  stored: false,
});

const lineOf = ({ name, kind, value, stored }: EnvironmentVariable): VariableLine => ({
  key: crypto.randomUUID(),
  was: name,
  name,
  kind,
  value: value ?? '',
  stored,
});

/** A copy has none of its secrets. */
const withoutSecret = (line: VariableLine): VariableLine => ({ ...line, was: null, stored: false });
