import { FolderOpen } from 'lucide-react';
import type { Device } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { PayloadEditor } from '../../payload/editor/payload-editor.tsx';
import { editDraft, type StreamDraft, setFailed, useStreamDrafts } from '../../state/stream-drafts.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FileChoice } from '../../ui/file-choice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { useFileDrop } from '../../ui/use-file-drop.ts';
import { NumberInput } from '../rpc/request/number-input.tsx';
import { chooseFolder, chooseToSend } from './act.ts';

interface DraftFormProps {
  tab: string;
  draft: StreamDraft;
  device: Device | undefined;
}

/** What becomes of the bytes, what is sent, and the payload of the call. A file may be dropped on all of it. */
export function DraftForm({ tab, draft, device }: DraftFormProps) {
  const t = useT();
  const error = useStreamDrafts(({ failed }) => failed[tab]);
  const edit = (change: Partial<StreamDraft>) => editDraft(tab, change);
  const drop = useFileDrop((file) => void chooseToSend(tab, file), { inner: true });
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what it takes can also be chosen by a button
    <div className="stream-draft" {...drop}>
      {error && (
        <ErrorNotice error={error}>
          <Button onClick={() => setFailed(tab, null)}>{t('dismiss')}</Button>
        </ErrorNotice>
      )}
      <div className="stream-choices">
        <span className="muted">{t('streams.receive')}</span>
        <Segmented
          small
          label={t('streams.receive')}
          value={draft.receive}
          options={[
            { value: 'live', label: t('streams.live') },
            { value: 'file', label: t('streams.toFile') },
            { value: 'folder', label: t('streams.toFolder') },
          ]}
          onChange={(receive) => edit({ receive })}
        />
        {draft.receive === 'file' && <span className="muted stream-hint">{t('streams.fileHint')}</span>}
        {draft.receive === 'folder' && <FolderChoice tab={tab} draft={draft} />}
        <span className="muted">{t('streams.send')}</span>
        <span className="stream-file">
          <FileChoice file={draft.send} onChoose={() => void chooseToSend(tab)} onClear={() => edit({ send: null })} />
          {!draft.send && <span className="muted">{t('streams.sendHint')}</span>}
        </span>
        <span className="muted">{t('streams.idle')}</span>
        <span className="timeout">
          <NumberInput
            label={t('streams.idleLabel')}
            placeholder={t('streams.never')}
            value={draft.idleMs === null ? null : draft.idleMs / 1_000}
            least={1}
            most={3_600}
            onChange={(seconds) => edit({ idleMs: Math.round(seconds * 1_000) })}
            onClear={() => edit({ idleMs: null })}
          />
          <span className="muted" aria-hidden>
            s
          </span>
        </span>
      </div>
      {draft.kind === 'call' && (
        <PayloadEditor
          label={t('rpc.request')}
          value={draft.payload}
          device={device}
          onChange={(payload) => edit({ payload })}
        />
      )}
    </div>
  );
}

function FolderChoice({ tab, draft: { folder, ifExists } }: { tab: string; draft: StreamDraft }) {
  const t = useT();
  return (
    <>
      <span />
      <span className="stream-file">
        <Button icon={<FolderOpen />} onClick={() => void chooseFolder(tab)}>
          {t('streams.chooseFolder')}
        </Button>
        {folder && (
          <span className="mono cut" title={folder.path}>
            {folder.name || folder.path}
          </span>
        )}
      </span>
      <span className="muted">{t('streams.ifExists')}</span>
      <Select
        label={t('streams.ifExists')}
        value={ifExists}
        options={[
          { value: 'ask', label: t('streams.ifExists.ask') },
          { value: 'number', label: t('streams.ifExists.number') },
          { value: 'replace', label: t('streams.ifExists.replace') },
        ]}
        onChange={(next) => editDraft(tab, { ifExists: next })}
      />
    </>
  );
}
