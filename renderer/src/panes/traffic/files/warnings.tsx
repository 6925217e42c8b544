import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { Capture } from '../../../../../testbench/contract.ts';
import { copyText } from '../../../copy.ts';
import { exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useFiles } from '../../../state/files.ts';
import { useView } from '../../../state/traffic.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

/** What was odd about the file that is shown: the first of it, and a way to all of it. */
export function WarningsNotice() {
  const t = useT();
  const source = useView((view) => view.source);
  const capture = useFiles((files) => files.captures.find(({ id }) => id === source));
  const [dismissed, setDismissed] = useState<string[]>([]);
  const [open, setOpen] = useState(false);
  const first = capture?.warnings[0];
  if (!capture || !first || dismissed.includes(capture.id)) return null;
  const troubles = capture.warnings.reduce((sum, warning) => sum + warning.count, 0);
  return (
    <div className="strip" data-tone-row="warning" role="status">
      <TriangleAlert data-tone="warning" aria-hidden />
      <span className="cut grow">
        {t('capture.partly', { count: troubles, shown: exact(troubles), first: t(`capture.warning.${first.code}`) })}
      </span>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('details')}
      </Button>
      <Button kind="quiet" onClick={() => setDismissed([...dismissed, capture.id])}>
        {t('dismiss')}
      </Button>
      <WarningsDialog capture={capture} open={open} onOpenChange={setOpen} />
    </div>
  );
}

interface WarningsDialogProps {
  capture: Capture;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function WarningsDialog({ capture, open, onOpenChange }: WarningsDialogProps) {
  const t = useT();
  const { name, warnings } = capture;
  const asText = () =>
    warnings.map(
      ({ code, message, offset, count }) => `${code} ×${count}${offset === undefined ? '' : ` @${offset}`}: ${message}`,
    );
  return (
    <Dialog title={t('capture.warningsOf', { name })} open={open} onOpenChange={onOpenChange}>
      <ul className="warnings selectable">
        {warnings.map((warning, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- they have no name, and none is removed
          <li key={at} className="warning">
            <TriangleAlert data-tone="warning" aria-hidden />
            <span>
              {t(`capture.warning.${warning.code}`)}
              {warning.count > 1 && <span className="muted">{` ×${exact(warning.count)}`}</span>}
            </span>
            <span className="mono muted warning-message">
              {warning.message}
              {warning.offset !== undefined && ` · ${t('capture.atByte', { offset: exact(warning.offset) })}`}
            </span>
          </li>
        ))}
      </ul>
      <Button onClick={() => void copyText([capture.path, ...asText()].join('\n'))}>{t('capture.copyWarnings')}</Button>
    </Dialog>
  );
}
