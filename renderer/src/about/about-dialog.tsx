import { Copy } from 'lucide-react';
import { Fragment, useEffect, useState } from 'react';
import type { About } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { copyText } from '../copy.ts';
import { openDialog, useOpenDialog } from '../frame/open-dialog.ts';
import { useT } from '../i18n.ts';
import { toast } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Licences } from './licences.tsx';

const SHOWN = ['version', 'electron', 'chromium', 'node', 'system'] as const;

/** What this is, what it runs on, and by which licences its parts may be used. */
export function AboutDialog() {
  const t = useT();
  const open = useOpenDialog((state) => state.dialog === 'about');
  return (
    <Dialog title={t('about')} open={open} onOpenChange={() => openDialog(null)} wide>
      {open && <Body />}
    </Dialog>
  );
}

function Body() {
  const t = useT();
  const [about, setAbout] = useState<About>({ facts: {}, licences: [] });
  useEffect(() => {
    let late = false;
    const ask = async () => {
      const told = await bench().about(undefined);
      if (!late && told.ok) setAbout(told.value);
    };
    void ask();
    return () => {
      late = true;
    };
  }, []);
  const { facts, licences } = about;
  return (
    <div className="about">
      <p>{t('about.what')}</p>
      <div className="about-head">
        <dl className="facts">
          {SHOWN.map((name) => (
            <Fragment key={name}>
              <dt>{t(`about.${name}`)}</dt>
              <dd className="mono selectable">{facts[name] ?? '–'}</dd>
            </Fragment>
          ))}
        </dl>
        <div className="about-buttons">
          <Button icon={<Copy />} onClick={() => void copyText(asText(facts))}>
            {t('about.copy')}
          </Button>
          <Button onClick={() => void showRuntimeLicences()}>{t('about.runtime')}</Button>
        </div>
      </div>
      <Licences licences={licences} />
    </div>
  );
}

const asText = (facts: Record<string, string>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

async function showRuntimeLicences(): Promise<void> {
  const shown = await bench().showRuntimeLicences(undefined);
  if (!shown.ok || !shown.value) toast({ key: 'about.runtimeMissing', tone: 'warning' });
}
