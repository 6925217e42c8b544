import { useEffect, useState } from 'react';
import type { BenchError } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { useFrameSettings } from '../frame/frame-settings.ts';
import { openDialog, useOpenDialog } from '../frame/open-dialog.ts';
import { useT } from '../i18n.ts';
import { useSettings } from '../state/settings.ts';
import { toast } from '../state/toasts.ts';
import { useTrafficSettings } from '../state/traffic-settings.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Shows the whole report before it is saved: what one sees is what is in the file. */
export function ReportDialog() {
  const t = useT();
  const open = useOpenDialog((state) => state.dialog === 'report');
  return (
    <Dialog title={t('diagnosis.reportTitle')} open={open} onOpenChange={() => openDialog(null)} wide>
      {open && <Report />}
    </Dialog>
  );
}

function Report() {
  const t = useT();
  const [names, setNames] = useState(false);
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let late = false;
    const make = async () => {
      const made = await bench().makeReport({ names, settings: settingsForReport() });
      if (late) return;
      if (made.ok) setText(made.value);
      else failed(made.error);
    };
    void make();
    return () => {
      late = true;
      setText(null);
    };
  }, [names]);
  return (
    <div className="report">
      <p>{t('diagnosis.reportWhat')}</p>
      <textarea className="input report-text mono" aria-label={t('diagnosis.reportText')} readOnly value={text ?? ''} />
      <label className="form-check">
        <input type="checkbox" checked={names} onChange={(event) => setNames(event.target.checked)} />
        {t('diagnosis.names')}
      </label>
      <div className="form-buttons">
        <Button kind="primary" disabled={text === null} onClick={() => void save()}>
          {t('diagnosis.save')}
        </Button>
      </div>
    </div>
  );
}

async function save(): Promise<void> {
  const saved = await bench().saveReport(undefined);
  if (!saved.ok) failed(saved.error);
  else if (saved.value) {
    toast({ key: 'diagnosis.saved', values: saved.value });
    openDialog(null);
  }
}

function failed({ code, message }: BenchError): void {
  toast({ key: 'diagnosis.failed', values: { message: `${code}: ${message}` }, tone: 'error' });
}

/** How the window is set, without what was typed. */
function settingsForReport(): Record<string, string> {
  const { theme, language, railOpen } = useSettings.getState();
  const { zoom, keys } = useFrameSettings.getState();
  const { cap, recording, timeMode } = useTrafficSettings.getState();
  return {
    theme,
    language,
    rail: railOpen === null ? 'by width' : railOpen ? 'open' : 'closed',
    zoom: String(zoom),
    'changed keys': String(Object.keys(keys).length),
    'memory for traffic': cap === null ? 'default' : `${cap} bytes`,
    'time column': timeMode,
    recording: `${recording.maxFiles} files of ${recording.maxFileMiB} MiB, synced every ${recording.syncMs} ms`,
    size: `${innerWidth} × ${innerHeight}, ${devicePixelRatio} pixels each`,
  };
}
