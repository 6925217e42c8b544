import { ChevronDown, ChevronRight, CircleCheck, CircleX, Folder, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import type { RequestProblem } from '../../../../../testbench/contract.ts';
import { type Translate, useT } from '../../../i18n.ts';
import type { RequestOutcome } from '../../../state/requests.ts';
import { statusText } from '../../../traffic/describe.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { DropSide, Row } from './rows.ts';

interface TreeRowProps {
  domId: string;
  index: number;
  start: number;
  row: Row;
  outcome: RequestOutcome | undefined;
  selected: boolean;
  /** It is what the tab is about. */
  isOpen: boolean;
  /** What is written of it is not saved. */
  changed: boolean;
  drop: DropSide | undefined;
  renaming: boolean;
  /** Null: the name stays. `byKey`: the focus is to go back to the tree. */
  onRenamed: (name: string | null, byKey: boolean) => void;
}

export const TreeRow = memo(function TreeRow(props: TreeRowProps) {
  const { domId, index, start, row, outcome, selected, isOpen, changed, drop, renaming, onRenamed } = props;
  const t = useT();
  const { node, level, open, position, siblings } = row;
  const problem = node.kind === 'request' ? node.problem : null;
  const told = problem ? describeProblem(problem, t) : null;
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the tree has the focus
    <div
      id={domId}
      className="request-row"
      role="treeitem"
      aria-level={level}
      aria-selected={selected}
      aria-current={isOpen || undefined}
      aria-expanded={open ?? undefined}
      aria-posinset={position}
      aria-setsize={siblings}
      data-row={index}
      data-drop={drop}
      data-wrong={problem !== null || undefined}
      draggable={!renaming}
      title={told ? `${node.name}\n${told}` : node.name}
      style={{ top: start, paddingLeft: 4 + (level - 1) * 14 }}
    >
      <span className="request-fold">{open !== null && (open ? <ChevronDown /> : <ChevronRight />)}</span>
      {node.kind === 'folder' ? <Folder className="request-folder" /> : <Method method={node.method} />}
      {renaming ? (
        <NameInput name={node.name} label={t('requests.name')} onDone={onRenamed} />
      ) : (
        <span className="cut grow">{node.name}</span>
      )}
      {changed && (
        <span className="request-dot" role="img" aria-label={t('requests.unsaved')} title={t('requests.unsaved')} />
      )}
      {told ? (
        <Badge tone={problem?.kind === 'newer' ? 'warning' : 'error'} icon={<TriangleAlert aria-label={told} />} />
      ) : (
        outcome && <OutcomeGlyph outcome={outcome} t={t} />
      )}
    </div>
  );
});

function Method({ method }: { method: 'GET' | 'SET' | null }) {
  return (
    <span className="request-method mono" data-method={method}>
      {method ?? '?'}
    </span>
  );
}

function OutcomeGlyph({ outcome, t }: { outcome: RequestOutcome; t: Translate }) {
  const { status, error, checks } = outcome;
  const failed = checks.filter((check) => !check.ok).length;
  const ok = error === null && failed === 0 && (checks.length > 0 || status === 0);
  const what = error === null ? statusText(status ?? 0, t) : t(`error.${error}.title`);
  const told =
    checks.length === 0 ? what : `${what}, ${t('requests.met', { met: checks.length - failed, count: checks.length })}`;
  return (
    <Badge
      tone={ok ? 'ok' : 'error'}
      icon={ok ? <CircleCheck aria-label={told} /> : <CircleX aria-label={told} />}
      title={told}
    />
  );
}

interface NameInputProps {
  name: string;
  label: string;
  onDone: (name: string | null, byKey: boolean) => void;
}

function NameInput({ name, label, onDone }: NameInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (value: string | null, byKey: boolean) => {
    if (done.current) return;
    done.current = true;
    onDone(value === null || value.trim() === '' || value === name ? null : value, byKey);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish(event.currentTarget.value, true);
    else if (event.key === 'Escape') finish(null, true);
    else return;
    event.preventDefault();
  };
  return (
    <input
      ref={input}
      className="input request-name"
      aria-label={label}
      defaultValue={name}
      maxLength={100}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={(event) => finish(event.currentTarget.value, false)}
    />
  );
}

export function describeProblem(problem: RequestProblem, t: Translate): string {
  switch (problem.kind) {
    case 'broken':
      return t('requests.broken', { line: problem.line, column: problem.column, message: problem.message });
    case 'conflict':
      return t('requests.conflict', { line: problem.line });
    case 'newer':
      return t('requests.newer');
    case 'unreadable':
      return t('requests.unreadable', { message: problem.message });
  }
}
