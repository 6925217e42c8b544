import { type FormEvent, useState } from 'react';
import { bench } from '../../../bench.ts';
import { bytes } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useFiles } from '../../../state/files.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';

interface RecordDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const MIB = 1_048_576;

/** How traffic is written to disk as it comes. */
export function RecordDialog({ open, onOpenChange }: RecordDialogProps) {
  const t = useT();
  const kept = useTrafficSettings((settings) => settings.recording);
  const [fileMiB, setFileMiB] = useState(String(kept.maxFileMiB));
  const [files, setFiles] = useState(String(kept.maxFiles));
  const [seconds, setSeconds] = useState(String(kept.syncMs / 1_000));
  const maxFileMiB = Math.round(Number(fileMiB));
  const maxFiles = Math.round(Number(files));
  const syncMs = Math.round(Number(seconds) * 1_000);
  const wrong = {
    file: !(maxFileMiB >= 1 && maxFileMiB <= 1_048_576),
    files: !(maxFiles >= 1 && maxFiles <= 100_000),
    sync: !(syncMs >= 100 && syncMs <= 60_000),
  };
  const ready = !wrong.file && !wrong.files && !wrong.sync;
  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    useTrafficSettings.setState({ recording: { maxFileMiB, maxFiles, syncMs } });
    onOpenChange(false);
    useFiles.setState({ outcome: null });
    const started = await bench().startRecording({ maxFileBytes: maxFileMiB * MIB, maxFiles, syncMs });
    if (!started.ok) useFiles.setState({ outcome: { error: started.error } });
  };
  return (
    <Dialog title={t('recording.title')} open={open} onOpenChange={onOpenChange}>
      <form className="record-form" onSubmit={(event) => void start(event)}>
        <p className="muted">{t('recording.what')}</p>
        <Field
          label={t('recording.maxFile')}
          inputMode="numeric"
          value={fileMiB}
          aria-invalid={wrong.file}
          onChange={(event) => setFileMiB(event.target.value)}
        />
        <Field
          label={t('recording.maxFiles')}
          inputMode="numeric"
          value={files}
          aria-invalid={wrong.files}
          onChange={(event) => setFiles(event.target.value)}
        />
        <Field
          label={t('recording.sync')}
          inputMode="decimal"
          value={seconds}
          aria-invalid={wrong.sync}
          onChange={(event) => setSeconds(event.target.value)}
        />
        <p className="muted">
          {ready ? t('recording.sum', { size: bytes(maxFileMiB * MIB * maxFiles) }) : t('recording.wrong')}
        </p>
        <Button kind="primary" type="submit" disabled={!ready}>
          {t('recording.choose')}
        </Button>
      </form>
    </Dialog>
  );
}
