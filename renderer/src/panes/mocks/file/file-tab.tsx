import { Braces, Copy, RotateCcw, Save, TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { BenchError, ScenarioCheck, ScenarioEntry } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useCommand } from '../../../frame/commands.ts';
import { useT } from '../../../i18n.ts';
import { setDraft, useMockView } from '../../../state/mocks.ts';
import { toast } from '../../../state/toasts.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { copyScenario } from '../act.ts';
import { formatScenario } from './format.ts';
import { ProblemList } from './problem-list.tsx';
import { ScenarioEditor } from './scenario-editor.tsx';
import { useFileText } from './use-file-text.ts';

interface FileTabProps {
  scenario: ScenarioEntry;
  /** To begin with in the editor. */
  ecu: string | null;
}

/** The text of a scenario: what is wrong is said where it stands, and what is saved is taken over by what runs. */
export function FileTab({ scenario, ecu }: FileTabProps) {
  const t = useT();
  const { id, fileName, place, revision } = scenario;
  const draft = useMockView((view) => view.drafts[id]);
  const { saved, error, setSaved } = useFileText(scenario);
  const [failed, setFailed] = useState<BenchError | null>(null);
  const [check, setCheck] = useState<ScenarioCheck | null>(null);
  const [goTo, setGoTo] = useState<{ line: number; column: number } | null>(null);
  const isJson = /\.json$/i.test(fileName);
  const readOnly = place === 'demo';
  const conflict = draft !== undefined && draft.base !== '' && revision !== '' && draft.base !== revision;
  const text = draft?.text ?? saved?.text;

  const save = async (over = false) => {
    if (!draft || !saved) return;
    const written = saved.crlf ? draft.text.replaceAll('\n', '\r\n') : draft.text;
    const result = await bench().saveScenario({ id, text: written, revision: over ? null : draft.base || null });
    setFailed(result.ok ? null : result.error);
    if (!result.ok) return;
    setSaved({ text: draft.text, revision: result.value.revision, crlf: saved.crlf });
    // What was typed while it was saved stays to be saved.
    const now = useMockView.getState().drafts[id];
    setDraft(id, now && now.text !== draft.text ? { text: now.text, base: result.value.revision } : null);
    const { restarted, earlier } = result.value;
    if (earlier) toast({ key: 'mocks.savedEarlier', values: { name: fileName }, tone: 'warning' });
    else if (restarted.length > 0) {
      toast({
        key: 'mocks.restarted',
        values: { names: restarted.join(', '), count: restarted.length },
        tone: 'warning',
      });
    } else
      toast({
        key: scenario.state.name === 'running' ? 'mocks.savedApplied' : 'mocks.saved',
        values: { name: fileName },
      });
  };
  const edit = useCallback(
    (next: string) => {
      if (!saved) return;
      const before = useMockView.getState().drafts[id];
      setDraft(id, next === saved.text ? null : { text: next, base: before?.base ?? saved.revision });
    },
    [id, saved],
  );
  const format = () => {
    const formatted = text === undefined ? null : formatScenario(text, isJson);
    if (formatted !== null) edit(formatted);
    else toast({ key: 'mocks.notFormatted', tone: 'warning' });
  };
  const revert = () => {
    setDraft(id, null);
    setFailed(null);
  };
  useCommand({
    id: 'mocks.save',
    title: 'mocks.save',
    group: 'pane.mocks',
    keys: ['Mod+S'],
    when: () => isHere() && draft !== undefined,
    run: () => void save(),
  });
  useCommand({
    id: 'mocks.format',
    title: 'mocks.format',
    group: 'pane.mocks',
    keys: ['Mod+Shift+F'],
    when: () => isHere() && !readOnly,
    run: format,
  });
  if (error) return <ErrorNotice error={error} />;
  if (text === undefined) return <EmptyState text={t('mocks.reading')} />;
  return (
    <div className="mocks-file">
      <div className="bar">
        <span className="mono cut muted selectable" title={id}>
          {readOnly ? t('mocks.builtIn') : fileName}
        </span>
        {draft && (
          <Badge tone="warning" icon={<span aria-hidden>●</span>}>
            {t('mocks.unsaved')}
          </Badge>
        )}
        <span className="grow" />
        {readOnly ? (
          <Button icon={<Copy />} onClick={() => void copyScenario(scenario)}>
            {t('mocks.copyToWorkspace')}
          </Button>
        ) : (
          <>
            <Button kind="quiet" icon={<RotateCcw />} disabled={!draft} onClick={revert}>
              {t('mocks.revert')}
            </Button>
            <Button kind="quiet" icon={<Braces />} onClick={format}>
              {t('mocks.formatIt')}
            </Button>
            <Button kind="primary" icon={<Save />} disabled={!draft} onClick={() => void save()}>
              {t('mocks.saveIt')}
            </Button>
          </>
        )}
      </div>
      {conflict && (
        <div className="notice" data-tone="warning" role="alert">
          <TriangleAlert />
          <div className="notice-title">{t('mocks.conflict')}</div>
          <p className="notice-body">{t('mocks.conflictWhy')}</p>
          <div className="notice-actions">
            <Button onClick={revert}>{t('mocks.takeTheirs')}</Button>
            <Button onClick={() => void save(true)}>{t('mocks.keepMine')}</Button>
          </div>
        </div>
      )}
      {failed && failed.code !== 'FILE_CHANGED' && <ErrorNotice error={failed} />}
      <div className="mocks-editor">
        <ScenarioEditor
          key={id}
          label={t('mocks.textOf', { name: fileName })}
          text={text}
          fileName={fileName}
          ecu={ecu}
          goTo={goTo}
          onCheck={setCheck}
          {...(!readOnly && { onChange: edit })}
        />
      </div>
      <ProblemList fileName={fileName} check={check} onGo={({ line, column }) => setGoTo({ line, column })} />
    </div>
  );
}

const isHere = (): boolean => Boolean(document.activeElement?.closest('[data-pane="mocks"]'));
