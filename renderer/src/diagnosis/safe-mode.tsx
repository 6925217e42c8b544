import { ShieldAlert } from 'lucide-react';
import { bench } from '../bench.ts';
import { openDialog, useOpenDialog } from '../frame/open-dialog.ts';
import { useT } from '../i18n.ts';
import { flushKept } from '../state/kept.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { leaveSafeMode } from './commands.ts';
import { useDiagnosis } from './diagnosis.ts';

/** Stands over the panes as long as nothing is saved, and leads back. */
export function SafeModeBanner() {
  const t = useT();
  const { safeMode } = useDiagnosis();
  if (!safeMode) return null;
  return (
    <div className="workspace-problem" role="status">
      <ShieldAlert />
      <span className="grow selectable">
        <strong>{t('diagnosis.safeMode')}</strong> {t('diagnosis.safeModeWhat')}
      </span>
      <Button onClick={leaveSafeMode}>{t('diagnosis.leaveSafeMode')}</Button>
    </div>
  );
}

/** Asks before it ends what runs. */
export function SafeModeDialog() {
  const t = useT();
  const open = useOpenDialog((state) => state.dialog === 'safe-mode');
  return (
    <Dialog title={t('diagnosis.restartSafelySure')} open={open} onOpenChange={() => openDialog(null)}>
      <p>{t('diagnosis.restartSafelyWhat')}</p>
      <div className="form-buttons">
        <Button kind="primary" onClick={() => void restartSafely()}>
          {t('diagnosis.restart')}
        </Button>
        <Button kind="quiet" onClick={() => openDialog(null)}>
          {t('cancel')}
        </Button>
      </div>
    </Dialog>
  );
}

async function restartSafely(): Promise<void> {
  await flushKept();
  await bench().restart({ safeMode: true });
}
